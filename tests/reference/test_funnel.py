"""Funnel limits after Spiegelhalter 2005: against exact fractions and scipy's binomial."""

from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from analytics.methods.funnel import INNER, OUTER, Place, drawn_limits, funnel_limits, funnel_place, spread
from tests.reference.second import funnel_limit, funnel_phi

PROBABILITIES = {INNER: (Fraction(1, 40), Fraction(39, 40)), OUTER: (Fraction(1, 1000), Fraction(999, 1000))}


@given(st.integers(1, 80), st.integers(1, 99), st.sampled_from([INNER, OUTER]))
def test_limits_are_those_of_exact_fractions(n: int, target: int, coverage: float) -> None:
    got = funnel_limits(target / 100, n, coverage)
    exact = [funnel_limit(Fraction(target, 100), n, one) for one in PROBABILITIES[coverage]]
    assert got == pytest.approx(exact, abs=1e-9)


@given(st.integers(1, 3000), st.floats(0.01, 0.99), st.sampled_from([INNER, OUTER]))
def test_limits_lie_within_one_case_of_scipy_s_binomial(n: int, target: float, coverage: float) -> None:
    got = funnel_limits(target, n, coverage)
    assert got is not None
    outside = (1 - coverage) / 2
    for limit, reached in zip(got, scipy.stats.binom.ppf([outside, 1 - outside], n, target), strict=True):
        assert reached - 1 - 1e-9 <= limit * n <= max(reached, 0) + 1e-9


def test_a_hand_worked_limit() -> None:
    """4 cases, target one half: P(0) = 1/16 is past 2.5 % already, so 0 - (1/16 - 1/40) / (1/16) is below nought."""
    got = funnel_limits(0.5, 4)
    assert got is not None
    assert list(got) == pytest.approx([0, (4 - (1 - 39 / 40) / (1 / 16)) / 4])


def test_wider_for_fewer_cases_and_for_the_outer_limits() -> None:
    few, many, far = funnel_limits(0.86, 20), funnel_limits(0.86, 2000), funnel_limits(0.86, 2000, OUTER)
    assert few is not None
    assert many is not None
    assert far is not None
    assert few.low < far.low < many.low < 0.86 < many.high < far.high < few.high


def test_by_chance_alone_one_in_twenty_and_two_in_a_thousand_lie_outside() -> None:
    n, target = 400, 0.8
    chance = scipy.stats.binom.pmf(range(n + 1), n, target)
    places = [funnel_place(k, n, target) for k in range(n + 1)]
    outside = sum(p for p, place in zip(chance, places, strict=True) if place is not Place.INSIDE)
    far = sum(p for p, place in zip(chance, places, strict=True) if place in (Place.FAR_BELOW, Place.FAR_ABOVE))
    assert outside == pytest.approx(0.05, abs=0.008)
    assert far == pytest.approx(0.002, abs=0.0007)


def test_places_from_far_below_to_far_above() -> None:
    places = [funnel_place(k, 100, 0.5) for k in (30, 38, 50, 62, 70)]
    assert places == [Place.FAR_BELOW, Place.BELOW, Place.INSIDE, Place.ABOVE, Place.FAR_ABOVE]


def test_all_of_few_are_nothing_unusual_and_the_drawn_limits_say_the_same() -> None:
    """At 90 % two of two succeed in 81 of 100 draws, thirty of thirty in 4, forty of forty in 1.5, ninety in 0.008."""
    assert [funnel_place(n, n, 0.9) for n in (2, 30, 40, 90)] == [
        Place.INSIDE, Place.INSIDE, Place.ABOVE, Place.FAR_ABOVE
    ]  # fmt: skip
    assert [funnel_place(0, n, 0.1) for n in (2, 40)] == [Place.INSIDE, Place.BELOW]
    few, more = drawn_limits(0.9, 30), drawn_limits(0.9, 40)
    assert few is not None
    assert more is not None
    assert few.high == 1
    assert more.high < 1
    assert drawn_limits(0.9, 0) is None


def test_a_target_of_all_or_nothing_leaves_no_room_and_nobody_has_no_place() -> None:
    assert funnel_limits(1.0, 50) == (1.0, 1.0)
    assert funnel_place(50, 50, 1.0) is Place.INSIDE
    assert funnel_place(49, 50, 1.0) is Place.FAR_BELOW
    assert funnel_limits(0.5, 0) is None
    assert funnel_place(0, 0, 0.5) is None
    with pytest.raises(ValueError, match="between 0 and 1"):
        funnel_limits(1.2, 10)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(40, 90)), min_size=2, max_size=25), st.floats(0.05, 0.95))
def test_the_spread_is_that_of_plain_python(units: list[tuple[int, int]], target: float) -> None:
    successes, n = zip(*units, strict=True)
    got = spread(successes, n, target)
    assert got is not None
    assert got.phi == pytest.approx(funnel_phi(successes, n, target), rel=1e-9, abs=1e-9)
    assert got.p == pytest.approx(scipy.stats.chi2.sf(len(n) * got.phi, len(n) - 1), abs=1e-9)


def test_units_that_differ_beyond_chance_are_overdispersed_and_get_wider_limits() -> None:
    rng = np.random.default_rng(1)
    alike = [int(one) for one in rng.binomial(200, 0.8, 20)]
    apart = [int(one) for one in rng.binomial(200, rng.uniform(0.6, 0.97, 20))]
    calm, torn = spread(alike, [200] * 20, sum(alike) / 4000), spread(apart, [200] * 20, sum(apart) / 4000)
    assert calm is not None
    assert torn is not None
    assert not calm.is_overdispersed
    assert torn.is_overdispersed
    plain, wide = funnel_limits(0.8, 200), funnel_limits(0.8, 200, phi=torn.phi)
    assert plain is not None
    assert wide is not None
    assert wide.low < plain.low < plain.high < wide.high


def test_no_spread_of_one_unit_or_around_all_or_nothing() -> None:
    assert spread([3], [4], 0.5) is None
    assert spread([3, 0], [4, 0], 0.5) is None
    assert spread([4, 4], [4, 4], 1.0) is None
