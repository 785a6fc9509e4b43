"""Which daily backups stay: pure, so that the rule can be proved without a single file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable
from typing import Final

DAYS: Final = 7
"""Ours: a mistake made this week can be undone to the day."""
WEEKS: Final = 5
"""Ours: and one made this month to the week."""
MONTHS: Final = 12
"""Ours: a year back, since a yearly report is the slowest reader of mistakes."""


def kept(days: Collection[dt.date], verified_on: dt.date | None = None) -> set[dt.date]:
    """The days whose backups stay: the last of each of the newest 7 days, 5 weeks and 12 months that have any.

    The newest one always stays, and so does the last one that was restored on trial (``verified_on``).
    """
    stay = {day for day in days if day == verified_on}
    for count, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        stay |= _last_of_each(days, period, count)
    return stay


def _last_of_each(days: Collection[dt.date], period: Callable[[dt.date], Hashable], count: int) -> set[dt.date]:
    last: dict[Hashable, dt.date] = {}
    for day in sorted(days, reverse=True):
        last.setdefault(period(day), day)
    return set(list(last.values())[:count])


def _day(day: dt.date) -> dt.date:
    return day


def _week(day: dt.date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _month(day: dt.date) -> tuple[int, int]:
    return day.year, day.month
