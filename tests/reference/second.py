"""Every method a second time: plain Python, fractions and lists, derived from the definitions and not from our code.

Slow and wordy on purpose. Where ours sorts, counts and multiplies arrays, this goes through the cases one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb, exp, log, sqrt


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


# --- shares ---


def wilson_limits(successes: int, n: int, z: float) -> tuple[float, float]:
    """Where |share - p| = z sqrt(p (1 - p) / n), found by halving; 0 and 1 exactly where none or all succeeded."""
    share = successes / n

    def is_credible(p: float) -> bool:
        return (share - p) ** 2 <= z * z * p * (1 - p) / n

    def edge(outside: float) -> float:
        inside, step = share, (outside - share) / 2
        while abs(step) > 1e-15:
            inside += step if is_credible(inside + step) else 0
            step /= 2
        return inside

    return (0.0 if successes == 0 else edge(0.0)), (1.0 if successes == n else edge(1.0))


def newcombe_limits(successes: int, n: int, base_successes: int, base_n: int, z: float) -> tuple[float, float]:
    """Each share pulled to the limit that matters, the two distances added as sides of a right angle."""
    (low, high), (base_low, base_high) = (
        wilson_limits(*pair, z) for pair in ((successes, n), (base_successes, base_n))
    )
    share, base_share = successes / n, base_successes / base_n
    difference = share - base_share
    return (
        difference - sqrt((share - low) ** 2 + (base_high - base_share) ** 2),
        difference + sqrt((high - share) ** 2 + (base_share - base_low) ** 2),
    )


def standard_share(counts: dict[str, tuple[int, int]], weights: dict[str, int], z: float) -> list[float]:
    """The weighted share, and each way the root of the summed squares of what the strata may be off."""
    total = sum(weights.values())
    off = [0.0, 0.0]
    value = 0.0
    for key, weight in weights.items():
        successes, n = counts[key]
        value += successes / n * weight / total
        for side, limit in enumerate(wilson_limits(successes, n, z)):
            off[side] += ((successes / n - limit) * weight / total) ** 2
    return [value, max(0.0, value - sqrt(off[0])), min(1.0, value + sqrt(off[1]))]


# --- quantiles ---


def order_interval(values: Sequence[float], share: Fraction) -> tuple[float, float] | None:
    """The innermost pair of values that leaves the quantile outside with at most 2.5 % on either side."""
    ordered, n, outside = sorted(values), len(values), Fraction(1, 40)
    lows = [rank for rank in range(1, n + 1) if binomial_upto(rank - 1, n, share) <= outside]
    highs = [rank for rank in range(1, n + 1) if 1 - binomial_upto(rank - 1, n, share) <= outside]
    return (ordered[max(lows) - 1], ordered[min(highs) - 1]) if lows and highs else None


def drawn_quantile(ordered: Sequence[float], share: Fraction, lower: float, upper: float | None) -> float:
    """The quantile of a resample of which the uniform numbers around the quantile's place are given."""
    n = len(ordered)
    place = (n - 1) * share
    at = ordered[min(int(lower * n), n - 1)]
    if upper is None:
        return at
    part = float(place - int(place))
    return (1 - part) * at + part * ordered[min(int(upper * n), n - 1)]


# --- time to an end ---

Lives = Sequence[tuple[float, int]]
"""A duration and how it ended: 0 not yet, 1 or 2 by that cause."""


def still_open(lives: Lives, time: float) -> Fraction:
    """The product over ends up to a time of one less (ends / at risk), going through the times one by one."""
    share = Fraction(1)
    for moment in sorted({lasted for lasted, how in lives if how and lasted <= time}):
        at_risk = sum(lasted >= moment for lasted, _how in lives)
        ends = sum(lasted == moment and how > 0 for lasted, how in lives)
        share *= 1 - Fraction(ends, at_risk)
    return share


def greenwood(lives: Lives, time: float) -> Fraction:
    """The sum of ends / (at risk (at risk - ends)): the variance of the logarithm of the curve."""
    total = Fraction(0)
    for moment in sorted({lasted for lasted, how in lives if how and lasted <= time}):
        at_risk = sum(lasted >= moment for lasted, _how in lives)
        ends = sum(lasted == moment and how > 0 for lasted, how in lives)
        total += Fraction(ends, at_risk * (at_risk - ends))
    return total


def log_log_limits(lives: Lives, time: float, z: float) -> tuple[float, float]:
    """The limits of log(-log S) carried back."""
    share = float(still_open(lives, time))
    middle, error = log(-log(share)), sqrt(float(greenwood(lives, time))) / abs(log(share))
    return exp(-exp(middle + z * error)), exp(-exp(middle - z * error))


def log_limits(lives: Lives, time: float, z: float) -> tuple[float, float]:
    """The limits of log S carried back, never above 1."""
    share, error = float(still_open(lives, time)), sqrt(float(greenwood(lives, time)))
    return share * exp(-z * error), min(1.0, share * exp(z * error))


