"""Spearman's rho against scipy, against plain Python, and its interval against resampling pair by pair."""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from analytics.methods.spearman import spearman
from tests.reference.second import spearman_rho

some_pairs = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=60)


@given(some_pairs)
def test_rho_is_that_of_exact_fractions_and_of_scipy(pairs: list[tuple[int, int]]) -> None:
    first, second = zip(*pairs, strict=True)
    plain, got = spearman_rho(first, second), spearman(first, second, resamples=20)
    if plain is None:
        assert got is None
        return
    assert plain == pytest.approx(scipy.stats.spearmanr(first, second).statistic, abs=1e-9)
    if got is not None:
        assert got.value == pytest.approx(plain, abs=1e-9)
        assert -1 <= got.low <= got.high <= 1


def test_without_ties_rho_is_the_textbook_s_one_less_six_times_the_squares() -> None:
    """10 pupils, d = 0 0 1 -1 0 2 0 -2 0 0: 1 - 6 x 10 / 990."""
    first = list(range(1, 11))
    second = [1, 2, 4, 3, 5, 8, 7, 6, 9, 10]
    got = spearman(first, second)
    assert got is not None
    assert got.value == pytest.approx(1 - 6 * 10 / 990)


def test_a_table_of_counts_says_what_the_pairs_themselves_say() -> None:
    first, second, counts = [5, 5, 4, 3, 1], [5, 4, 4, 3, 2], [40, 12, 9, 3, 6]
    one_by_one = spearman(np.repeat(first, counts), np.repeat(second, counts))
    assert spearman(first, second, counts) == one_by_one


def test_the_interval_is_that_of_pairs_drawn_one_by_one() -> None:
    rng = np.random.default_rng(5)
    first = rng.integers(1, 6, 80)
    second = np.clip(first + rng.integers(-1, 2, 80), 1, 5)
    draws = [
        scipy.stats.spearmanr(first[drawn], second[drawn]).statistic
        for drawn in (rng.integers(0, 80, 80) for _ in range(1500))
    ]
    got = spearman(first, second)
    assert got is not None
    assert [got.low, got.high] == pytest.approx(np.quantile(draws, [0.025, 0.975]), abs=0.02)


def test_the_same_answers_give_the_same_interval_every_time() -> None:
    assert spearman([1, 2, 3, 5, 4], [2, 1, 4, 5, 3]) == spearman([1, 2, 3, 5, 4], [2, 1, 4, 5, 3])


def test_together_and_against_each_other_are_one_and_minus_one() -> None:
    rising = list(range(30))
    assert spearman(rising, [math.exp(one) for one in rising]) == (1.0, 1.0, 1.0)
    assert spearman(rising, rising[::-1]) == (-1.0, -1.0, -1.0)


@pytest.mark.parametrize(
    ("first", "second"),
    [([], []), ([3], [4]), ([5, 5, 5], [1, 2, 3]), ([1, 2, 3], [4, 4, 4]), ([5] * 40 + [1], [5] * 40 + [1])],
)
def test_what_hardly_varies_has_no_correlation(first: list[int], second: list[int]) -> None:
    assert spearman(first, second) is None


def test_pairs_nobody_gave_count_for_nothing_and_half_a_pair_is_refused() -> None:
    assert spearman([1, 2, 3], [1, 2, 3], [4, 0, 6]) == spearman([1, 3], [1, 3], [4, 6])
    with pytest.raises(ValueError, match="cannot be paired"):
        spearman([1, 2], [1])
