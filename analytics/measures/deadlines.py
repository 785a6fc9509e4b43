"""The figures over cases: flow, deadlines, time to settle, outcomes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from analytics.measures import lateness, members, monitoring, outcomes, quantities, reserve, steps
from analytics.measures.arrays import arrays
from analytics.measures.declaration import Cohort, Unit
from analytics.measures.durations import durations
from analytics.measures.figures import Dimensions, count, proportion, quantile_of, running, share
from analytics.measures.period import Period
from analytics.measures.registry import measure
from analytics.measures.result import Result
from analytics.measures.shares import Share
from analytics.methods.quantiles import MEDIAN, P90

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["IMPORTED", "LEGAL", "SHARES", "Dimensions", "compute", "count", "on_time", "share", "time_to_settle"]


def on_time(known: pd.DataFrame, period: Period, dimensions: Dimensions = (), cohort: Cohort = Cohort.DUE) -> Result:
    """Return the share of the due cohort settled by its last day (or due moment), open cases past it late.

    Another cohort than the declared one is for studies: by settled day, late cases still open would be left out.

    n counts the cases judged so far. While some of the period's last days are still to come there are counts and no
    share. Beside: late (still open, settled late or gone late), of these late_noticed (whoever filed was told in time
    why and until when, art. 36 and 245 KPA: late all the same), what left in time, what is not yet due.
    """
    told, is_on_time = arrays(known), lateness.is_on_time(known)
    judged, waiting = members.due(known, period, cohort), members.not_yet_due(known, period)
    n, in_time = int(judged.sum()), int((judged & is_on_time).sum())
    beside = {
        "late": n - in_time,
        "late_noticed": int((judged & lateness.is_noticed(known)).sum()),
        "late_open": int((judged & ~told.flags("is_settled") & ~told.flags("is_left")).sum()),
        "left": int(members.due_but_left(known, period).sum()),
        "not_yet_due": int(waiting.sum()),
        "not_yet_due_settled": int((waiting & told.flags("is_settled")).sum()),
    }
    if beside["not_yet_due"]:
        return running("on_time", in_time, n, period, dimensions, beside)
    return share("on_time", in_time, n, period, dimensions, beside)


def time_to_settle(
    key: str, known: pd.DataFrame, period: Period, dimensions: Dimensions = (), cohort: Cohort | None = None
) -> Result:
    """Return the median or P90 of the time to settle; the cohort is the declared one (settled) unless another is asked.

    Beside: "negative", the cases that ended before they began; they are in no duration.
    """
    declared = measure(key)
    values, negative = durations(known, period, cohort or declared.cohort, declared.unit)
    at = P90 if key.startswith("p90") else MEDIAN
    return quantile_of(key, values, at, period, dimensions, {"negative": negative} if negative else {})


def compute(key: str, known: pd.DataFrame, period: Period, dimensions: Dimensions = ()) -> Result:
    """Return any case measure by its key. Raises KeyError for one that is not over cases."""
    if key == "on_time":
        return on_time(known, period, dimensions)
    if key in SHARES:
        return proportion(key, SHARES[key], known, period, dimensions)
    if key in QUANTITIES:
        return QUANTITIES[key](key, known, period, dimensions)
    if measure(key).unit is Unit.CASES:
        return count(key, known, period, dimensions)
    return time_to_settle(key, known, period, dimensions)


SHARES: Final[dict[str, Share]] = {**lateness.SHARES, **steps.SHARES, **outcomes.SHARES, **monitoring.SHARES}
"""The shares that are two questions to a case; the headline is a third with more beside it."""
QUANTITIES: Final[dict[str, Callable[[str, pd.DataFrame, Period, Dimensions], Result]]] = {
    "median_age": quantities.median_age,
    **dict.fromkeys(reserve.QUANTILES, quantities.reserve),
    "km_median_days": quantities.median_with_open,
    "km_median_hours": quantities.median_with_open,
    "settled_within_30_days": quantities.settled_within,
    "per_inhabitants": quantities.rate,
    "per_cases": quantities.rate,
}

LEGAL: Final = (
    "received", "settled", "left", "backlog", "overdue", "on_time", "median_days", "p90_days", "median_working_days",
    "p90_working_days",
)  # fmt: skip
IMPORTED: Final = ("received", "settled", "left", "backlog", "overdue", "on_time", "median_hours", "p90_hours")
"""Which measures speak of which populations, in the order of the pages."""
