"""Wilson, Newcombe, medians and rounding against their authorities."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from analytics.methods.bootstrap import median_difference, quantile_difference
from analytics.methods.brown_mood import brown_mood
from analytics.methods.newcombe import newcombe
from analytics.methods.quantiles import MEDIAN, P90, quantile, quantile_interval
from analytics.methods.rounding import half_up, percent
from analytics.methods.wilson import wilson


def test_wilson_gives_the_published_percentages(vectors: dict[str, Any]) -> None:
    for pair, (low, high) in vectors["wilson_95"]["percent"].items():
        successes, n = map(int, pair.split("/"))
        interval = wilson(successes, n)
        assert interval is not None
        assert [float(half_up(100 * limit)) for limit in interval] == [low, high], pair


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_agrees_with_scipy_binomtest(pair: tuple[int, int]) -> None:
    interval = wilson(*pair)
    oracle = scipy.stats.binomtest(*pair).proportion_ci(method="wilson")
    assert interval == pytest.approx((oracle.low, oracle.high), abs=1e-12)


def test_wilson_knows_nothing_of_nobody_and_refuses_the_impossible() -> None:
    assert wilson(0, 0) is None
    with pytest.raises(ValueError, match="between 0 and n"):
        wilson(3, 2)


def test_newcombe_1998_table_2_method_10(vectors: dict[str, Any]) -> None:
    expected = vectors["newcombe_95"]["56/70 against 48/80"]
    got = newcombe(56, 70, 48, 80)
    assert got is not None
    assert got.value == pytest.approx(expected["difference"])
    assert [round(got.low, 4), round(got.high, 4)] == expected["interval"]
    assert got.is_demonstrated
    assert newcombe(1, 2, 0, 0) is None


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60), st.sampled_from([MEDIAN, P90, 0.25]))
def test_quantiles_agree_with_numpy_linear(values: list[float], share: float) -> None:
    assert quantile(values, share) == pytest.approx(float(np.quantile(values, share, method="linear")))


@pytest.mark.parametrize("n", [1, 5, 6, 10, 35, 36, 37, 50, 101, 500])
@pytest.mark.parametrize("share", [MEDIAN, P90])
def test_quantile_interval_agrees_with_scipy_quantile_test(n: int, share: float) -> None:
    values = np.random.default_rng(n).normal(size=n)
    oracle = scipy.stats.quantile_test(values, q=0, p=share).confidence_interval(0.95)
    got = quantile_interval(values, share)
    if np.isnan(oracle.low) or np.isnan(oracle.high):
        assert got is None
    else:
        assert got == (oracle.low, oracle.high)


def test_quantiles_of_nothing_are_none() -> None:
    assert quantile([], MEDIAN) is None
    assert quantile_interval([], MEDIAN) is None
    assert median_difference([], [1.0]) is None


def resampled_in_full(now: Any, base: Any, resamples: int, seed: int) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    draws = [np.median(rng.choice(now, len(now))) - np.median(rng.choice(base, len(base))) for _ in range(resamples)]
    low, high = np.quantile(draws, [0.025, 0.975])
    return float(low), float(high)


@pytest.mark.parametrize(("n", "base_n"), [(41, 60), (60, 41), (250, 301)])
def test_bootstrap_agrees_with_resampling_in_full(n: int, base_n: int) -> None:
    rng = np.random.default_rng(3)
    now, base = rng.exponential(20, n), rng.exponential(24, base_n)
    got = median_difference(now, base, resamples=20_000)
    assert got is not None
    assert got.value == pytest.approx(np.median(now) - np.median(base))
    assert (got.low, got.high) == pytest.approx(resampled_in_full(now, base, 20_000, 11), abs=0.6)


def test_the_p90_s_bootstrap_agrees_with_resampling_in_full() -> None:
    rng = np.random.default_rng(3)
    now, base = rng.exponential(20, 250), rng.exponential(24, 301)
    draws = [np.quantile(rng.choice(now, 250), P90) - np.quantile(rng.choice(base, 301), P90) for _ in range(4000)]
    got = quantile_difference(now, base, P90, resamples=20_000)
    assert got is not None
    assert got.value == pytest.approx(np.quantile(now, P90) - np.quantile(base, P90))
    assert [got.low, got.high] == pytest.approx(np.quantile(draws, [0.025, 0.975]), abs=1.0)


def test_the_interval_of_a_p90_s_change_holds_the_truth_from_36_cases_on() -> None:
    rng, rounds, held = np.random.default_rng(6), 300, 0
    for _ in range(rounds):
        got = quantile_difference(rng.gamma(2, 10, 36), rng.gamma(2, 10, 36), P90, resamples=300)
        held += got is not None and got.low <= 0 <= got.high
    assert held >= 0.92 * rounds


def test_a_p90_that_no_interval_can_bound_is_not_compared() -> None:
    assert quantile_difference(range(35), range(40), P90) is None
    assert quantile_difference(range(36), range(40), P90) is not None
    assert quantile_difference(range(5), range(40), MEDIAN) is None


@given(*(st.lists(st.integers(0, 9), min_size=1, max_size=40) for _ in range(2)))
def test_brown_mood_agrees_with_scipy_median_test(now: list[int], base: list[int]) -> None:
    got = brown_mood(now, base)
    if got is None:
        return
    oracle = scipy.stats.median_test(now, base)
    assert got == pytest.approx((oracle.statistic, oracle.pvalue), abs=1e-9)


def test_brown_mood_of_nobody_or_of_equal_values_is_none() -> None:
    assert brown_mood([], [1.0]) is None
    assert brown_mood([3.0, 3.0], [3.0]) is None


def test_bootstrap_is_the_same_every_time_and_certain_of_constants() -> None:
    assert median_difference([1, 2, 3, 9], [4, 5, 8]) == median_difference([1, 2, 3, 9], [4, 5, 8])
    assert median_difference([2.0] * 9, [5.0] * 4) == (-3.0, -3.0, -3.0)


def test_halves_go_up_as_in_school() -> None:
    assert half_up(2.675, 2) == Decimal("2.68")
    assert half_up(0.25) == Decimal("0.3")
    assert half_up(-0.25) == Decimal("-0.3")
    assert percent(1, 16) == Decimal("6.3")
    assert percent(1, 8, 0) == Decimal("13")
    assert percent(2, 3) == Decimal("66.7")
    assert percent(0, 0) is None


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_percent_is_within_half_of_the_last_digit(pair: tuple[int, int]) -> None:
    rounded = percent(*pair)
    assert rounded is not None
    assert abs(float(rounded) - 100 * pair[0] / pair[1]) <= 0.05 + 1e-9
