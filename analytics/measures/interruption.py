"""Month by month around a change: did the time to settle jump or turn with it?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from analytics.measures.declaration import Unit
from analytics.measures.period import Month, Period
from analytics.measures.reduction import lived
from analytics.measures.registry import measure
from analytics.methods.interrupted import MONTHS_EACH_SIDE, Interruption, interrupted
from analytics.methods.survival import kaplan_meier
from kernel.clock import local_day

if TYPE_CHECKING:
    import pandas as pd


class Lack(StrEnum):
    """Why a month gives no point of the series."""

    NOT_OVER = "not_over"
    TOO_FEW = "too_few"
    UNKNOWN = "unknown"
    """Half of its cases are still open."""


@dataclass(frozen=True)
class MonthOfSeries:
    """A month of receipt: its cases and their Kaplan-Meier median, or why it gives no point."""

    month: Month
    n: int
    median: float | None
    lack: Lack | None


@dataclass(frozen=True)
class Interrupted:
    """A year before and a year after a change. found: None as long as a month gives no point."""

    change: Month
    unit: Unit
    months: tuple[MonthOfSeries, ...]
    found: Interruption | None

    @property
    def period(self) -> Period:
        """All its months."""
        return Period.of(self.months[0].month, self.months[-1].month)

    def lacking(self, lack: Lack) -> tuple[Month, ...]:
        """The months that give no point for one reason."""
        return tuple(one.month for one in self.months if one.lack is lack)


def interruption(known: pd.DataFrame, change: Month, as_of: dt.datetime, unit: Unit = Unit.DAYS) -> Interrupted:
    """Return the series of monthly medians around a change: the change is made on the first day of the month given.

    Each month stands for the cases received in it, open ones counted with the age they have reached. It needs to be
    over, as many cases as a comparison needs and a median that is known; without all 24 nothing is estimated.
    """
    months = tuple(
        _month(known, change.plus(number), as_of, unit) for number in range(-MONTHS_EACH_SIDE, MONTHS_EACH_SIDE)
    )
    values = [one.median for one in months if one.median is not None and one.lack is None]
    found = None
    if len(values) == len(months):
        found = interrupted(values[:MONTHS_EACH_SIDE], values[MONTHS_EACH_SIDE:])
    return Interrupted(change, unit, months, found)


def _month(known: pd.DataFrame, month: Month, as_of: dt.datetime, unit: Unit) -> MonthOfSeries:
    cases = lived(known, Period.of(month), as_of, unit)
    n = len(cases.times)
    median = kaplan_meier(cases.times, cases.is_settled).median().value if n else None
    if month.last >= local_day(as_of):
        return MonthOfSeries(month, n, median, Lack.NOT_OVER)
    if n < measure("reduction").minimum_n:
        return MonthOfSeries(month, n, median, Lack.TOO_FEW)
    return MonthOfSeries(month, n, median, Lack.UNKNOWN if median is None else None)
