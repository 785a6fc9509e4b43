"""Opening hours of a week, and whether the office is open at a moment. Wall-clock time in Warsaw; pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable
from itertools import pairwise
from typing import Final

from kernel.clock import WARSAW

Interval = tuple[int, int]
"""Minutes after midnight: from, to (not included)."""

Day = tuple[Interval, ...]
Week = tuple[Day, ...]
"""Seven days from Monday; a closed day is empty."""

MIDNIGHT: Final = 24 * 60
_INTERVAL: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|do)\s*(\d{1,2})(?:[:.](\d{2}))?")
_BETWEEN: Final = re.compile(r"\s*(?:[,;]|\bi\b|\s)\s*")


def read_day(text: str) -> Day:
    """The hours of one day as people write them: ``8-16``, ``8:00–12:00, 13:00–18:00``; nothing is a closed day.

    Raises ValueError for what is no time, ends before it begins, or overlaps.
    """
    found, at, rest = [], 0, text.strip()
    while at < len(rest):
        match = _INTERVAL.match(rest, at)
        if match is None:
            raise ValueError(f"no hours: {rest[at:]!r}")
        found.append((_minutes(match[1], match[2]), _minutes(match[3], match[4])))
        gap = _BETWEEN.match(rest, match.end())
        at = gap.end() if gap else match.end()
        if gap is None and at < len(rest):
            raise ValueError(f"no hours: {rest[at:]!r}")
    day = tuple(found)
    _check(day)
    return day


def write_day(day: Day) -> str:
    """The hours of a day, as they are stored and shown in a form: ``8:00-12:00, 13:00-18:00``."""
    return ", ".join(f"{clock(start)}-{clock(end)}" for start, end in day)


def read_week(stored: str) -> Week:
    """The week of its stored text: one line a day."""
    return tuple(read_day(line) for line in stored.split("\n"))


def write_week(week: Week) -> str:
    """The week as it is stored."""
    return "\n".join(write_day(day) for day in week)


def clock(minutes: int) -> str:
    """Minutes after midnight as a time: ``8:00``."""
    return f"{minutes // 60}:{minutes % 60:02}"


def week_on(schedules: Iterable[tuple[dt.date, Week]], day: dt.date) -> Week | None:
    """The week in force on a day: the one that began last; None before the first."""
    begun = [(since, week) for since, week in schedules if since <= day]
    return max(begun, key=lambda pair: pair[0])[1] if begun else None


def is_open_at(
    hours: Week | None,
    days_off: Collection[dt.date],
    holidays: Callable[[dt.date], object | None],
    moment: dt.datetime,
) -> bool:
    """Whether the office is open at a moment.

    ``holidays`` says what holiday a day is (None: none), as ``kernel.holidays.holiday_on`` does. The clock on the wall
    in Warsaw counts: an hour that a change of time repeats is open twice, one that it leaves out never comes.
    Raises ValueError for a moment without a time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    local = moment.astimezone(WARSAW)
    day, minute = local.date(), local.hour * 60 + local.minute
    if hours is None or day in days_off or holidays(day) is not None:
        return False
    return any(start <= minute < end for start, end in hours[day.weekday()])


def _minutes(hour: str, minute: str | None) -> int:
    total = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or total > MIDNIGHT:
        raise ValueError(f"no time: {hour}:{minute}")
    return total


def _check(day: Day) -> None:
    if any(start >= end for start, end in day):
        raise ValueError("hours end before they begin")
    if any(end > start for (_start, end), (start, _end) in pairwise(day)):
        raise ValueError("hours overlap")
