"""The period of a pack: a month, a quarter, a year, or any run of months."""

from __future__ import annotations

from typing import Final

from analytics.measures.period import Month, Period
from analytics.measures.slices import Slice

TO: Final = ".."
MOST_MONTHS: Final = 60
"""Ours: five years; a longer pack would be a book."""


def parsed(written: str) -> Period:
    """Return the period written as 2026-10, 2026-Q4, 2026 or 2026-03..2026-09. Raises ValueError for anything else."""
    first, to, last = written.partition(TO)
    if not to:
        return Slice.parse(written).period
    period = Period.of(Month.parse(first), Month.parse(last))
    if len(period.months) > MOST_MONTHS:
        raise ValueError(f"a pack holds at most {MOST_MONTHS} months, not {len(period.months)}")
    return period


def key_of(period: Period) -> str:
    """Return how a period is written: a quarter and a year by their short names."""
    months = period.months
    for short in (str(months[0].year), f"{months[0].year}-Q{(months[0].number - 1) // 3 + 1}"):
        if Slice.parse(short).period == period:
            return short
    return str(period)


def slice_of(period: Period) -> Slice | None:
    """Return the period as a month, quarter or year; None for any other run of months."""
    written = key_of(period)
    return None if TO in written else Slice.parse(written)
