"""How much of the term was left when a case was settled: a drift towards the limit is seen before it is crossed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.measures import cohorts
from analytics.measures.cohorts import Members
from analytics.measures.declaration import Unit
from analytics.measures.durations import HOURS_IN_DAY, SECONDS_IN_HOUR
from analytics.measures.period import Period

if TYPE_CHECKING:
    import pandas as pd

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


def left_over(known: pd.DataFrame, unit: Unit) -> pd.Series[float]:
    """Return what was left of the term of each settled case; negative when it was settled late, NaN without a term.

    Unit.DAYS: last day - settled day. Unit.HOURS: by the exact moments where both are known, else 24 hours a day.
    """
    days = (known["due_day"] - known["settled_day"]).dt.days.astype(float)
    if unit is Unit.DAYS:
        return days
    exact = (known["due_at"] - known["settled_at"]).dt.total_seconds() / SECONDS_IN_HOUR
    return exact.where(exact.notna(), days * HOURS_IN_DAY)


def settled_with_term(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases settled in the period that had a last day."""
    return cohorts.settled(known, period) & known["due_day"].notna()


def _with_left(first: int, last: int | None) -> Members:
    def members(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
        days = left_over(known, Unit.DAYS)
        within = days >= first if last is None else (days >= first) & (days <= last)
        return settled_with_term(known, period) & within

    return members


MEMBERS: Final[dict[str, Members]] = {
    **dict.fromkeys(QUANTILES, settled_with_term),
    **{key: _with_left(first, last) for key, (first, last) in BANDS.items()},
}
