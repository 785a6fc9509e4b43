"""Every method a second time: plain Python, fractions and lists, derived from the definitions and not from our code.

Slow and wordy on purpose. Where ours sorts, counts and multiplies arrays, this goes through the cases one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb, sqrt


def ranks(values: Sequence[float]) -> list[Fraction]:
    """The place of each value: one more than are smaller, and half a place for each other one that is equal."""
    return [
        1 + sum(other < value for other in values) + Fraction(sum(other == value for other in values) - 1, 2)
        for value in values
    ]


def spearman_rho(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's coefficient of the ranks, from exact fractions."""
    x, y = ranks(first), ranks(second)
    n = len(x)
    if not n:
        return None
    middle = Fraction(n + 1, 2)
    across = sum((a - middle) * (b - middle) for a, b in zip(x, y, strict=True))
    spread_x, spread_y = (sum((one - middle) ** 2 for one in side) for side in (x, y))
    if not spread_x or not spread_y:
        return None
    return float(across) / sqrt(float(spread_x * spread_y))


def binomial_upto(count: int, n: int, share: Fraction) -> Fraction:
    """P(at most count of n), exactly."""
    return sum((comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(count + 1)), Fraction(0))


def funnel_limit(share: Fraction, n: int, probability: Fraction) -> float:
    """Spiegelhalter's interpolated binomial limit, by walking up the counts."""
    count = 0
    while binomial_upto(count, n, share) < probability:
        count += 1
    reached, before = binomial_upto(count, n, share), binomial_upto(count - 1, n, share)
    return float(min(Fraction(1), max(Fraction(0), (count - (reached - probability) / (reached - before)) / n)))


def funnel_phi(successes: Sequence[int], n: Sequence[int], share: float) -> float:
    """The mean square of the z-scores, each one outside the 10 % and 90 % quantiles set to them."""
    z = [(k / m - share) / sqrt(share * (1 - share) / m) for k, m in zip(successes, n, strict=True) if m]
    low, high = quantile_7(z, Fraction(1, 10)), quantile_7(z, Fraction(9, 10))
    return sum(min(max(one, low), high) ** 2 for one in z) / len(z)


def quantile_7(values: Sequence[float], share: Fraction) -> float:
    """Hyndman and Fan's definition 7: the place (n - 1) p, from nought, a straight line between neighbours."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + float(place - below) * (ordered[above] - ordered[below])
