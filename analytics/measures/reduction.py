"""Did terms become shorter? Two spans of received cases compared, open cases not ignored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.measures.cases import within
from analytics.measures.declaration import Unit
from analytics.measures.durations import age, is_impossible, took
from analytics.measures.period import Period
from analytics.measures.registry import measure
from analytics.methods.bootstrap import median_difference
from analytics.methods.competing import STILL_OPEN, Incidence, aalen_johansen
from analytics.methods.interval import Difference
from analytics.methods.logrank import LogRank, logrank
from analytics.methods.open_bootstrap import open_median_difference
from analytics.methods.quantiles import MEDIAN, P90, quantile
from analytics.methods.survival import Curve, kaplan_meier

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

SETTLED_CAUSE = 1
LEFT_CAUSE = 2
SIGNIFICANT = 0.05
"""Below it the log-rank test tells two curves apart; the intervals are of 95 % as well."""


@dataclass(frozen=True, eq=False)
class Span:
    """The cases received in one of the two spans."""

    period: Period
    n: int
    settled: int
    still_open: int
    left: int
    negative: int
    settled_after: npt.NDArray[np.float64]
    curve: Curve
    settled_share: Incidence
    times: npt.NDArray[np.float64]
    is_settled: npt.NDArray[np.bool_]

    @property
    def median(self) -> float | None:
        """Median of the settled ones only."""
        return quantile(self.settled_after, MEDIAN)

    @property
    def p90(self) -> float | None:
        """P90 of the settled ones only."""
        return quantile(self.settled_after, P90)


@dataclass(frozen=True, eq=False)
class Reduction:
    """Now against base, in the unit asked for; differences are negative when it became shorter.

    difference: of the Kaplan-Meier medians, open cases counted; None when a median or its interval is not known yet.
    settled_difference: of the medians of the settled alone, as others publish it; it claims nothing, because the
    settled of a young span are its quick ones. is_enough: both spans have the settled cases a comparison needs.
    """

    unit: Unit
    now: Span
    base: Span
    is_enough: bool
    difference: Difference | None
    settled_difference: Difference | None
    test: LogRank | None

    @property
    def is_confirmed(self) -> bool:
        """Whether the log-rank test of the whole curves sees a difference too, and the same way."""
        if self.test is None or self.difference is None or self.test.p >= SIGNIFICANT:
            return False
        return (self.test.excess > 0) == (self.difference.value < 0)

    @property
    def is_demonstrated(self) -> bool:
        """Whether words may say shorter or longer: the interval leaves zero out and the test agrees."""
        return self.difference is not None and self.difference.is_demonstrated and self.is_confirmed


def reduction(known: pd.DataFrame, now: Period, base: Period, as_of: dt.datetime, unit: Unit = Unit.DAYS) -> Reduction:
    """Return the comparison of cases received in two periods, as known at a moment.

    The curves, the difference of their medians and the log-rank test count open cases with the age they have reached;
    a case that left is no longer at risk from the day it left (and is its own cause in `settled_share`). Beside them
    stands the difference of medians of the settled alone. Negative durations are excluded and counted.
    """
    ours, theirs = span(known, now, as_of, unit), span(known, base, as_of, unit)
    enough = min(ours.settled, theirs.settled) >= measure("reduction").minimum_n
    with_open = alone = None
    if enough:
        with_open = open_median_difference((ours.times, ours.is_settled), (theirs.times, theirs.is_settled))
        alone = median_difference(ours.settled_after, theirs.settled_after)
    test = logrank(ours.times, ours.is_settled, theirs.times, theirs.is_settled)
    return Reduction(unit, ours, theirs, enough, with_open, alone, test)


def span(known: pd.DataFrame, period: Period, as_of: dt.datetime, unit: Unit) -> Span:
    """Return the cases received in one period with their curve."""
    import numpy as np
    import pandas as pd

    cohort = known[within(known["received_day"], period.first, period.last)]
    impossible = is_impossible(cohort)
    cohort = cohort[~impossible]
    settled = cohort["is_settled"].to_numpy(dtype=bool)
    left = cohort["is_left"].to_numpy(dtype=bool)
    lasted = took(cohort, unit).to_numpy(dtype=float)
    ages = age(cohort, pd.Timestamp(as_of), unit).to_numpy(dtype=float)
    times = np.where(settled, lasted, ages)
    causes = np.where(settled, SETTLED_CAUSE, np.where(left, LEFT_CAUSE, STILL_OPEN))
    return Span(
        period=period,
        n=len(cohort),
        settled=int(settled.sum()),
        still_open=int((~settled & ~left).sum()),
        left=int(left.sum()),
        negative=int(impossible.sum()),
        settled_after=lasted[settled],
        curve=kaplan_meier(times, settled),
        settled_share=aalen_johansen(times, [int(cause) for cause in causes], SETTLED_CAUSE),
        times=times,
        is_settled=settled,
    )
