"""Whether two things rise together: rank correlation, ties and all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from analytics.methods.bootstrap import SEED
from analytics.methods.quantiles import OUTSIDE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Values = Sequence[float] | npt.NDArray[np.float64] | npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.intp]

CORRELATION_RESAMPLES = 2000
"""Ours: the ends of the interval stand still to about a hundredth."""

AT_ONCE = 250
"""Resamples made together: what keeps the memory small."""


class Correlation(NamedTuple):
    """Spearman's rho with its 95 % interval, each -1 to 1: an association, no cause."""

    value: float
    low: float
    high: float


def spearman(
    first: Values,
    second: Values,
    counts: Values | None = None,
    resamples: int = CORRELATION_RESAMPLES,
    seed: int = SEED,
) -> Correlation | None:
    """Return Spearman's rho of pairs with its 95 % percentile bootstrap interval.

    first[i] and second[i] are a pair; counts[i] says how often it occurs, once each when left out, so that a table of
    answers by two questions is enough and no answer is read by itself. Equal values share the middle of their ranks.
    None when either side is constant or empty, in the data or in more than 2.5 % of the resamples.

    Raises: ValueError when the sides differ in length.
    Source: C. Spearman, 1904, doi:10.2307/1412159, as Pearson's coefficient of the middle ranks; B. Efron, 1979,
    doi:10.1214/aos/1176344552. Tested against scipy.stats.spearmanr and against resampling pair by pair.
    Deviation: resamples are drawn as counts of each distinct pair, multinomial, which is the same distribution.
    """
    import numpy as np

    x, y = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if len(x) != len(y):
        raise ValueError(f"{len(x)} values cannot be paired with {len(y)}")
    often = np.ones(len(x)) if counts is None else np.asarray(counts, dtype=float)
    pairs, place = np.unique(np.stack((x, y), axis=1)[often > 0], axis=0, return_inverse=True)
    if not len(pairs):
        return None
    weights = np.bincount(place.ravel(), weights=often[often > 0]).astype(float)
    sides = [np.unique(pairs[:, side], return_inverse=True)[1].ravel() for side in (0, 1)]
    value = float(_rho(weights[np.newaxis], *sides)[0])
    draws = _resampled(weights, sides, resamples, np.random.default_rng(seed))
    known = draws[~np.isnan(draws)]
    if np.isnan(value) or len(draws) - len(known) > OUTSIDE * len(draws):
        return None
    low, high = np.quantile(known, [OUTSIDE, 1 - OUTSIDE])
    return Correlation(value, float(low), float(high))


def _resampled(weights: Floats, sides: list[Places], resamples: int, rng: np.random.Generator) -> Floats:
    import numpy as np

    n, found = int(weights.sum()), [np.empty(0)]
    for start in range(0, resamples, AT_ONCE):
        drawn = rng.multinomial(n, weights / n, min(AT_ONCE, resamples - start)).astype(float)
        found.append(_rho(drawn, *sides))
    return np.concatenate(found)


def _rho(weights: Floats, first: Places, second: Places) -> Floats:
    """Return rho for each row of counts of the pairs; NaN where a side is constant."""
    import numpy as np

    x, y = _from_the_middle(weights, first), _from_the_middle(weights, second)
    together = (weights * x * y).sum(axis=1)
    apart = (weights * x * x).sum(axis=1) * (weights * y * y).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.clip(together / np.sqrt(apart), -1, 1))


def _from_the_middle(weights: Floats, place: Places) -> Floats:
    """Return twice the middle rank of each pair's value less n + 1: whole numbers, 0 in the middle."""
    import numpy as np

    sorted_to_value = np.zeros((len(place), int(place.max()) + 1))
    sorted_to_value[np.arange(len(place)), place] = 1
    equal = weights @ sorted_to_value
    upto = np.cumsum(equal, axis=1)
    doubled = 2 * upto - equal + 1 - (upto[:, -1:] + 1)
    return np.asarray(doubled[:, place])
