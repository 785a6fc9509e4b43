"""How administrative law counts time: article 57 of the code of administrative procedure (KPA).

A term has a raw end, reached by counting, and a last day, reached by stepping over the days on which no term ends. Both
are kept: one warns before the raw end and judges on the last day. Dates are legal days in Europe/Warsaw: a moment
becomes its day (kernel.clock.local_day) before anything is counted.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kernel.errors import RuleBroken
from kernel.holidays import CALENDAR_VERSION, LAST_CHECKED_YEAR
from kernel.workdays import LAST_DAY, OutsideCalendar, Skipped, term_skips, working_day_before

FIRST_TERM_DAY: Final = dt.date(2011, 1, 1)
LAST_TERM_DAY: Final = LAST_DAY
"""Terms that start or end outside these days are refused, never guessed."""

WARNING_WORKING_DAYS: Final = 3
"""The handler is warned on this working day before the raw end. A setting of the product, not a rule of law."""


class Unit(enum.StrEnum):
    """What an amount of time is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class BadTerm(RuleBroken):
    """Something that is no term at all, such as zero days. ``facts``: amount, unit."""

    code = "bad_term"


@dataclass(frozen=True, slots=True)
class Term:
    """A counted term that can explain itself."""

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
    calendar_version: int = CALENDAR_VERSION

    def is_late_on(self, day: dt.date) -> bool:
        """Whether something done on that day is late: late begins on the day after the last day."""
        return day > self.last_day


def term(starts_on: dt.date, amount: int, unit: Unit | str) -> Term:
    """The term that an event on a day starts.

    Source: art. 57 § 1 (days), § 2 (weeks), § 3 (months), § 3a (years), § 4 (shift) KPA; Saturdays between 15 June 2011
    and 31 May 2017 by NSA I OPS 1/11.
    Raises BadTerm for an amount below one or an unknown unit, OutsideCalendar where 2011-2040 does not hold the term.
    """
    return _counted(starts_on, amount, _unit(unit, amount))


@lru_cache(maxsize=65_536)
def _counted(starts_on: dt.date, amount: int, unit: Unit) -> Term:
    raw_end = raw_end_of(starts_on, amount, unit)
    skipped = _skipped_from(raw_end)
    last_day = skipped[-1].date + dt.timedelta(days=1) if skipped else raw_end
    return Term(
        starts_on=starts_on,
        amount=amount,
        unit=unit,
        raw_end=raw_end,
        last_day=last_day,
        skipped=skipped,
        warn_on=working_day_before(raw_end, WARNING_WORKING_DAYS),
        assumed=last_day.year > LAST_CHECKED_YEAR,
    )


def raw_end_of(starts_on: dt.date, amount: int, unit: Unit | str) -> dt.date:
    """Where counting alone ends, before any shift.

    Days: the day of the event is not counted. Weeks: the same weekday. Months and years: the same day of the month, or
    the last day of a month that has no such day (29 February plus a year is 28 February). A month is never 30 days.
    Source: art. 57 § 1-3a KPA.
    """
    known_unit = _unit(unit, amount)
    if amount < 1:
        raise BadTerm(f"{amount} {unit} is no term", amount=amount, unit=unit)
    if not FIRST_TERM_DAY <= starts_on <= LAST_TERM_DAY:
        raise _outside(starts_on)
    if known_unit in _DAYS_IN:
        return _days_later(starts_on, amount * _DAYS_IN[known_unit])
    return _months_later(starts_on, amount * _MONTHS_IN[known_unit])


_DAYS_IN: Final = {Unit.DAYS: 1, Unit.WEEKS: 7}
_MONTHS_IN: Final = {Unit.MONTHS: 1, Unit.YEARS: 12}


def _unit(unit: Unit | str, amount: int) -> Unit:
    try:
        return Unit(unit)
    except ValueError:
        raise BadTerm(f"{unit!r} is no unit of time", amount=amount, unit=unit) from None


def _days_later(starts_on: dt.date, days: int) -> dt.date:
    ordinal = starts_on.toordinal() + days
    if ordinal > LAST_TERM_DAY.toordinal():
        raise _outside(starts_on)
    return dt.date.fromordinal(ordinal)


def _months_later(starts_on: dt.date, months: int) -> dt.date:
    year, month_index = divmod(starts_on.year * 12 + starts_on.month - 1 + months, 12)
    if year > LAST_TERM_DAY.year:
        raise _outside(starts_on)
    month = month_index + 1
    return dt.date(year, month, min(starts_on.day, calendar.monthrange(year, month)[1]))


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
