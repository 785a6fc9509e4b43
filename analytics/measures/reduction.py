"""Did terms become shorter? Two spans of received cases compared, open cases not ignored.

The same with the mix of cases held still: `case_mix`; month by month around a date of change: `interruption`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.measures.arrays import arrays
from analytics.measures.cases import within
from analytics.measures.declaration import Unit
from analytics.measures.durations import age, is_impossible, lasted
from analytics.measures.period import Period
from analytics.measures.registry import measure
from analytics.methods.bootstrap import median_difference, quantile_difference
from analytics.methods.brown_mood import MedianTest, brown_mood
from analytics.methods.competing import STILL_OPEN, Incidence, aalen_johansen
from analytics.methods.interval import Difference
from analytics.methods.logrank import LogRank, logrank
from analytics.methods.open_bootstrap import open_differences
from analytics.methods.quantiles import MEDIAN, P90, quantile, quantile_interval
from analytics.methods.survival import Curve, kaplan_meier

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from analytics.measures.arrays import Mask

SETTLED_CAUSE = 1
LEFT_CAUSE = 2
SIGNIFICANT = 0.05
"""Below it the log-rank test tells two curves apart; the intervals are of 95 % as well."""

OPEN_AT_P90 = 1 - P90
"""The share still open when nine cases in ten are settled."""


@dataclass(frozen=True, eq=False)
class Lived:
    """Cases of one span and how long each has lived: until it was settled, left, or now.

    negative: how many ended before they began; they are left out. Lines of cases, times and flags belong together.
    of, chosen: all cases asked about, and which of them these are.
    """

    of: pd.DataFrame
    chosen: Mask
    times: npt.NDArray[np.float64]
    is_settled: npt.NDArray[np.bool_]
    is_left: npt.NDArray[np.bool_]
    negative: int

    @property
    def cases(self) -> pd.DataFrame:
        """The cases, made when they are asked for: only a comparison with their mix held still needs them."""
        return self.of[self.chosen]


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

    @property
    def has_p90(self) -> bool:
        """Whether there are enough settled cases to bound their P90 on both sides: 36."""
        return quantile_interval(self.settled_after, P90) is not None


@dataclass(frozen=True, eq=False)
class Reduction:
    """Now against base, in the unit asked for; differences are negative when it became shorter.

    difference: of the Kaplan-Meier medians, open cases counted; None when a median or its interval is not known yet.
    settled_difference: of the medians of the settled alone, as others publish it; it claims nothing, because the
    settled of a young span are its quick ones. is_enough: both spans have the settled cases a comparison needs.
    p90_difference, settled_p90_difference: the same of the P90, None below 36 settled cases in either span.
    median_test: Brown and Mood's, over the settled alone.
    """

    unit: Unit
    now: Span
    base: Span
    is_enough: bool
    difference: Difference | None
    settled_difference: Difference | None
    test: LogRank | None
    p90_difference: Difference | None = None
    settled_p90_difference: Difference | None = None
    median_test: MedianTest | None = None

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
    middle, alone, late = _with_open(ours, theirs, enough), None, None
    if enough:
        alone = median_difference(ours.settled_after, theirs.settled_after)
        late = quantile_difference(ours.settled_after, theirs.settled_after, P90)
    return Reduction(
        unit=unit,
        now=ours,
        base=theirs,
        is_enough=enough,
        difference=middle[0],
        settled_difference=alone,
        test=logrank(ours.times, ours.is_settled, theirs.times, theirs.is_settled),
        p90_difference=middle[1],
        settled_p90_difference=late,
        median_test=brown_mood(ours.settled_after, theirs.settled_after),
    )


def _with_open(ours: Span, theirs: Span, is_enough: bool) -> tuple[Difference | None, Difference | None]:
    """The differences of median and P90 with open cases counted, from the same resamples."""
    if not is_enough:
        return None, None
    shares = (MEDIAN, OPEN_AT_P90) if ours.has_p90 and theirs.has_p90 else (MEDIAN,)
    found = open_differences((ours.times, ours.is_settled), (theirs.times, theirs.is_settled), shares)
    return found[0], found[1] if len(found) > 1 else None


def lived(known: pd.DataFrame, period: Period, as_of: dt.datetime, unit: Unit) -> Lived:
    """Return the cases received in a period with their durations, open ones with the age they have reached."""
    import numpy as np
    import pandas as pd

    told = arrays(known)
    cohort, impossible = within(told.days("received_day"), period.first, period.last), is_impossible(known)
    chosen, settled = cohort & ~impossible, told.flags("is_settled")
    times = np.where(settled, lasted(known, unit), age(known, pd.Timestamp(as_of), unit))
    return Lived(
        known, chosen, times[chosen], settled[chosen], told.flags("is_left")[chosen], int((cohort & impossible).sum())
    )


def span(known: pd.DataFrame, period: Period, as_of: dt.datetime, unit: Unit) -> Span:
    """Return the cases received in one period with their curve; made once for each frame."""
    return arrays(known).once(("span", period, as_of, unit), lambda: _span(known, period, as_of, unit))


def _span(known: pd.DataFrame, period: Period, as_of: dt.datetime, unit: Unit) -> Span:
    import numpy as np

    found = lived(known, period, as_of, unit)
    times, settled, left = found.times, found.is_settled, found.is_left
    causes = np.where(settled, SETTLED_CAUSE, np.where(left, LEFT_CAUSE, STILL_OPEN))
    return Span(
        period=period,
        n=len(times),
        settled=int(settled.sum()),
        still_open=int((~settled & ~left).sum()),
        left=int(left.sum()),
        negative=found.negative,
        settled_after=times[settled],
        curve=kaplan_meier(times, settled),
        settled_share=aalen_johansen(times, causes, SETTLED_CAUSE),
        times=times,
        is_settled=settled,
    )
