"""Figures over a quantity of each case: its age, what was left of its term, its time on a curve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.measures.ages import age_at_end
from analytics.measures.arrays import arrays
from analytics.measures.curves import WITHIN_DAYS
from analytics.measures.declaration import Unit
from analytics.measures.durations import in_days
from analytics.measures.figures import Dimensions, quantile_of, share
from analytics.measures.members import MEMBERS
from analytics.measures.period import Period
from analytics.measures.reduction import Span, span
from analytics.measures.registry import measure
from analytics.measures.reserve import QUANTILES, left_over
from analytics.measures.result import Result, WhyNot
from analytics.methods.quantiles import MEDIAN

if TYPE_CHECKING:
    import pandas as pd


def median_age(key: str, known: pd.DataFrame, period: Period, dimensions: Dimensions = ()) -> Result:
    """Return the median age of the cases open at the end of the period, calendar days."""
    chosen = MEMBERS[key](known, period)
    return quantile_of(key, age_at_end(known, period)[chosen], MEDIAN, period, dimensions)


def reserve(key: str, known: pd.DataFrame, period: Period, dimensions: Dimensions = ()) -> Result:
    """Return a quantile of what was left of the term when cases were settled; beside it how many were late."""
    at, unit = QUANTILES[key]
    values = left_over(known, unit)[MEMBERS[key](known, period)]
    return quantile_of(key, values, at, period, dimensions, {"late": int((values < 0).sum())})


def median_with_open(key: str, known: pd.DataFrame, period: Period, dimensions: Dimensions = ()) -> Result:
    """Return the Kaplan-Meier median of the cases received in the period, open ones with the age they reached.

    Conventions: a case that left is at risk until the day it left; the median is that of R's survfit, its interval
    log-log. Without a value while more than half are open.
    """
    found = _span(known, period, measure(key).unit)
    if found is None:
        return _without(key, period, 0, WhyNot.NOBODY, dimensions)
    median, beside = found.curve.median(), {"open": found.still_open, "left": found.left}
    if median.value is None:
        return _without(key, period, found.n, WhyNot.NOT_REACHED, dimensions, beside)
    return Result(
        key, measure(key).version, period, found.n, median.value, median.low, median.high, dimensions=dimensions,
        beside=beside,
    )  # fmt: skip


def settled_within(key: str, known: pd.DataFrame, period: Period, dimensions: Dimensions = ()) -> Result:
    """Return the share of the cases received in the period settled within WITHIN_DAYS, by Aalen-Johansen.

    What left is a competing end: it will never be settled here. Counts and no share while cases younger than that are
    open.
    """
    found = _span(known, period, Unit.DAYS)
    if found is None:
        return share(key, 0, 0, period, dimensions)
    told = arrays(known)
    is_open = MEMBERS[key](known, period) & ~told.flags("is_settled") & ~told.flags("is_left")
    young = int((is_open & (in_days(told.days("today") - told.days("received_day")) < WITHIN_DAYS)).sum())
    quick = int((found.settled_after <= WITHIN_DAYS).sum())
    return Result(
        key,
        measure(key).version,
        period,
        found.n,
        None if young else found.settled_share.by(WITHIN_DAYS),
        numerator=quick,
        why_not=WhyNot.RUNNING if young else None,
        dimensions=dimensions,
        beside={"left": found.left, **({"not_yet_due": young} if young else {})},
    )


def rate(
    key: str, known: pd.DataFrame, period: Period, dimensions: Dimensions = (), base: float | None = None
) -> Result:
    """Return how many cases were received in the period per PER of the reference figure; n is that figure.

    Without a base there is nothing to say but the count.
    """
    return rate_of(key, int(MEMBERS[key](known, period).sum()), period, dimensions, base)


def rate_of(key: str, received: int, period: Period, dimensions: Dimensions = (), base: float | None = None) -> Result:
    """Return the same from a number of cases that is known already."""
    if not base:
        return Result(
            key, measure(key).version, period, received, None, numerator=received, why_not=WhyNot.NO_BASE,
            dimensions=dimensions,
        )  # fmt: skip
    value = received * PER[key] / base
    return Result(key, measure(key).version, period, round(base), value, numerator=received, dimensions=dimensions)


PER: Final = {"per_inhabitants": 10_000, "per_cases": 1_000}
"""What rates refer to. Source: annual reports on skargi and wnioski as offices publish them."""


def _span(known: pd.DataFrame, period: Period, unit: Unit) -> Span | None:
    if not len(known):
        return None
    found = span(known, period, known["now"].iloc[0].to_pydatetime(), unit)
    return found if found.n else None


def _without(
    key: str, period: Period, n: int, why_not: WhyNot, dimensions: Dimensions, beside: dict[str, int] | None = None
) -> Result:
    return Result(
        key, measure(key).version, period, n, None, why_not=why_not, dimensions=dimensions, beside=beside or {}
    )
