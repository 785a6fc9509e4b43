"""The verifier draws what numpy's generator draws, number by number: a numpy that draws otherwise is noticed here.

And it fits the line of a series by means of its own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analytics.methods.bootstrap import SEED
from analytics.methods.interrupted import interrupted
from analytics.methods.open_bootstrap import MOST_STEPS, OPEN_RESAMPLES, open_differences
from analytics.methods.quantiles import OUTSIDE
from analytics.methods.standardised import STANDARD_RESAMPLES, standardised_medians
from tests.assurance.verifier import verifier

SHARES = (0.5, 0.1)


def spell(chance: np.random.Generator, n: int, is_whole: bool = True) -> tuple[Any, Any]:
    times = chance.gamma(2, 15, n)
    return (np.round(times) if is_whole else times), chance.random(n) < 0.9


def plain(times: Any, ended: Any) -> list[tuple[float, bool]]:
    return list(zip(times.tolist(), ended.tolist(), strict=True))


def test_it_draws_with_the_seed_and_as_often_as_the_program():
    tool = verifier()
    assert (tool.SEED, tool.RESAMPLES, tool.MIX_RESAMPLES) == (SEED, OPEN_RESAMPLES, STANDARD_RESAMPLES)
    assert (tool.MOST_STEPS, tool.OUTSIDE) == (MOST_STEPS, OUTSIDE)


@pytest.mark.parametrize("seed", [0, 1, 7, 20_261_127])
def test_seeds_and_uniform_numbers_are_those_of_the_published_generator(seed: int):
    tool = verifier()
    assert tool.seed_words(seed) == np.random.SeedSequence(seed).generate_state(4, np.uint64).tolist()
    draws = tool.Draws(seed)
    assert [draws.uniform() for _ in range(2000)] == np.random.default_rng(seed).random(2000).tolist()


@pytest.mark.parametrize("n", [1, 7, 61, 240, 3000, 100_000])
def test_counts_are_those_numpy_draws(n: int):
    """Few and many expected, chances of nothing, nearly everything and all: one stream without a stumble."""
    tool, chance = verifier(), np.random.default_rng(n)
    draws, generator = tool.Draws(SEED), np.random.default_rng(SEED)
    for _ in range(200):
        weights = chance.integers(0, 12, int(chance.integers(1, 40))) ** int(chance.integers(1, 4))
        if not weights.sum():
            continue
        shares = weights / weights.sum()
        often = int(chance.integers(1, 4))
        drawn = list(draws.multinomials(n, shares.tolist(), often))
        assert drawn == generator.multinomial(n, shares, often).tolist()


@pytest.mark.parametrize(("n", "is_whole"), [(12, True), (150, True), (700, False)])
def test_limits_of_differences_are_those_of_the_program(n: int, is_whole: bool):
    """The last one has more steps than are drawn apart."""
    chance = np.random.default_rng(n)
    now, base = spell(chance, n, is_whole), spell(chance, n + 9, is_whole)
    got = verifier().limits_of_change(plain(*now), plain(*base), SHARES)
    for limits, wanted in zip(got, open_differences(now, base, SHARES), strict=True):
        if wanted is None:
            assert limits is None
        else:
            assert limits == pytest.approx((wanted.low, wanted.high), abs=1e-9)
    assert got[0] is not None


@pytest.mark.parametrize(("n", "is_whole"), [(9, True), (90, True), (400, False)])
def test_limits_at_the_same_mix_are_those_of_the_program(n: int, is_whole: bool):
    tool, chance = verifier(), np.random.default_rng(n)
    sides = [{key: spell(chance, n + 5 * key, is_whole) for key in range(3)} for _ in range(2)]
    total = sum(len(one[0]) for one in sides[1].values())
    weights = {key: len(one[0]) / total for key, one in sides[1].items()}
    got = tool.limits_of_mix([{key: plain(*one) for key, one in side.items()} for side in sides], weights)
    wanted = standardised_medians(sides[0], sides[1]).difference
    assert wanted is not None
    assert got == pytest.approx((wanted.low, wanted.high), abs=1e-9)


@pytest.mark.parametrize("decimals", [0, 3])
def test_level_and_slope_are_those_of_the_program(decimals: int):
    chance = np.random.default_rng(decimals)
    for values in ([3.0] * 24, *chance.normal(20, 5, (50, 24)).round(decimals).tolist()):
        wanted = interrupted(values[:12], values[12:])
        got = verifier().interrupted(values)
        assert got == [pytest.approx(tuple(one), abs=1e-9) for one in (wanted.level, wanted.slope)]


def test_where_too_many_resamples_never_fall_that_far_there_are_no_limits():
    now = (np.arange(20.0), np.arange(20) < 9)
    base = (np.arange(20.0), np.ones(20, dtype=bool))
    assert open_differences(now, base, (0.5,)) == (None,)
    assert verifier().limits_of_change(plain(*now), plain(*base), (0.5,)) == [None]
