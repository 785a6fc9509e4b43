"""How surely two medians, or other quantiles, differ when nothing is open any more; see `open_bootstrap`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analytics.methods.interval import Difference
from analytics.methods.quantiles import MEDIAN, OUTSIDE, quantile, quantile_interval

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Values = Sequence[float] | npt.NDArray[np.float64]
    Floats = npt.NDArray[np.float64]

RESAMPLES = 4000
"""Enough that the ends of an interval of days stand still to a tenth; tested against resampling in full."""

SEED = 7
"""Fixed: the same data give the same interval on every machine and every day."""

ROUND_OFF = 1e-9
"""Ours: 0.9 x 10 may come out a hair above 9; closer than this it is 9."""


def median_difference(now: Values, base: Values, resamples: int = RESAMPLES, seed: int = SEED) -> Difference | None:
    """Return median(now) - median(base) with its 95 % percentile bootstrap interval.

    Unit: that of the values; negative when the first median is lower. None when either side is empty. A side with a
    single value gives an interval that pretends to certainty: show it only from the measure's minimum n.

    Source: B. Efron, 1979, doi:10.1214/aos/1176344552, percentile method; tested against resampling in full and
    against the published comparison of Baltimore's 2015 and 2018.
    Deviation: the resampled medians are not computed from resampled data but drawn from the very distribution those
    have (see `_resampled`), so the cost does not grow with the number of cases.
    """
    if not len(now) or not len(base):
        return None
    return _difference(now, base, MEDIAN, resamples, seed)


def quantile_difference(
    now: Values, base: Values, share: float, resamples: int = RESAMPLES, seed: int = SEED
) -> Difference | None:
    """Return quantile(now) - quantile(base) with its 95 % percentile bootstrap interval.

    Unit: that of the values; negative when the first quantile is lower. None when either side is too small for its
    order statistics to bound the quantile at all (fewer than 6 values for the median, 36 for the P90): resampling
    would then draw the same largest value over and over and seem certain.

    Source, deviation: as `median_difference`. Tested against resampling in full.
    """
    if quantile_interval(now, share) is None or quantile_interval(base, share) is None:
        return None
    return _difference(now, base, share, resamples, seed)


def _difference(now: Values, base: Values, share: float, resamples: int, seed: int) -> Difference:
    import numpy as np

    rng = np.random.default_rng(seed)
    ours, theirs = np.sort(np.asarray(now, dtype=float)), np.sort(np.asarray(base, dtype=float))
    draws = _resampled(ours, share, resamples, rng) - _resampled(theirs, share, resamples, rng)
    low, high = np.quantile(draws, [OUTSIDE, 1 - OUTSIDE])
    return Difference((quantile(ours, share) or 0.0) - (quantile(theirs, share) or 0.0), float(low), float(high))


def _resampled(ordered: Floats, share: float, resamples: int, rng: np.random.Generator) -> Floats:
    """Return quantiles of resamples with replacement, without making the resamples.

    Drawing with replacement from n sorted values is drawing n uniform numbers u and taking the value at rank
    floor(n u). The k-th smallest of n uniforms is Beta(k, n + 1 - k); the next one above it, given the k-th, lies
    Beta(1, n - k) of the remaining way to 1 (David and Nagaraja, Order Statistics, 3rd ed., 2003, section 2.5).
    """
    import numpy as np

    n = len(ordered)
    place = (n - 1) * share
    k = int(place + ROUND_OFF) + 1
    above_it = place - (k - 1)
    lower = rng.beta(k, n + 1 - k, resamples)
    at = np.minimum((lower * n).astype(int), n - 1)
    if above_it <= ROUND_OFF:
        return np.asarray(ordered[at])
    upper = lower + (1 - lower) * rng.beta(1, n - k, resamples)
    above = np.minimum((upper * n).astype(int), n - 1)
    return np.asarray((1 - above_it) * ordered[at] + above_it * ordered[above])
