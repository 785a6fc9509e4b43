"""How far a share may stray from the common one by chance alone, given how many cases stand behind it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from analytics.methods.interval import Interval

INNER = 0.95
"""One unit in twenty lies outside by chance. Source: Spiegelhalter, 2005, section 2."""

OUTER = 0.998
"""Two units in a thousand lie outside by chance, as three standard errors do. Source: as above."""

PULLED_IN = 0.1
"""The share of z-scores at each end drawn in before the spread is measured. Source: as above, appendix A.3."""

SIGNIFICANT = 0.05
"""Below it the spread between units is more than chance."""


class Place(StrEnum):
    """Where a unit lies in the funnel."""

    FAR_BELOW = "far_below"
    BELOW = "below"
    INSIDE = "inside"
    ABOVE = "above"
    FAR_ABOVE = "far_above"


class Spread(NamedTuple):
    """How much the units differ beyond chance: 1 when they do not.

    phi: the mean of their squared z-scores, the outermost tenths drawn in; p: of a chi-square test that it is 1.
    """

    phi: float
    units: int
    p: float

    @property
    def is_overdispersed(self) -> bool:
        """Whether units differ more than chance explains, so that plain limits call too many of them unusual."""
        return self.phi > 1 and self.p < SIGNIFICANT


def funnel_limits(target: float, n: int, coverage: float = INNER, phi: float = 1.0) -> Interval | None:
    """Return between which shares a unit of n cases lies when nothing but chance sets it apart from the target.

    Unit: share, 0 to 1. coverage: INNER or OUTER. None when n is 0. A target of 0 or 1 leaves no room at all: both
    limits are the target. phi above 1 widens the limits by its square root (see `spread`).

    Raises: ValueError when the target is not between 0 and 1.
    Source: D. J. Spiegelhalter, 2005, doi:10.1002/sim.1970, appendix A.1.1: exact binomial limits, interpolated
    between the two counts where the probability is crossed; A.3 for phi. Tested against scipy.stats.binom.
    Deviation: with phi above 1 the limits are normal ones, since a binomial has no room for it; limits outside 0 to 1
    are drawn in to it.
    """
    from scipy.special import ndtri

    if not 0 <= target <= 1:
        raise ValueError(f"a target share lies between 0 and 1, not at {target}")
    if n == 0:
        return None
    if target in (0, 1):
        return Interval(float(target), float(target))
    outside = (1 - coverage) / 2
    if phi > 1:
        reach = float(ndtri(1 - outside)) * (phi * target * (1 - target) / n) ** 0.5
        return Interval(max(0.0, target - reach), min(1.0, target + reach))
    return Interval(_crossing(target, n, outside), _crossing(target, n, 1 - outside))


def _crossing(target: float, n: int, probability: float) -> float:
    """Return the share at which the cumulative binomial crosses a probability, interpolated, 0 to 1."""
    import numpy as np
    from scipy.special import bdtr

    upto = bdtr(np.arange(n + 1, dtype=float), n, target)
    count = min(int(np.searchsorted(upto, probability, side="left")), n)
    below = float(upto[count - 1]) if count else 0.0
    back = (float(upto[count]) - probability) / (float(upto[count]) - below)
    return min(1.0, max(0.0, (count - back) / n))


def funnel_place(successes: int, n: int, target: float, phi: float = 1.0) -> Place | None:
    """Return where a unit lies; on a limit is inside. None when it has no cases.

    Deviation: where all of a unit's cases, or none, would succeed by chance more often than the limits let through, it
    is inside, though the interpolated limit falls short of the end: two of two are nothing unusual at 90 %.
    """
    inner, outer = funnel_limits(target, n, INNER, phi), funnel_limits(target, n, OUTER, phi)
    if inner is None or outer is None:
        return None
    share = successes / n
    at_the_end = _chance_of_the_end(successes, n, target)
    if inner.contains(share) or at_the_end > (1 - INNER) / 2:
        return Place.INSIDE
    is_near = outer.contains(share) or at_the_end > (1 - OUTER) / 2
    if share < inner.low:
        return Place.BELOW if is_near else Place.FAR_BELOW
    return Place.ABOVE if is_near else Place.FAR_ABOVE


def _chance_of_the_end(successes: int, n: int, target: float) -> float:
    """Return the chance that all cases succeed, or none, where that is what happened; else 0."""
    if successes == n:
        return float(target**n)
    return float((1 - target) ** n) if successes == 0 else 0.0


def drawn_limits(target: float, n: int, coverage: float = INNER) -> Interval | None:
    """Return the limits as a chart draws them: up to the very end where `funnel_place` calls the end inside."""
    found, outside = funnel_limits(target, n, coverage), (1 - coverage) / 2
    if found is None:
        return None
    low = 0.0 if _chance_of_the_end(0, n, target) > outside else found.low
    return Interval(low, 1.0 if _chance_of_the_end(n, n, target) > outside else found.high)


def spread(successes: Sequence[int], n: Sequence[int], target: float) -> Spread | None:
    """Return how much units differ from the target beyond chance; units without cases are left out.

    None with fewer than two units, or when the target is 0 or 1: there is no spread to measure.

    Source: D. J. Spiegelhalter, 2005, doi:10.1002/sim.1970, appendix A.3: z-scores drawn in to their 10 % and 90 %
    quantiles (definition 7 of Hyndman and Fan), phi the mean of their squares.
    Deviation: the test takes units - 1 degrees of freedom, the target being their own common share.
    """
    import numpy as np
    from scipy.special import chdtrc

    cases = np.asarray(n, dtype=float)
    share = np.asarray(successes, dtype=float)[cases > 0] / cases[cases > 0]
    units = len(share)
    if units < 2 or not 0 < target < 1:
        return None
    z = (share - target) / np.sqrt(target * (1 - target) / cases[cases > 0])
    z = np.clip(z, *np.quantile(z, [PULLED_IN, 1 - PULLED_IN]))
    phi = float(np.mean(z**2))
    return Spread(phi, units, float(chdtrc(units - 1, units * phi)))
