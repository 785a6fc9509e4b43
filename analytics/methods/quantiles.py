"""Median and other quantiles, with intervals that assume nothing about the shape of the data."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from analytics.methods.interval import Interval

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MEDIAN = 0.5
"""The share of values at or below the median."""

P90 = 0.9
"""The share of values at or below the ninetieth percentile."""

OUTSIDE = 0.025
"""What a 95 % interval leaves out on each side."""


def quantile(values: Sequence[float] | npt.NDArray[np.float64], share: float) -> float | None:
    """Return the value below which the given share of the data lies, by linear interpolation.

    Unit: that of the values. share is 0 to 1. None when there are no values.

    Source: Hyndman and Fan, 1996, definition 7, doi:10.1080/00031305.1996.10473566; the default of numpy, pandas, R
    and of spreadsheets.
    Deviation: none.
    """
    import numpy as np

    return float(np.quantile(np.asarray(values, dtype=float), share)) if len(values) else None


def quantile_interval(values: Sequence[float] | npt.NDArray[np.float64], share: float) -> Interval | None:
    """Return the 95 % interval of a quantile from order statistics.

    Unit: that of the values; both limits are values that occurred. None when the data are too few to bound the
    quantile on both sides (fewer than 6 values for the median, 36 for the P90).

    Source: W. J. Conover, Practical Nonparametric Statistics, 3rd ed., 1999, section 3.2: the number of values below
    the quantile is binomial. Tested against scipy.stats.quantile_test(...).confidence_interval(0.95).
    Deviation: none.
    """
    import numpy as np

    if not len(values):
        return None
    lower, upper = _ranks(len(values), share)
    if lower < 1 or upper > len(values):
        return None
    ordered = np.sort(np.asarray(values, dtype=float))
    return Interval(float(ordered[lower - 1]), float(ordered[upper - 1]))


@lru_cache(maxsize=4096)
def _ranks(n: int, share: float) -> tuple[int, int]:
    """Which of n values in order, counted from 1, bound the quantile; 0 or n + 1 where none does."""
    import numpy as np
    from scipy.special import bdtr

    below = bdtr(np.arange(n + 1, dtype=float), n, share)  # P(at most k of n values lie below the quantile)
    lower = int(np.searchsorted(below, OUTSIDE, side="right"))  # the largest rank with P(below < rank) <= 2.5 %
    upper = int(np.searchsorted(below, 1 - OUTSIDE, side="left")) + 1  # the smallest with P(below >= rank) <= 2.5 %
    return lower, upper
