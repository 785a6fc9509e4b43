"""How much of the term was left when a case was settled: a drift towards the limit is seen before it is crossed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.measures import cohorts
from analytics.measures.arrays import arrays
from analytics.measures.cohorts import Members
from analytics.measures.declaration import Unit
from analytics.measures.durations import in_days, in_hours
from analytics.measures.period import Period

if TYPE_CHECKING:
    import pandas as pd

    from analytics.measures.arrays import Floats, Mask

QUANTILES: Final[dict[str, tuple[float, Unit]]] = {
    "median_reserve": (0.5, Unit.DAYS),
    "p10_reserve": (0.1, Unit.DAYS),
    "p25_reserve": (0.25, Unit.DAYS),
    "p75_reserve": (0.75, Unit.DAYS),
    "median_reserve_hours": (0.5, Unit.HOURS),
    "p10_reserve_hours": (0.1, Unit.HOURS),
}
BANDS: Final[dict[str, tuple[int, int | None]]] = {
    "reserve_to_2": (0, 2),
    "reserve_3_to_6": (3, 6),
    "reserve_7_to_13": (7, 13),
    "reserve_over_13": (14, None),
}
"""Days left from and to, both included. Ours: a weekend, a week, two weeks, more. Settled late is its own figure."""


def left_over(known: pd.DataFrame, unit: Unit) -> Floats:
    """Return what was left of the term of each settled case; negative when it was settled late, NaN without a term.

    Unit.DAYS: last day - settled day. Unit.HOURS: by the exact moments where both are known, else 24 hours a day.
    """
    told = arrays(known)
    days = in_days(told.days("due_day") - told.days("settled_day"))
    if unit is Unit.DAYS:
        return days
    return in_hours(told.moments("due_at") - told.moments("settled_at"), days)


def settled_with_term(known: pd.DataFrame, period: Period) -> Mask:
    """Cases settled in the period that had a last day."""
    return cohorts.settled(known, period) & arrays(known).has_day("due_day")


def _with_left(first: int, last: int | None) -> Members:
    def members(known: pd.DataFrame, period: Period) -> Mask:
        days = left_over(known, Unit.DAYS)
        within = days >= first if last is None else (days >= first) & (days <= last)
        return settled_with_term(known, period) & within

    return members


MEMBERS: Final[dict[str, Members]] = {
    **dict.fromkeys(QUANTILES, settled_with_term),
    **{key: _with_left(first, last) for key, (first, last) in BANDS.items()},
}
