"""What a figure would be, had the mix of cases stayed that of the baseline: direct standardisation."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from analytics.methods.bootstrap import SEED
from analytics.methods.interval import Difference
from analytics.methods.open_bootstrap import crossings, kept, resampled_curves
from analytics.methods.quantiles import MEDIAN, OUTSIDE
from analytics.methods.survival import kaplan_meier
from analytics.methods.weighted import Part, Weighted, weighted_share

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from analytics.methods.open_bootstrap import Spell

    Floats = npt.NDArray[np.float64]

Stratum = TypeVar("Stratum", bound=Hashable)

STANDARD_RESAMPLES = 1000
"""Ours: the ends of an interval of days stand still to a few tenths."""


@dataclass(frozen=True, slots=True)
class Mix(Generic[Stratum]):
    """Which strata two spans have in common, and which stand alone: they cannot be compared and are named.

    covered: the share (0 to 1) of the baseline's cases that lie in common strata.
    """

    common: tuple[Stratum, ...]
    only_now: tuple[Stratum, ...]
    only_base: tuple[Stratum, ...]
    covered: float


def mix_of(now: Mapping[Stratum, int], base: Mapping[Stratum, int], minimum: int = 1) -> Mix[Stratum]:
    """Return the common mix of two spans from their numbers of cases; a stratum counts from the minimum on.

    Strata with fewer cases than the minimum in one span stand alone in the other; below it in both, in neither list
    but not in covered either. Their order is the base's, then that of now.
    """
    ours = {key for key, n in now.items() if n >= minimum}
    theirs = [key for key, n in base.items() if n >= minimum]
    common = tuple(key for key in theirs if key in ours)
    total = sum(base.values())
    return Mix(
        common,
        tuple(key for key in now if key in ours and key not in theirs),
        tuple(key for key in theirs if key not in ours),
        sum(base[key] for key in common) / total if total else 0.0,
    )


def standardised_share(counts: Mapping[Stratum, tuple[int, int]], weights: Mapping[Stratum, int]) -> Weighted | None:
    """Return the share of successes over strata, each weighted by its number of cases in the baseline.

    counts: successes and cases of each stratum. Strata without weight are left out; None when nothing is left, or
    when a stratum that has weight has no cases (leave it out of the weights and name it, see `mix_of`).

    Source: direct standardisation, as `weighted_share`. Tested against plain Python.
    Deviation: none.
    """
    parts = [Part(*counts.get(key, (0, 0)), weight) for key, weight in weights.items() if weight > 0]
    return weighted_share(parts) if all(part.n for part in parts) else None


def share_difference(now: Weighted, base: Weighted) -> Difference:
    """Return the difference of two standardised shares with its 95 % interval, -1 to 1.

    Source: G. Y. Zou and A. Donner, 2008, doi:10.1002/sim.3095; with one stratum it is Newcombe's method 10 (tested).
    Deviation: none.
    """
    value = now.value - base.value
    below = math.hypot(now.value - now.low, base.high - base.value)
    above = math.hypot(now.high - now.value, base.value - base.low)
    return Difference(value, value - below, value + above)


class StandardMedians(NamedTuple):
    """Medians of two spans under the baseline's mix, and their difference; None where not known."""

    now: float | None
    base: float | None
    difference: Difference | None


