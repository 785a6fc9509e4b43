"""How surely two medians differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analytics.methods.interval import Difference
from analytics.methods.quantiles import OUTSIDE
from analytics.methods.survival import TOLERANCE, kaplan_meier

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Values = Sequence[float] | npt.NDArray[np.float64]
    Flags = Sequence[bool] | npt.NDArray[np.bool_]
    Floats = npt.NDArray[np.float64]
    Spell = tuple[Values, Flags]
    """Durations, and whether each has ended."""

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


OPEN_RESAMPLES = 2000
"""Resamples where open cases count: each makes a curve of its own."""

MOST_STEPS = 2000
"""Curves with more steps are thinned away from their middle; see `_steps`."""

AT_ONCE = 250
"""Resamples made together: what keeps the memory small."""


def open_median_difference(
    now: Spell, base: Spell, resamples: int = OPEN_RESAMPLES, seed: int = SEED
) -> Difference | None:
    """Return the difference of Kaplan-Meier medians with its 95 % percentile bootstrap interval.

    Unit: that of the durations; negative when the first median is lower. A spell is durations and whether each has
    ended; what has not is censored at the age it has reached. None when a median is not known: in the data
    themselves, or in more than 2.5 % of the resamples (a limit of the interval would then be unknown).

    Source: B. Efron, 1981, doi:10.1080/01621459.1981.10477650: cases are resampled together with their censoring.
    Tested against resampling row by row, and on identical processes of which one is cut off early.
    Deviation: cases are drawn as counts of each (duration, ended) pair, multinomial, which is the same distribution.
    """
    import numpy as np

    medians = [kaplan_meier(*side).median().value if len(side[0]) else None for side in (now, base)]
    if medians[0] is None or medians[1] is None:
        return None
    rng = np.random.default_rng(seed)
    draws = _open_medians(now, resamples, rng) - _open_medians(base, resamples, rng)
    known = draws[~np.isnan(draws)]
    if len(draws) - len(known) > OUTSIDE * len(draws):
        return None
    low, high = np.quantile(known, [OUTSIDE, 1 - OUTSIDE])
    return Difference(float(medians[0] - medians[1]), float(low), float(high))


def _open_medians(spell: Spell, resamples: int, rng: np.random.Generator) -> Floats:
    """Return Kaplan-Meier medians of resamples, NaN where a curve never falls to one half."""
    import numpy as np

    times, ended, still_open = _steps(spell)
    n, steps = int((ended + still_open).sum()), len(times)
    found = []
    for start in range(0, resamples, AT_ONCE):
        size = min(AT_ONCE, resamples - start)
        drawn = rng.multinomial(n, np.concatenate((ended, still_open)) / n, size)
        ends, leaving = drawn[:, :steps], drawn[:, :steps] + drawn[:, steps:]
        at_risk = n - np.cumsum(leaving, axis=1) + leaving
        survival = np.cumprod(1 - ends / np.maximum(at_risk, 1), axis=1)
        found.append(_middle(times, survival))
    return np.concatenate(found)


def _middle(times: Floats, survival: Floats) -> Floats:
    """Return where each curve falls to one half: the middle of the flat piece where it stays exactly there."""
    import numpy as np

    reached, below = survival <= 0.5 + TOLERANCE, survival < 0.5 - TOLERANCE
    first = times[reached.argmax(axis=1)]
    last = np.where(below.any(axis=1), times[below.argmax(axis=1)], times[-1])
    return np.where(reached.any(axis=1), (first + last) / 2, np.nan)


def _steps(spell: Spell) -> tuple[Floats, Floats, Floats]:
    """Return distinct durations in order, how many ended at each and how many were still open.

    With very many of them those far above the middle of the curve share steps, and those far below it one step: no
    resample's median lies there, only the number at risk matters.
    """
    import numpy as np

    curve = kaplan_meier(*spell)
    place = np.arange(len(curve.times))
    if len(place) > MOST_STEPS:
        reach = 6 / np.sqrt(max(curve.events, 1))
        before, after = curve.survival > 0.5 + reach, curve.survival < 0.5 - reach
        width = 1 + len(place) // (MOST_STEPS // 4)
        place = np.where(before, place - place % width, place)
        place[after] = place[after].min(initial=len(place))
    kept, group = np.unique(place, return_inverse=True)
    leaving = curve.at_risk - np.append(curve.at_risk[1:], 0)
    ended = np.bincount(group, weights=curve.ended).astype(float)
    return curve.times[kept], ended, np.bincount(group, weights=leaving).astype(float) - ended
