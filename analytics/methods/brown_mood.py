"""Whether two groups share a median: a test that asks nothing of the shape of the data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from analytics.methods.quantiles import MEDIAN, quantile

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Values = Sequence[float] | npt.NDArray[np.float64]

CONTINUITY = 0.5
"""What is taken off each difference of counts. Source: F. Yates, 1934, doi:10.2307/2983604."""


class MedianTest(NamedTuple):
    """The statistic (chi-square, one degree of freedom) and its p-value (0 to 1)."""

    chisq: float
    p: float


def brown_mood(now: Values, base: Values) -> MedianTest | None:
    """Return Brown and Mood's median test, with the continuity correction.

    Values at the common median count as not above it. None when a group is empty or all values lie on one side.

    Source: A. M. Mood, Introduction to the Theory of Statistics, 1950, section 16.4; after G. W. Brown and A. M. Mood.
    Tested against scipy.stats.median_test and the published comparison of Baltimore's 2015 and 2018.
    Deviation: none.
    """
    middle = quantile([*now, *base], MEDIAN)
    groups = [[value > middle for value in side] for side in (now, base)] if middle is not None else [[], []]
    n, above = [len(group) for group in groups], [int(sum(group)) for group in groups]
    if not min(n) or not 0 < sum(above) < sum(n):
        return None
    chisq = float(sum(_beyond(found, size, sum(above), sum(n)) for found, size in zip(above, n, strict=True)))
    return MedianTest(chisq, math.erfc(math.sqrt(chisq / 2)))


def _beyond(above: int, n: int, all_above: int, of_all: int) -> float:
    """What one group adds to the statistic: the squares of its two cells' differences over their expectations."""
    expected = n * all_above / of_all
    difference = max(0.0, abs(above - expected) - CONTINUITY)
    return difference**2 / expected + difference**2 / (n - expected)
