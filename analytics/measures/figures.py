"""From rows to a figure with its base and interval: counts, shares, quantiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measures.members import MEMBERS
from analytics.measures.period import Period
from analytics.measures.registry import measure
from analytics.measures.result import Result, WhyNot
from analytics.measures.shares import Share
from analytics.methods.quantiles import quantile, quantile_interval
from analytics.methods.wilson import wilson

if TYPE_CHECKING:
    import pandas as pd

    from analytics.measures.arrays import Floats

Dimensions = tuple[tuple[str, str], ...]


def count(key: str, known: pd.DataFrame, period: Period, dimensions: Dimensions = ()) -> Result:
    """Return how many cases are members of the measure; for "left" beside it each way of leaving."""
    chosen = MEMBERS[key](known, period)
    n = int(chosen.sum())
    ways = known.loc[chosen, "left_how"].value_counts() if key == "left" else None
    beside = {} if ways is None else {str(how): int(number) for how, number in ways.items()}
    return Result(key, measure(key).version, period, n, float(n), numerator=n, dimensions=dimensions, beside=beside)


def share(
    key: str,
    numerator: int,
    n: int,
    period: Period,
    dimensions: Dimensions = (),
    beside: dict[str, int] | None = None,
) -> Result:
    """Return a share with its Wilson interval; without a value when the base is empty."""
    limits = wilson(numerator, n)
    return Result(
        key,
        measure(key).version,
        period,
        n,
        numerator / n if n else None,
        limits.low if limits else None,
        limits.high if limits else None,
        numerator=numerator,
        why_not=None if n else WhyNot.NOBODY,
        dimensions=dimensions,
        beside=beside or {},
    )


def proportion(key: str, parts: Share, known: pd.DataFrame, period: Period, dimensions: Dimensions = ()) -> Result:
    """Return a share from its two questions; counts and no share while cases of the period wait for their day."""
    base = parts.members(known, period)
    n, numerator = int(base.sum()), int((base & parts.success(known)).sum())
    waiting = int(parts.waiting(known, period).sum()) if parts.waiting else 0
    if not waiting:
        return share(key, numerator, n, period, dimensions)
    return running(key, numerator, n, period, dimensions, {"not_yet_due": waiting})


def running(key: str, numerator: int, n: int, period: Period, dimensions: Dimensions, beside: dict[str, int]) -> Result:
    """Return the counts of a share that cannot be told yet: some last days of the period are still to come."""
    return Result(
        key,
        measure(key).version,
        period,
        n,
        None,
        numerator=numerator,
        why_not=WhyNot.RUNNING,
        dimensions=dimensions,
        beside=beside,
    )


def quantile_of(
    key: str,
    values: Floats,
    at: float,
    period: Period,
    dimensions: Dimensions = (),
    beside: dict[str, int] | None = None,
) -> Result:
    """Return a quantile with its interval from order statistics; without a value when there are no values."""
    value, limits = quantile(values, at), quantile_interval(values, at)
    return Result(
        key,
        measure(key).version,
        period,
        len(values),
        value,
        limits.low if limits else None,
        limits.high if limits else None,
        why_not=WhyNot.NOBODY if value is None else None,
        dimensions=dimensions,
        beside=beside or {},
    )
