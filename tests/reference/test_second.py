"""Every method against its second implementation, on data drawn at random, to 1e-9."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.methods import bootstrap
from analytics.methods.bootstrap import median_difference, quantile_difference
from analytics.methods.brown_mood import brown_mood
from analytics.methods.competing import aalen_johansen
from analytics.methods.interrupted import LAG, LEVEL_REACH, SLOPE_REACH, design, interrupted
from analytics.methods.interval import Z95
from analytics.methods.logrank import logrank
from analytics.methods.newcombe import newcombe
from analytics.methods.newey_west import newey_west
from analytics.methods.open_bootstrap import open_differences
from analytics.methods.quantiles import quantile, quantile_interval
from analytics.methods.rounding import half_up, percent
from analytics.methods.standardised import standardised_medians, standardised_share
from analytics.methods.suppression import hidden_parts
from analytics.methods.survival import kaplan_meier
from analytics.methods.wilson import wilson
from tests.reference import second

NEAR = 1e-9
pairs = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
lives = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 2)), min_size=1, max_size=30)
durations = st.lists(st.integers(0, 60), min_size=1, max_size=40)


def spell(drawn: list[tuple[int, int]]) -> tuple[list[float], list[bool]]:
    return [float(lasted) for lasted, _how in drawn], [how > 0 for _lasted, how in drawn]


@given(pairs, pairs)
def test_wilson_and_newcombe(ours: tuple[int, int], theirs: tuple[int, int]) -> None:
    assert wilson(*ours) == pytest.approx(second.wilson_limits(*ours, Z95), abs=NEAR)
    difference = newcombe(*ours, *theirs)
    assert difference is not None
    assert difference[1:] == pytest.approx(second.newcombe_limits(*ours, *theirs, Z95), abs=NEAR)


@given(st.lists(st.tuples(pairs, st.integers(1, 50)), min_size=1, max_size=6))
def test_standardised_shares(strata: list[tuple[tuple[int, int], int]]) -> None:
    counts = {str(number): pair for number, (pair, _weight) in enumerate(strata)}
    weights = {str(number): weight for number, (_pair, weight) in enumerate(strata)}
    got = standardised_share(counts, weights)
    assert got == pytest.approx(second.standard_share(counts, weights, Z95), abs=NEAR)


@given(durations, st.sampled_from([Fraction(1, 2), Fraction(9, 10), Fraction(1, 4)]))
def test_quantiles_and_their_intervals(values: list[int], share: Fraction) -> None:
    assert quantile(values, float(share)) == pytest.approx(second.quantile_7(values, share), abs=NEAR)
    assert quantile_interval(values, float(share)) == second.order_interval(values, share)


@given(lives)
def test_kaplan_meier_with_both_bands_and_the_median(drawn: list[tuple[int, int]]) -> None:
    curve = kaplan_meier(*spell(drawn))
    bands = {"log": second.log_limits, "log-log": second.log_log_limits}
    for place, time in enumerate(curve.times):
        exact = second.still_open(drawn, time)
        assert curve.survival[place] == pytest.approx(float(exact), abs=NEAR)
        if not 0 < exact < 1:
            continue
        assert curve.error[place] ** 2 == pytest.approx(float(second.greenwood(drawn, time)), abs=NEAR)
        for kind, limits in bands.items():
            got = [side[place] for side in curve.band(kind)]  # type: ignore[arg-type]
            assert got == pytest.approx(limits(drawn, time, Z95), abs=NEAR)
    for share in (Fraction(1, 2), Fraction(1, 10), Fraction(2, 3)):
        assert curve.quantile(float(share)).value == second.open_quantile(drawn, share)


@given(lives)
def test_aalen_johansen(drawn: list[tuple[int, int]]) -> None:
    times, causes = [lasted for lasted, _how in drawn], [how for _lasted, how in drawn]
    for cause in (1, 2):
        incidence = aalen_johansen(times, causes, cause)
        for time in set(times):
            assert incidence.by(time) == pytest.approx(float(second.ended_by(drawn, cause, time)), abs=NEAR)


@given(lives, lives)
def test_logrank(ours: list[tuple[int, int]], theirs: list[tuple[int, int]]) -> None:
    got, exact = logrank(*spell(ours), *spell(theirs)), second.logrank_test(ours, theirs)
    assert (got is None) == (exact is None)
    if got is not None and exact is not None:
        assert [got.chisq, got.excess] == pytest.approx(exact, rel=NEAR, abs=NEAR)


@given(durations, durations)
def test_brown_mood(now: list[int], base: list[int]) -> None:
    got, exact = brown_mood(now, base), second.median_test(now, base)
    assert (got.chisq if got else None) == (exact if exact is None else pytest.approx(exact, rel=NEAR, abs=NEAR))


@pytest.mark.parametrize(("n", "base_n"), [(40, 41), (57, 36), (90, 121)])
@pytest.mark.parametrize("share", [Fraction(1, 2), Fraction(9, 10)])
def test_bootstrap_differences_given_the_same_draws(n: int, base_n: int, share: Fraction) -> None:
    rng, resamples = np.random.default_rng(n), 400
    sides = [rng.exponential(20, size) for size in (n, base_n)]
    rng, draws = np.random.default_rng(bootstrap.SEED), []
    for values in sides:
        size, place = len(values), (len(values) - 1) * share
        k = int(place) + 1
        lower = rng.beta(k, size + 1 - k, resamples)
        upper = None if place == int(place) else lower + (1 - lower) * rng.beta(1, size - k, resamples)
        ordered = sorted(float(value) for value in values)
        draws.append([
            second.drawn_quantile(ordered, share, float(one), None if upper is None else float(upper[number]))
            for number, one in enumerate(lower)
        ])  # fmt: skip
    differences = [ours - theirs for ours, theirs in zip(*draws, strict=True)]
    got = quantile_difference(sides[0], sides[1], float(share), resamples)
    assert got is not None
    assert [got.low, got.high] == pytest.approx(
        [second.quantile_7(differences, one) for one in (Fraction(1, 40), Fraction(39, 40))], abs=NEAR
    )
    if share == Fraction(1, 2):
        assert median_difference(sides[0], sides[1], resamples) == got


def test_bootstrap_of_curves_given_the_same_draws() -> None:
    rng, resamples = np.random.default_rng(8), 60
    sides = []
    for size in (40, 55):
        lasted, cut = np.ceil(rng.gamma(2, 6, size)), rng.integers(6, 60, size)
        sides.append((np.minimum(lasted, cut), lasted <= cut))
    shares = (Fraction(1, 2), Fraction(1, 5))
    rng, found = np.random.default_rng(bootstrap.SEED), []
    for times, ended in sides:
        kinds = [(float(time), how) for how in (1, 0) for time in sorted(set(times.tolist()))]
        n = len(times)
        counts = [sum((t, int(e)) == kind for t, e in zip(times.tolist(), ended, strict=True)) for kind in kinds]
        drawn = rng.multinomial(n, np.array(counts) / n, resamples)
        resampled = [[kind for kind, often in zip(kinds, row, strict=True) for _ in range(often)] for row in drawn]
        found.append([[second.open_quantile(one, share) for one in resampled] for share in shares])
    got = open_differences(sides[0], sides[1], [float(share) for share in shares], resamples)
    for row, difference in enumerate(got):
        apart = [a - b for a, b in zip(found[0][row], found[1][row], strict=True) if a is not None and b is not None]
        assert difference is not None
        assert [difference.low, difference.high] == pytest.approx(
            [second.quantile_7(apart, one) for one in (Fraction(1, 40), Fraction(39, 40))], abs=NEAR
        )


@settings(max_examples=40)
@given(st.lists(st.tuples(lives, lives), min_size=1, max_size=4))
def test_standardised_medians(strata: list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]) -> None:
    now = {str(number): ours for number, (ours, _theirs) in enumerate(strata)}
    base = {str(number): theirs for number, (_ours, theirs) in enumerate(strata)}
    weights = {key: len(drawn) for key, drawn in base.items()}
    ours, theirs = ({key: spell(drawn) for key, drawn in side.items()} for side in (now, base))
    got = standardised_medians(ours, theirs, resamples=5)
    assert got.now == second.mixed_median(now, weights)  # type: ignore[arg-type]
    assert got.base == second.mixed_median(base, weights)  # type: ignore[arg-type]


@settings(max_examples=20)
@given(st.lists(st.integers(0, 60), min_size=24, max_size=24))
def test_newey_west_and_the_interrupted_series(values: list[int]) -> None:
    rows = [[Fraction(int(one)) for one in row] for row in design()]
    found, covariance = second.regression(rows, [Fraction(value) for value in values], LAG)
    got = newey_west(design(), values, LAG)
    assert got.coefficients == pytest.approx([float(one) for one in found], abs=NEAR)
    assert got.covariance == pytest.approx(np.array([[float(one) for one in row] for row in covariance]), abs=NEAR)
    told = interrupted(values[:12], values[12:])
    assert [told.start, told.trend, told.level.value, told.slope.value] == pytest.approx(got.coefficients, abs=NEAR)
    for change, place, reach in ((told.level, 2, LEVEL_REACH), (told.slope, 3, SLOPE_REACH)):
        error = max(0.0, float(covariance[place][place])) ** 0.5
        assert change.high - change.value == pytest.approx(reach * error, abs=1e-7)
        assert change.value - change.low == pytest.approx(reach * error, abs=1e-7)


@given(st.integers(-99_999, 99_999), st.integers(0, 3))
def test_rounding(thousandths: int, digits: int) -> None:
    scale = 10 ** (3 - digits)
    away = (2 * abs(thousandths) + scale) // (2 * scale)
    assert half_up(thousandths / 1000, digits) * 10**digits == (away if thousandths >= 0 else -away)


@given(pairs)
def test_percentages(pair: tuple[int, int]) -> None:
    successes, n = pair
    assert percent(successes, n) is not None
    assert (percent(successes, n) or 0) * 10 == (2000 * successes + n) // (2 * n)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), min_size=1), st.integers(2, 10))
def test_suppression_hides_as_few_of_the_smallest_as_protect_each_other(parts: dict[str, int], minimum: int) -> None:
    filled = sorted((part for part in parts if parts[part]), key=lambda part: parts[part])
    small = [part for part in filled if parts[part] < minimum]
    expected: list[str] = []
    if small:
        enough = [
            filled[:count]
            for count in range(max(2, len(small)), len(filled) + 1)
            if sum(parts[part] for part in filled[:count]) >= minimum
        ]
        expected = enough[0] if enough else filled
    assert sorted(parts[part] for part in hidden_parts(parts, minimum)) == [parts[part] for part in expected]
