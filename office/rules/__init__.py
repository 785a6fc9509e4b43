"""Rules of the office: how often one may try a password, how long a sign-in lasts."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

TRIES: Final = 10
"""Failed tries of one key in a window before it has to wait.

Source: NIST SP 800-63B-4, 3.2.2 (at most 100 in a row).
"""

DEVICE_TRIES: Final = 30
"""Failed tries of one device in a window, whosever accounts it tries. Ours: three people who forgot their passwords."""

UNMARKED_TRIES: Final = 300
"""Wrong one-time codes in a window from all browsers that keep no cookies together. Ours: 300 of 2^80."""

CODE_TRIES: Final = 5
"""Failed codes of a second factor in a window. Ours: six digits are few, and the right ones are in one's hand."""

RECOVERY_TRIES: Final = 3
"""Recoveries asked for one account in a window. Ours: a mail may get lost, but nobody needs a full letter box."""

RECOVERIES: Final = 60
"""Recoveries asked for in a window by everybody together. Ours: more is no office that forgot, but a machine."""

WINDOW: Final = dt.timedelta(minutes=15)
"""How long failures are remembered, and so the longest wait. Ours: bearable for a person, hopeless for a guesser."""

LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,60}")
"""Lower-case letters, digits, dot, hyphen, underscore."""


def must_wait(failures: int, window_from: dt.datetime, now: dt.datetime, tries: int = TRIES) -> dt.timedelta | None:
    """How long the key still has to wait, or None when it may try.

    A window that begins in the future was opened by a clock that was wrong: nobody waits a year for it.
    """
    left = window_from + WINDOW - now
    if left > 2 * WINDOW:
        return None
    return left if failures >= tries and left > dt.timedelta() else None


def is_valid_on(from_on: dt.date, to_on: dt.date | None, day: dt.date) -> bool:
    """Whether something in force from a day to a day (both included, None: open) is in force on ``day``."""
    return from_on <= day and (to_on is None or day <= to_on)
