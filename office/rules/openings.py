"""When the office opens next: what is sent by the clock waits for it. Wall-clock time in Warsaw; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from kernel.clock import WARSAW, local_day
from kernel.holidays import holiday_on
from office.rules.hours import Day, Week, is_open_at, week_on

USUAL: Final[Week] = (*(((8 * 60, 16 * 60),) for _day in range(5)), (), ())
"""Ours: an office that has set no hours is taken for open from 8 to 16 on working days, as most are."""

LOOKS_AHEAD: Final = 62
"""Days. Ours: hours that let an office open on none of two months are a mistake, or no hours for residents at all."""

CLOCKS_CHANGE: Final = dt.time(1, tzinfo=dt.UTC)
"""Where an hour is left out or repeated, an interval may begin anew. Source: directive 2000/84/EC, art. 2-3."""


@dataclass(frozen=True)
class Openings:
    """The hours there were and will be with the day each begins, the days off, and what holiday a day is."""

    weeks: tuple[tuple[dt.date, Week], ...] = ()
    days_off: frozenset[dt.date] = frozenset()
    holidays: Callable[[dt.date], object | None] = holiday_on

    def is_open(self, moment: dt.datetime) -> bool:
        """Whether the office is open at a moment."""
        return is_open_at(self._week(local_day(moment)), self.days_off, self.holidays, moment)

    def opens_on(self, day: dt.date) -> dt.datetime | None:
        """The first moment (UTC) of a day at which the office is open; None on a day it stays closed."""
        return next(self._beginnings(day), None)

    def is_working(self, day: dt.date) -> bool:
        """Whether the office opens at all on a day."""
        return self.opens_on(day) is not None

    def next_from(self, moment: dt.datetime) -> dt.datetime | None:
        """The first moment, this one included, at which the office is open; None where it does not open any more."""
        if self.is_open(moment):
            return moment
        first = local_day(moment)
        days = (first + dt.timedelta(days=ahead) for ahead in range(LOOKS_AHEAD))
        return next((found for day in days for found in self._beginnings(day) if found >= moment), None)

    def day_begins_from(self, moment: dt.datetime) -> dt.datetime | None:
        """The first moment, this one included, at which a working day of the office begins; None where none does."""
        first = local_day(moment)
        begins = (self.opens_on(first + dt.timedelta(days=ahead)) for ahead in range(LOOKS_AHEAD))
        return next((found for found in begins if found is not None and found >= moment), None)

    def for_telling(self, day: dt.date) -> Openings:
        """These hours; the usual ones of working days where from a day on the office opens on none of LOOKS_AHEAD.

        Terms run on however an office sets its hours, so its staff are told of them, and never at night.
        """
        days = (day + dt.timedelta(days=ahead) for ahead in range(LOOKS_AHEAD))
        return self if any(map(self.is_working, days)) else Openings(holidays=self.holidays)

    def _beginnings(self, day: dt.date) -> Iterator[dt.datetime]:
        """The moments of a day at which it opens, in order: a repeated hour opens twice, a left-out one may never."""
        found = {_at(day, start, fold) for start, _end in self._hours(day) for fold in (0, 1)}
        found.add(dt.datetime.combine(day, CLOCKS_CHANGE))
        yield from (moment for moment in sorted(found) if local_day(moment) == day and self.is_open(moment))

    def _hours(self, day: dt.date) -> Day:
        return self._week(day)[day.weekday()]

    def _week(self, day: dt.date) -> Week:
        found = week_on(self.weeks, day)
        return USUAL if found is None else found


def _at(day: dt.date, minute: int, fold: int) -> dt.datetime:
    local = dt.datetime.combine(day, dt.time(minute // 60, minute % 60, fold=fold), WARSAW)
    return local.astimezone(dt.UTC)
