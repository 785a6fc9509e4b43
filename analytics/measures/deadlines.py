"""The figures over cases: flow, deadlines, time to settle, outcomes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from analytics.measures import members
from analytics.measures.declaration import Cohort, Unit
from analytics.measures.durations import durations
from analytics.measures.period import Period
from analytics.measures.registry import measure
from analytics.measures.result import Result, WhyNot
from analytics.methods.quantiles import MEDIAN, P90, quantile, quantile_interval
from analytics.methods.wilson import wilson

if TYPE_CHECKING:
    import pandas as pd

Dimensions = tuple[tuple[str, str], ...]


def count(key: str, known: pd.DataFrame, period: Period, dimensions: Dimensions = ()) -> Result:
    """Return how many cases are members of the measure; for "left" beside it each way of leaving."""
    chosen = members.MEMBERS[key](known, period)
    n = int(chosen.sum())
    ways = known.loc[chosen, "left_how"].value_counts() if key == "left" else None
    beside = {} if ways is None else {str(how): int(number) for how, number in ways.items()}
    return Result(key, measure(key).version, period, n, float(n), numerator=n, dimensions=dimensions, beside=beside)


def on_time(known: pd.DataFrame, period: Period, dimensions: Dimensions = (), cohort: Cohort = Cohort.DUE) -> Result:
    """Return the share of the due cohort settled by its last day (or due moment), open cases past it late.

    Another cohort than the declared one is for studies: by settled day, late cases still open would be left out.

    n counts the cases judged so far. While some of the period's last days are still to come there are counts and no
    share. Beside: late (still open, settled late or gone late), of these late_noticed (whoever filed was told in time
    why and until when, art. 36 and 245 KPA: late all the same), what left in time, what is not yet due.
    """
    judged, waiting = members.due(known, period, cohort), members.not_yet_due(known, period)
    n, in_time = int(judged.sum()), int((judged & known["is_on_time"]).sum())
    noticed = judged & ~known["is_on_time"] & known["noticed_day"].notna()
    beside = {
        "late": n - in_time,
        "late_noticed": int(noticed.sum()),
        "late_open": int((judged & ~known["is_settled"] & ~known["is_left"]).sum()),
        "left": int(members.due_but_left(known, period).sum()),
        "not_yet_due": int(waiting.sum()),
        "not_yet_due_settled": int((waiting & known["is_settled"]).sum()),
    }
    if beside["not_yet_due"]:
        return Result(
            "on_time",
            measure("on_time").version,
            period,
            n,
            None,
            numerator=in_time,
            why_not=WhyNot.RUNNING,
            dimensions=dimensions,
            beside=beside,
        )
    return share("on_time", in_time, n, period, dimensions, beside)


def justified(known: pd.DataFrame, period: Period, dimensions: Dimensions = ()) -> Result:
    """Return the share of settled skargi found justified, fully or in part."""
    chosen = known[members.judged_outcome(known, period)]
    return share("justified", int((chosen["outcome"] != "bezzasadna").sum()), len(chosen), period, dimensions)


def time_to_settle(
    key: str, known: pd.DataFrame, period: Period, dimensions: Dimensions = (), cohort: Cohort | None = None
) -> Result:
    """Return the median or P90 of the time to settle; the cohort is the declared one (settled) unless another is asked.

    Beside: "negative", the cases that ended before they began; they are in no duration.
    """
    declared = measure(key)
    values, negative = durations(known, period, cohort or declared.cohort, declared.unit)
    at = P90 if key.startswith("p90") else MEDIAN
    lasted = [float(value) for value in values]
    value, limits = quantile(lasted, at), quantile_interval(lasted, at)
    return Result(
        key,
        declared.version,
        period,
        len(values),
        value,
        limits.low if limits else None,
        limits.high if limits else None,
        why_not=WhyNot.NOBODY if value is None else None,
        dimensions=dimensions,
        beside={"negative": negative} if negative else {},
    )


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


def compute(key: str, known: pd.DataFrame, period: Period, dimensions: Dimensions = ()) -> Result:
    """Return any case measure by its key. Raises KeyError for one that is not over cases."""
    special = _SPECIAL.get(key)
    if special is not None:
        return special(known, period, dimensions)
    if measure(key).unit is Unit.CASES:
        return count(key, known, period, dimensions)
    return time_to_settle(key, known, period, dimensions)


_SPECIAL: Final[dict[str, Callable[[pd.DataFrame, Period, Dimensions], Result]]] = {
    "on_time": on_time,
    "justified": justified,
}

LEGAL: Final = (
    "received", "settled", "left", "backlog", "overdue", "on_time", "median_days", "p90_days", "median_working_days",
    "p90_working_days",
)  # fmt: skip
IMPORTED: Final = ("received", "settled", "left", "backlog", "overdue", "on_time", "median_hours", "p90_hours")
"""Which measures speak of which populations, in the order of the pages."""