def standardised_medians(
    now: Mapping[Stratum, Spell],
    base: Mapping[Stratum, Spell],
    resamples: int = STANDARD_RESAMPLES,
    seed: int = SEED,
) -> StandardMedians:
    """Return the medians of survival curves mixed as the baseline's cases are, and the difference with its interval.

    Each stratum has a Kaplan-Meier curve in each span; the curves of a span are averaged with the baseline's numbers
    of cases as weights, and half is open at the median of that average. Only the strata of both mappings count; an
    empty one raises. Interval: 95 % percentile bootstrap, cases resampled within each stratum, the weights kept.

    Raises: ValueError when a stratum of the base has no counterpart or either has no cases.
    Source: R. W. Makuch, 1982, doi:10.1016/0021-9681(82)90080-7 (direct adjusted survival curves); B. Efron, 1981,
    doi:10.1080/01621459.1981.10477650. With one stratum it is the Kaplan-Meier median; tested against plain Python.
    Deviation: a curve that ends with open cases stays at its last value (Gill's convention). With very many distinct
    times neighbours are drawn together (see `open_bootstrap.kept`).
    """
    import numpy as np

    if set(now) != set(base) or not all(len(spell[0]) for side in (now, base) for spell in side.values()):
        raise ValueError("every stratum needs cases in both spans")
    if not base:
        return StandardMedians(None, None, None)
    weights = {key: len(spell[0]) / sum(len(one[0]) for one in base.values()) for key, spell in base.items()}
    ours, theirs = _median(now, weights), _median(base, weights)
    rng = np.random.default_rng(seed)
    draws = _resampled(now, weights, resamples, rng) - _resampled(base, weights, resamples, rng)
    known = draws[~np.isnan(draws)]
    if ours is None or theirs is None or len(draws) - len(known) > OUTSIDE * len(draws):
        return StandardMedians(ours, theirs, None)
    low, high = np.quantile(known, [OUTSIDE, 1 - OUTSIDE])
    return StandardMedians(ours, theirs, Difference(ours - theirs, float(low), float(high)))


def _mixed(side: Mapping[Stratum, Spell], weights: Mapping[Stratum, float]) -> tuple[Floats, Floats]:
    """Return the distinct times of a span and its mixed curve at them."""
    import numpy as np

    times = np.unique(np.concatenate([np.asarray(spell[0], dtype=float) for spell in side.values()]))
    mixed = np.zeros(len(times))
    for key, spell in side.items():
        curve = kaplan_meier(*spell)
        mixed += weights[key] * _at(times, curve.times, curve.survival[np.newaxis])[0]
    return times, mixed


def _median(side: Mapping[Stratum, Spell], weights: Mapping[Stratum, float]) -> float | None:
    import numpy as np

    times, mixed = _mixed(side, weights)
    found = float(crossings(times, mixed[np.newaxis], MEDIAN)[0])
    return None if np.isnan(found) else found


def _resampled(
    side: Mapping[Stratum, Spell], weights: Mapping[Stratum, float], resamples: int, rng: np.random.Generator
) -> Floats:
    """Return medians of the mixed curves of resamples, NaN where one never falls to one half."""
    import numpy as np

    times, curve = _mixed(side, weights)
    times = times[kept(curve, sum(len(spell[0]) for spell in side.values()), (MEDIAN,))]
    mixed = np.zeros((resamples, len(times)))
    for key in weights:
        steps, ended, still_open = _binned(side[key], times)
        start = 0
        for curves in resampled_curves(ended, still_open, resamples, rng):
            mixed[start : start + len(curves)] += weights[key] * _at(times, steps, curves)
            start += len(curves)
    return crossings(times, mixed, MEDIAN)


def _binned(spell: Spell, times: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the times of which a stratum has cases, how many ended there and how many were still open.

    A case between two times stands at the earlier one.
    """
    import numpy as np

    place = np.searchsorted(times, np.asarray(spell[0], dtype=float), side="right") - 1
    own, group = np.unique(place, return_inverse=True)
    ended = np.bincount(group, weights=np.asarray(spell[1], dtype=float), minlength=len(own)).astype(float)
    return times[own], ended, np.bincount(group, minlength=len(own)) - ended


def _at(times: Floats, steps: Floats, curves: Floats) -> Floats:
    """Return the values of curves at the times asked for: 1 before their first step."""
    import numpy as np

    padded = np.concatenate((np.ones((len(curves), 1)), curves), axis=1)
    return np.asarray(padded[:, np.searchsorted(steps, times, side="right")])
