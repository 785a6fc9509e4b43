"""Rules of accounts: how long codes live, who needs a second factor, what makes a code of it right."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import Final

from kernel.permissions import Role


class Purpose(enum.StrEnum):
    """What a one-time code is for."""

    INVITATION = "invitation"
    RECOVERY = "recovery"


class Way(enum.StrEnum):
    """How a one-time code travels."""

    MAIL = "mail"
    SLIP = "slip"


LIFETIME: Final = {Purpose.INVITATION: dt.timedelta(days=7), Purpose.RECOVERY: dt.timedelta(hours=1)}
"""How long a code can be used.

Source: NIST SP 800-63B-4, 4.2.2.2 (a recovery code by mail: at most 24 hours). Ours: an hour, a mail is read at once;
an invitation a week, because people come to work on different days.
"""

RECOVERY_CODES: Final = 10
"""Codes on the sheet for a lost telephone. Ours: enough for years, few enough to keep on one small sheet."""

STEP_SECONDS: Final = 30
"""How long one code of the second factor is shown. Source: RFC 6238, 5.2."""

STEPS_ASIDE: Final = 1
"""Steps a telephone's clock may be wrong either way. Source: RFC 6238, 5.2 (at most one)."""

HALF_SIGN_IN: Final = dt.timedelta(minutes=10)
"""How long a right password waits for the second factor. Ours: enough to fetch the telephone from the coat."""

SEEN_EVERY: Final = dt.timedelta(minutes=5)
"""How exactly "last seen" is kept. Ours: not every page shall write to the database."""

LOGINS_ON_A_DEVICE: Final = 10
"""How many people's successful sign-ins a device remembers. Ours: the computer of a shared counter."""

DEVICE_DAYS: Final = 400
"""How long a browser keeps the device's mark. Source: RFC 6265bis, 5.5 (browsers keep nothing longer)."""


def must_have_second_factor(roles: Iterable[Role], *, is_sample: bool) -> bool:
    """Whether somebody with these roles may do nothing without a second factor: administrators of a real office.

    In a sample office anybody shall look around without a telephone; nothing there is worth guarding.
    """
    return Role.ADMINISTRATOR in set(roles) and not is_sample


def counter_at(moment: dt.datetime) -> int:
    """The number of the time step a moment lies in. Source: RFC 6238, 4.2 (T0 = 0)."""
    return int(moment.timestamp()) // STEP_SECONDS


def counters_at(moment: dt.datetime) -> range:
    """The steps whose codes are right at a moment."""
    return range(counter_at(moment) - STEPS_ASIDE, counter_at(moment) + STEPS_ASIDE + 1)


LONGEST_SIGN_IN: Final = dt.timedelta(hours=25)
"""Ours: what would end later was opened by a clock that ran ahead, and is over; a day is the longest setting."""


def last_seen(opened_at: dt.datetime, seen_at: dt.datetime | None) -> dt.datetime:
    """When a sign-in was used last, as exactly as it is kept."""
    return max(opened_at, seen_at or opened_at)


def seen_every(idle_minutes: int) -> dt.timedelta:
    """How exactly "last seen" is kept where sign-ins end unused: to a tenth, or who works would be shown the door."""
    return min(SEEN_EVERY, dt.timedelta(minutes=idle_minutes) / 10) if idle_minutes > 0 else SEEN_EVERY


def is_idle(seen_at: dt.datetime, now: dt.datetime, idle_minutes: int) -> bool:
    """Whether a sign-in stood unused too long; 0 minutes: never."""
    return idle_minutes > 0 and now - seen_at >= dt.timedelta(minutes=idle_minutes)
