"""How surely two medians, or other quantiles, differ while some cases are still open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from analytics.methods.bootstrap import SEED
from analytics.methods.interval import Difference
from analytics.methods.quantiles import MEDIAN, OUTSIDE
from analytics.methods.survival import TOLERANCE, kaplan_meier

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Values = Sequence[float] | npt.NDArray[np.float64]
    Flags = Sequence[bool] | npt.NDArray[np.bool_]
    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.intp]
    Spell = tuple[Values, Flags]
    """Durations, and whether each has ended."""

OPEN_RESAMPLES = 2000
"""Resamples where open cases count: each makes a curve of its own."""

MOST_STEPS = 600
"""Curves with more steps are thinned; see `kept`."""

AT_ONCE = 250
"""Resamples made together: what keeps the memory small."""


def open_median_difference(
    now: Spell, base: Spell, resamples: int = OPEN_RESAMPLES, seed: int = SEED
) -> Difference | None:
    """Return the difference of Kaplan-Meier medians; see `open_differences`."""
    return open_differences(now, base, (MEDIAN,), resamples, seed)[0]


def open_differences(
    now: Spell, base: Spell, open_shares: Sequence[float], resamples: int = OPEN_RESAMPLES, seed: int = SEED
) -> tuple[Difference | None, ...]:
    """Return differences of Kaplan-Meier quantiles with their 95 % percentile bootstrap intervals, one a share.

    open_shares: how much is still open at each quantile: 0.5 at the median, 0.1 at the P90. Unit: that of the
    durations; negative when the first is lower. A spell is durations and whether each has ended; what has not is
    censored at the age it has reached. None when a quantile is not known: in the data themselves, or in more than
    2.5 % of the resamples (a limit of the interval would then be unknown).

    Source: B. Efron, 1981, doi:10.1080/01621459.1981.10477650: cases are resampled together with their censoring.
    Tested against resampling row by row, and on identical processes of which one is cut off early.
    Deviation: cases are drawn as counts of each (duration, ended) pair, multinomial, which is the same distribution.
    With more than MOST_STEPS durations neighbours are drawn together (see `kept`).
    """
    import numpy as np

    if not len(now[0]) or not len(base[0]):
        return (None,) * len(open_shares)
    rng = np.random.default_rng(seed)
    drawn = [_resampled(side, open_shares, resamples, rng) for side in (now, base)]
    ours, theirs = (kaplan_meier(*side) for side in (now, base))
    return tuple(
        _told(ours.quantile(share).value, theirs.quantile(share).value, drawn[0][row] - drawn[1][row])
        for row, share in enumerate(open_shares)
    )


def _told(ours: float | None, theirs: float | None, draws: Floats) -> Difference | None:
    """Return the difference with the percentiles of its resamples; None when too much of it is unknown."""
    import numpy as np

    known = draws[~np.isnan(draws)]
    if ours is None or theirs is None or len(draws) - len(known) > OUTSIDE * len(draws):
        return None
    low, high = np.quantile(known, [OUTSIDE, 1 - OUTSIDE])
    return Difference(ours - theirs, float(low), float(high))


def _resampled(spell: Spell, open_shares: Sequence[float], resamples: int, rng: np.random.Generator) -> Floats:
    """Return the quantiles of resampled curves, a row a share; NaN where a curve never falls that far."""
    import numpy as np

    times, ended, still_open = steps_of(spell, open_shares)
    found = [
        np.stack([crossings(times, survival, share) for share in open_shares])
        for survival in resampled_curves(ended, still_open, resamples, rng)
    ]
    return np.concatenate(found, axis=1)


def resampled_curves(ended: Floats, still_open: Floats, resamples: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Return curves of resamples, some at a time: a row a resample, a column a step."""
    import numpy as np

    n, steps = int((ended + still_open).sum()), len(ended)
    chances = np.concatenate((ended, still_open)) / n
    for start in range(0, resamples, AT_ONCE):
        drawn = rng.multinomial(n, chances, min(AT_ONCE, resamples - start))
        ends, leaving = drawn[:, :steps], drawn[:, :steps] + drawn[:, steps:]
        at_risk = n - np.cumsum(leaving, axis=1) + leaving
        yield np.cumprod(1 - ends / np.maximum(at_risk, 1), axis=1)


def crossings(times: Floats, survival: Floats, share: float) -> Floats:
    """Return where each curve falls to a share: the middle of the flat piece where it stays exactly there, or NaN."""
    import numpy as np

    reached, below = survival <= share + TOLERANCE, survival < share - TOLERANCE
    first = times[reached.argmax(axis=1)]
    last = np.where(below.any(axis=1), times[below.argmax(axis=1)], times[-1])
    return np.where(reached.any(axis=1), (first + last) / 2, np.nan)


def steps_of(spell: Spell, open_shares: Sequence[float] = (MEDIAN,)) -> tuple[Floats, Floats, Floats]:
    """Return distinct durations in order, how many ended at each and how many were still open; see `kept`."""
    import numpy as np

    curve = kaplan_meier(*spell)
    first = kept(curve.survival, curve.events, open_shares)
    group = np.searchsorted(first, np.arange(len(curve.times)), side="right") - 1
    leaving = curve.at_risk - np.append(curve.at_risk[1:], 0)
    ended = np.bincount(group, weights=curve.ended).astype(float)
    return curve.times[first], ended, np.bincount(group, weights=leaving).astype(float) - ended


def kept(survival: Floats, events: int, open_shares: Sequence[float]) -> Places:
    """Return which steps of a curve are kept; each stands for those up to the next.

    All of them up to MOST_STEPS. Of more, half of MOST_STEPS where a resample's quantile may lie (six times the root of
    the events around each share, some twelve standard errors), so that neighbours are a few hundredths of a standard
    error apart; an eighth of the rest above; and one below the lowest share, where no quantile lies.
    """
    import numpy as np

    place = np.arange(len(survival))
    if len(place) <= MOST_STEPS:
        return place
    reach = 6 / np.sqrt(max(events, 1))
    is_near = np.any([np.abs(survival - share) <= reach for share in open_shares], axis=0)
    stride, width = (
        1 + count // part for count, part in ((is_near.sum(), MOST_STEPS // 2), (len(place), MOST_STEPS // 8))
    )
    is_kept = np.where(is_near, place % stride == 0, place % width == 0)
    is_kept[1:] |= is_near[1:] != is_near[:-1]
    is_kept[0] = True
    after = np.flatnonzero(survival < min(open_shares) - reach)
    is_kept[after[1:]] = False
    return np.flatnonzero(is_kept)