def open_quantile(lives: Lives, share: Fraction) -> float | None:
    """R's convention: the first time at or below the share; the middle of the flat piece where it is met exactly."""
    times = sorted({lasted for lasted, _how in lives})
    reached = [time for time in times if still_open(lives, time) <= share]
    if not reached:
        return None
    below = [time for time in times if still_open(lives, time) < share]
    end = below[0] if below else times[-1]
    return (reached[0] + end) / 2 if still_open(lives, reached[0]) == share else reached[0]


def ended_by(lives: Lives, cause: int, time: float) -> Fraction:
    """Mass moved one by one: whoever ends takes along the share of those leaving before by the censored (Efron)."""
    mass = {number: Fraction(1, len(lives)) for number in range(len(lives))}
    order = sorted(range(len(lives)), key=lambda number: (lives[number][0], lives[number][1] == 0))
    ended = Fraction(0)
    for place, number in enumerate(order):
        lasted, how = lives[number]
        if lasted > time:
            break
        if how == 0:
            rest = order[place + 1 :]
            for other in rest:
                mass[other] += mass[number] / len(rest)
        elif how == cause:
            ended += mass[number]
    return ended


def logrank_test(ours: Lives, theirs: Lives) -> tuple[float, float] | None:
    """Chi-square and excess, table by table at each moment something ends."""
    excess, variance = Fraction(0), Fraction(0)
    for moment in sorted({lasted for lasted, how in (*ours, *theirs) if how}):
        first, second = (sum(lasted >= moment for lasted, _how in side) for side in (ours, theirs))
        ends = [sum(lasted == moment and how > 0 for lasted, how in side) for side in (ours, theirs)]
        risk, all_ends = first + second, sum(ends)
        excess += ends[0] - Fraction(all_ends * first, risk)
        if risk > 1:
            variance += Fraction(first * second * all_ends * (risk - all_ends), risk * risk * (risk - 1))
    return (float(excess * excess / variance), float(excess)) if variance else None


def mixed_median(strata: dict[str, Lives], weights: dict[str, int]) -> float | None:
    """The median of curves averaged by weights, in fractions."""
    total = sum(weights.values())
    times = sorted({lasted for lives in strata.values() for lasted, _how in lives})

    def mixed(time: float) -> Fraction:
        return sum((Fraction(weights[key], total) * still_open(strata[key], time) for key in strata), Fraction(0))

    reached = [time for time in times if mixed(time) <= Fraction(1, 2)]
    if not reached:
        return None
    below = [time for time in times if mixed(time) < Fraction(1, 2)]
    end = below[0] if below else times[-1]
    return (reached[0] + end) / 2 if mixed(reached[0]) == Fraction(1, 2) else reached[0]


# --- comparisons and regressions ---


def median_test(now: Sequence[float], base: Sequence[float]) -> float | None:
    """Chi-square of the four cells above and not above the common median, by the shortcut with Yates's correction."""
    pooled = sorted([*now, *base])
    middle = (pooled[(len(pooled) - 1) // 2] + pooled[len(pooled) // 2]) / 2
    a, b = sum(one > middle for one in now), sum(one > middle for one in base)
    c, d = len(now) - a, len(base) - b
    n = a + b + c + d
    if not (a + b) * (c + d) * (a + c) * (b + d):
        return None
    beyond = max(Fraction(0), abs(a * d - b * c) - Fraction(n, 2))
    return float(n * beyond**2 / ((a + b) * (c + d) * (a + c) * (b + d)))


Matrix = list[list[Fraction]]


def product(left: Matrix, right: Matrix) -> Matrix:
    return [[sum((a * b for a, b in zip(row, column, strict=True)), Fraction(0)) for column in zip(*right, strict=True)]
            for row in left]  # fmt: skip


def inverted(matrix: Matrix) -> Matrix:
    """Gauss and Jordan, exactly."""
    n = len(matrix)
    rows = [[*row, *(Fraction(int(i == j)) for j in range(n))] for i, row in enumerate(matrix)]
    for i in range(n):
        pivot = next(j for j in range(i, n) if rows[j][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [one / rows[i][i] for one in rows[i]]
        for j in range(n):
            if j != i:
                rows[j] = [one - rows[j][i] * own for one, own in zip(rows[j], rows[i], strict=True)]
    return [row[n:] for row in rows]


def regression(design: Matrix, values: Sequence[Fraction], lag: int) -> tuple[list[Fraction], Matrix]:
    """Least squares and Newey and West's covariance: every pair of moments at most lag apart, weighted by nearness."""
    turned = [list(column) for column in zip(*design, strict=True)]
    inverse = inverted(product(turned, design))
    found = [row[0] for row in product(product(inverse, turned), [[one] for one in values])]
    left = [
        one - sum((a * b for a, b in zip(row, found, strict=True)), Fraction(0))
        for row, one in zip(design, values, strict=True)
    ]
    k, n = len(found), len(values)
    meat = [[Fraction(0)] * k for _ in range(k)]
    for s in range(n):
        for t in range(n):
            nearness = max(Fraction(0), 1 - Fraction(abs(s - t), lag + 1))
            for i in range(k):
                for j in range(k):
                    meat[i][j] += nearness * left[s] * left[t] * design[s][i] * design[t][j]
    covariance = product(product(inverse, meat), inverse)
    return found, [[one * Fraction(n, n - k) for one in row] for row in covariance]
