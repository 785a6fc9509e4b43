"""Working days and the days a statutory term does not end on, as two different questions about one calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

from kernel.errors import RuleBroken
from kernel.holidays import KNOWN_FROM, SUNDAYS_ACT, holiday_on

FIRST_DAY: Final = KNOWN_FROM
"""The first day whose working days are known (the holiday table is complete from here)."""

LAST_DAY: Final = dt.date(2040, 12, 31)
"""The last day anything is computed for; a Monday, so that no term ending inside the span is pushed out of it."""

SATURDAY: Final = 5
"""As date.weekday() counts: Monday is 0."""

SUNDAY: Final = 6
"""As date.weekday() counts: Monday is 0."""


class OutsideCalendar(RuleBroken):
    """The calendar does not reach that day, and nobody guesses. ``facts``: day, first, last."""

    code = "outside_calendar"


@dataclass(frozen=True)
class FreeDayLaw:
    """A rule by which a weekday moves the end of a term, with the days it is in force."""

    key: str
    weekday: int
    name: str
    source: str
    in_force_from: dt.date
    in_force_to: dt.date = LAST_DAY
    by_case_law: bool = False


FREE_WEEKDAYS: Final[tuple[FreeDayLaw, ...]] = (
    FreeDayLaw("sunday", SUNDAY, "niedziela", SUNDAYS_ACT, FIRST_DAY),
    FreeDayLaw(
        "saturday",
        SATURDAY,
        "sobota",
        "uchwała NSA z 15.06.2011, I OPS 1/11",
        dt.date(2011, 6, 15),
        dt.date(2017, 5, 31),
        by_case_law=True,
    ),
    FreeDayLaw("saturday", SATURDAY, "sobota", "art. 57 § 4 KPA (Dz.U. 2017 poz. 935)", dt.date(2017, 6, 1)),
)
"""Weekdays on which a term does not end. Saturdays before 15 June 2011 are missing on purpose: they moved no term."""


@dataclass(frozen=True)
class Skipped:
    """A day on which a term could not end: its name in Polish (also the key of its translations) and the basis."""

    date: dt.date
    why: str
    key: str
    source: str
    by_case_law: bool = False


def term_skips(day: dt.date) -> Skipped | None:
    """Why a term cannot end on this day (art. 57 § 4 KPA), None if it can. A holiday on a Sunday keeps its name."""
    holiday = holiday_on(day)
    if holiday is not None:
        return Skipped(day, holiday.name, holiday.key, holiday.source)
    weekday = day.weekday()
    for law in FREE_WEEKDAYS:
        if law.weekday == weekday and law.in_force_from <= day <= law.in_force_to:
            return Skipped(day, law.name, law.key, law.source, law.by_case_law)
    return None


def is_working_day(day: dt.date) -> bool:
    """Whether the office works: Monday to Friday without public holidays, whatever year it is."""
    return day.weekday() < SATURDAY and holiday_on(day) is None


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Working days in [start, end): 0 on the same day, negative where the end comes first.

    A definition of the product's figures, not of the law. Raises OutsideCalendar before 1991 or after 2040.
    """
    return _working_days_before(end) - _working_days_before(start)


def working_days_before_each() -> tuple[int, ...]:
    """How many working days lie before each day from FIRST_DAY to LAST_DAY, and before the day after."""
    return _counted()


def working_days_left(today: dt.date, last_day: dt.date) -> int:
    """Working days from today to the last day of a term, today counted and the last day not: negative when overdue."""
    return working_days_between(today, last_day)


def working_day_before(day: dt.date, count: int) -> dt.date:
    """The count-th working day before a day, that day not counted. Raises OutsideCalendar at the calendar's edge."""
    left, candidate = count, day
    while left:
        candidate = in_calendar(candidate - dt.timedelta(days=1))
        left -= is_working_day(candidate)
    return candidate


def in_calendar(day: dt.date) -> dt.date:
    """The same day, if the calendar knows it; raises OutsideCalendar otherwise."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise OutsideCalendar(f"{day} is outside the calendar", day=day, first=FIRST_DAY, last=LAST_DAY)
    return day


def _working_days_before(day: dt.date) -> int:
    return _counted()[in_calendar(day).toordinal() - FIRST_DAY.toordinal()]


@cache
def _counted() -> tuple[int, ...]:
    """How many working days lie before each day of the calendar: made once, then a difference is two look-ups."""
    return tuple(accumulate((is_working_day(day) for day in _all_days()), initial=0))


def _all_days() -> Iterator[dt.date]:
    first = FIRST_DAY.toordinal()
    return (dt.date.fromordinal(first + step) for step in range(LAST_DAY.toordinal() - first + 1))
