"""Whether a complaint was, or still can be, settled on time.

Derived from dates, never ticked, and kept after closing.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import NamedTuple


class Verdict(enum.StrEnum):
    """The state of a term."""

    ON_TIME = "on_time"  # settled by its last day
    LATE = "late"  # settled, or gone elsewhere, after it
    LATE_NOTICED = "late_noticed"  # the same, and whoever filed was told in time why and until when
    LEFT = "left"  # gone elsewhere by its last day
    OVERDUE = "overdue"  # still open after it
    SOON = "soon"  # open, warning day reached
    OPEN = "open"  # open, time left
    NO_TERM = "no_term"  # nothing to be judged by


class Dates(NamedTuple):
    """The dates a verdict follows from. ``due_at`` is the moment of an imported case; the others are legal days."""

    due_on: dt.date | None
    warn_on: dt.date | None = None
    settled_on: dt.date | None = None
    left_on: dt.date | None = None
    due_at: dt.datetime | None = None
    settled_at: dt.datetime | None = None
    noticed_on: dt.date | None = None
    owed_nothing: bool = False
    """Left on a basis that takes the duty away from the beginning (art. 37 § 3a, 63 § 1, 64 KPA)."""


def verdict(dates: Dates, today: dt.date, now: dt.datetime) -> Verdict:
    """The verdict on a complaint as seen on a day.

    Legal cases: settled on time when ``settled_on`` (local day the notice was dispatched) is at most ``due_on``; late
    begins on the day after (art. 57, 237 § 1, 244 KPA). Imported cases with an exact due moment: at most ``due_at``;
    but one that was settled here, and so has only a day, by ``due_on``. A notice of delay (art. 36, 245 KPA), which
    counts when dispatched on or before the last day, makes a late case *late with notice*, never on time.
    """
    has_only_a_day = dates.settled_at is None and (dates.settled_on or dates.left_on) is not None
    if dates.due_at is not None and not (has_only_a_day and dates.due_on is not None):
        return _by_moment(dates, dates.due_at, now)
    if dates.due_on is None:
        return Verdict.NO_TERM
    if dates.settled_on is not None:
        return Verdict.ON_TIME if dates.settled_on <= dates.due_on else _late(dates)
    if dates.left_on is not None:
        return Verdict.LEFT if dates.owed_nothing or dates.left_on <= dates.due_on else _late(dates)
    if today > dates.due_on:
        return Verdict.OVERDUE
    return Verdict.SOON if dates.warn_on is not None and today >= dates.warn_on else Verdict.OPEN


def _late(dates: Dates) -> Verdict:
    return Verdict.LATE if dates.noticed_on is None else Verdict.LATE_NOTICED


def _by_moment(dates: Dates, due_at: dt.datetime, now: dt.datetime) -> Verdict:
    if dates.settled_at is not None:
        return Verdict.ON_TIME if dates.settled_at <= due_at else Verdict.LATE
    return Verdict.OVERDUE if now > due_at else Verdict.OPEN
