"""How surely two medians differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analytics.methods.interval import Difference
from analytics.methods.quantiles import OUTSIDE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Values = Sequence[float] | npt.NDArray[np.float64]

RESAMPLES = 4000
"""Enough that the ends of an interval of days stand still to a tenth; tested against resampling in full."""

SEED = 7
"""Fixed: the same data give the same interval on every machine and every day."""


def median_difference(now: Values, base: Values, resamples: int = RESAMPLES, seed: int = SEED) -> Difference | None:
    """Return median(now) - median(base) with its 95 % percentile bootstrap interval.

    Unit: that of the values; negative when the first median is lower. None when either side is empty. A side with a
    single value gives an interval that pretends to certainty: show it only from the measure's minimum n.

    Source: B. Efron, 1979, doi:10.1214/aos/1176344552, percentile method; tested against resampling in full and
    against the published comparison of Baltimore's 2015 and 2018.
    Deviation: the resampled medians are not computed from resampled data but drawn from the very distribution those
    have (see `_resampled_medians`), so the cost does not grow with the number of cases.
    """
    import numpy as np

    if not len(now) or not len(base):
        return None
    rng = np.random.default_rng(seed)
    ours, theirs = np.sort(np.asarray(now, dtype=float)), np.sort(np.asarray(base, dtype=float))
    draws = _resampled_medians(ours, resamples, rng) - _resampled_medians(theirs, resamples, rng)
    low, high = np.quantile(draws, [OUTSIDE, 1 - OUTSIDE])
    return Difference(float(np.median(ours) - np.median(theirs)), float(low), float(high))


def _resampled_medians(
    ordered: npt.NDArray[np.float64], resamples: int, rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    """Return medians of resamples with replacement, without making the resamples.

    Drawing with replacement from n sorted values is drawing n uniform numbers u and taking the value at rank
    floor(n u). The k-th smallest of n uniforms is Beta(k, n + 1 - k); the next one above it, given the k-th, lies
    Beta(1, n - k) of the remaining way to 1 (David and Nagaraja, Order Statistics, 3rd ed., 2003, section 2.5).
    """
    import numpy as np

    n = len(ordered)
    half = (n + 1) // 2
    middle = rng.beta(half, n + 1 - half, resamples)
    at = np.minimum((middle * n).astype(int), n - 1)
    if n % 2:
        return np.asarray(ordered[at])
    next_up = middle + (1 - middle) * rng.beta(1, n - half, resamples)
    above = np.minimum((next_up * n).astype(int), n - 1)
    return np.asarray((ordered[at] + ordered[above]) / 2)
