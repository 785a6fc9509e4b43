"""How administrative law counts time: article 57 of the code of administrative procedure (KPA).

A term has a raw end, reached by counting, and a last day, reached by stepping over the days on which no term ends. Both
are kept: one warns before the raw end and judges on the last day. Dates are legal days in Europe/Warsaw: a moment
becomes its day (kernel.clock.local_day) before anything is counted.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
from typing import Final, NamedTuple

from kernel.errors import RuleBroken
from kernel.holidays import CALENDAR_VERSION, LAST_CHECKED_YEAR
from kernel.workdays import LAST_DAY, OutsideCalendar, Skipped, term_skips, working_day_before

FIRST_TERM_DAY: Final = dt.date(2011, 1, 1)
LAST_TERM_DAY: Final = LAST_DAY
"""Terms that start or end outside these days are refused, never guessed."""

WARNING_WORKING_DAYS: Final = 3
"""The handler is warned on this working day before the raw end, unless the office set another one. No rule of law."""


class Unit(enum.StrEnum):
    """What an amount of time is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class BadTerm(RuleBroken):
    """Something that is no term at all, such as zero days. ``facts``: amount, unit."""

    code = "bad_term"


class Term(NamedTuple):
    """A counted term that can explain itself. A named tuple, because they are made by the hundred thousand."""

    starts_on: dt.date
    """The day of the event (receipt, service, announcement)."""
    amount: int
    unit: Unit
    raw_end: dt.date
    """Where the counting alone ends."""
    last_day: dt.date
    """The last day on which the thing is done in time."""
    skipped: tuple[Skipped, ...]
    """Each day stepped over between the two, by name."""
    warn_on: dt.date
    """The third working day before the raw end; of a very short term it can lie before the start."""
    assumed: bool
    """Whether it reaches past the last year whose law was checked, so that unchanged law is assumed."""
    calendar_version: int

    def is_late_on(self, day: dt.date) -> bool:
        """Whether something done on that day is late: late begins on the day after the last day."""
        return day > self.last_day


def term(starts_on: dt.date, amount: int, unit: Unit | str) -> Term:
    """The term that an event on a day starts.

    Source: art. 57 § 1 (days), § 2 (weeks), § 3 (months), § 3a (years), § 4 (shift) KPA; Saturdays between 15 June 2011
    and 31 May 2017 by NSA I OPS 1/11.
    Raises BadTerm for an amount below one or an unknown unit, OutsideCalendar where 2011-2040 does not hold the term.
    """
    try:
        known_unit, days, months = _STEPS[unit]
    except KeyError:
        raise BadTerm(f"{unit!r} is no unit of time", amount=amount, unit=unit) from None
    if amount < 1:
        raise BadTerm(f"{amount} {unit} is no term", amount=amount, unit=unit)
    if starts_on < FIRST_TERM_DAY:
        raise _outside(starts_on)
    try:
        if days:
            ordinal = starts_on.toordinal() + amount * days
        else:
            before, length = _MONTHS[starts_on.year * 12 + starts_on.month - _FIRST_MONTH + amount * months]
            ordinal = before + min(starts_on.day, length)
        ending = _ENDINGS[ordinal - _FIRST]
    except IndexError:
        raise _outside(starts_on) from None
    raw_end, last_day, skipped, warn_on, assumed, version = ending or _explained(ordinal)
    return _new_tuple(Term, (starts_on, amount, known_unit, raw_end, last_day, skipped, warn_on, assumed, version))


def ends_on(day: dt.date) -> dt.date:
    """The day on which a term really ends that somebody let end on this one: itself, or the next that is no day off.

    Source: art. 57 § 4 KPA. Raises OutsideCalendar for a day outside 2011-2040.
    """
    if not FIRST_TERM_DAY <= day <= LAST_TERM_DAY:
        raise _outside(day)
    skipped = _skipped_from(day)
    return skipped[-1].date + dt.timedelta(days=1) if skipped else day


def raw_end_of(starts_on: dt.date, amount: int, unit: Unit | str) -> dt.date:
    """Where counting alone ends, before any shift.

    Days: the day of the event is not counted. Weeks: the same weekday. Months and years: the same day of the month, or
    the last day of a month that has no such day (29 February plus a year is 28 February). A month is never 30 days.
    Source: art. 57 § 1-3a KPA. Raises as ``term`` does.
    """
    return term(starts_on, amount, unit).raw_end


_STEPS: Final[dict[str, tuple[Unit, int, int]]] = {
    Unit.DAYS: (Unit.DAYS, 1, 0),
    Unit.WEEKS: (Unit.WEEKS, 7, 0),
    Unit.MONTHS: (Unit.MONTHS, 0, 1),
    Unit.YEARS: (Unit.YEARS, 0, 12),
}
"""What one of a unit is made of: days, or else calendar months."""

_new_tuple: Final = tuple.__new__
"""What ``Term(...)`` comes down to, without its detour through Python: a third of the time of a term."""

_FIRST: Final = FIRST_TERM_DAY.toordinal()
_FIRST_MONTH: Final = FIRST_TERM_DAY.year * 12 + FIRST_TERM_DAY.month

_MONTHS: Final = tuple(
    (dt.date(year, month, 1).toordinal() - 1, calendar.monthrange(year, month)[1])
    for year in range(FIRST_TERM_DAY.year, LAST_TERM_DAY.year + 1)
    for month in range(1, 13)
)
"""Each month of the span: the ordinal of the day before its first, and how many days it has."""

_Ending = tuple[dt.date, dt.date, tuple[Skipped, ...], dt.date, bool, int]
"""The fields of a term from ``raw_end`` on: the same for all terms with this raw end."""

_ENDINGS: Final[list[_Ending | None]] = [None] * (LAST_TERM_DAY.toordinal() - _FIRST + 1)
"""The calendar's word on each day of the span: looked up when a term first reaches it, then shared.

Both tables end with the span, so that whatever lies beyond it is not found and refused.
"""


def _explained(ordinal: int) -> _Ending:
    raw_end = dt.date.fromordinal(ordinal)
    skipped = _skipped_from(raw_end)
    last_day = skipped[-1].date + dt.timedelta(days=1) if skipped else raw_end
    warn_on = working_day_before(raw_end, WARNING_WORKING_DAYS)
    ending = (raw_end, last_day, skipped, warn_on, last_day.year > LAST_CHECKED_YEAR, CALENDAR_VERSION)
    _ENDINGS[ordinal - _FIRST] = ending
    return ending


def _skipped_from(raw_end: dt.date) -> tuple[Skipped, ...]:
    """The unbroken row of days from the raw end on which no term ends; empty if it may end right there."""
    found = []
    day = raw_end
    while (skip := term_skips(day)) is not None:
        found.append(skip)
        day += dt.timedelta(days=1)
    return tuple(found)


def _outside(starts_on: dt.date) -> OutsideCalendar:
    return OutsideCalendar(
        f"a term from {starts_on} is outside {FIRST_TERM_DAY} to {LAST_TERM_DAY}",
        day=starts_on,
        first=FIRST_TERM_DAY,
        last=LAST_TERM_DAY,
    )
