"""Direct standardisation: what remains of a difference when the mix of cases is held still."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.methods.newcombe import newcombe
from analytics.methods.open_bootstrap import open_median_difference
from analytics.methods.standardised import mix_of, share_difference, standardised_medians, standardised_share
from analytics.methods.wilson import wilson


def spell(*lasted: int) -> tuple[list[float], list[bool]]:
    return [float(one) for one in lasted], [True] * len(lasted)


def test_a_reduction_made_by_the_mix_alone_disappears() -> None:
    """Quick cases take 5 days and slow ones 30 in both spans; there are only more of the quick ones now."""
    quick, slow = list(range(1, 10)), list(range(26, 35))
    base = {"quick": spell(*quick), "slow": spell(*slow * 3)}
    now = {"quick": spell(*quick * 3), "slow": spell(*slow)}
    found = standardised_medians(now, base)
    assert found.now == found.base
    assert found.difference is not None
    assert found.difference.value == 0
    assert not found.difference.is_demonstrated


def test_a_reduction_within_every_kind_remains() -> None:
    rng = np.random.default_rng(4)
    base = {key: spell(*(20 + rng.integers(0, 10, 60))) for key in "ab"}
    now = {key: spell(*(10 + rng.integers(0, 10, 25 if key == "a" else 90))) for key in "ab"}
    found = standardised_medians(now, base)
    assert found.difference is not None
    assert found.difference.high < 0
    assert found.difference.value == pytest.approx(-10, abs=2)


def test_one_stratum_is_the_difference_of_the_curves_themselves() -> None:
    rng = np.random.default_rng(6)
    lasted, base = np.ceil(rng.gamma(2, 9, 90)), np.ceil(rng.gamma(2, 12, 120))
    now = (np.minimum(lasted, 30), lasted <= 30)
    found = standardised_medians({"all": now}, {"all": (base, np.ones(120, dtype=bool))}, resamples=2000)
    plain = open_median_difference(now, (base, np.ones(120, dtype=bool)))
    assert found.difference == plain


def test_strata_far_apart_are_thinned_around_the_median_of_the_mix(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mix's median lies far above that of the quick stratum and far below that of the slow one."""
    rng = np.random.default_rng(9)
    sides = [
        {
            key: (rng.gamma(9, mean / 9, 2500), np.ones(2500, dtype=bool))
            for key, mean in (("quick", 100), ("slow", 300))
        }
        for _ in range(2)
    ]
    thinned = standardised_medians(sides[0], sides[1], resamples=300)
    monkeypatch.setattr("analytics.methods.open_bootstrap.MOST_STEPS", 100_000)
    whole = standardised_medians(sides[0], sides[1], resamples=300)
    assert (thinned.now, thinned.base) == (whole.now, whole.base)
    assert thinned.difference is not None
    assert whole.difference is not None
    assert 120 < (whole.now or 0) < 240
    assert [thinned.difference.low, thinned.difference.high] == pytest.approx(whole.difference[1:], abs=1.5)


@pytest.mark.parametrize(("n", "base_n"), [((5,) * 6, (5,) * 6), ((5, 5, 30), (30, 60, 5))])
def test_intervals_from_small_strata_hold_the_truth(n: tuple[int, ...], base_n: tuple[int, ...]) -> None:
    rng, rounds, held = np.random.default_rng(3), 150, 0
    for _ in range(rounds):
        now, base = (
            {
                place: (np.ceil(rng.gamma(2, 5 + 2 * place, size)), np.ones(size, dtype=bool))
                for place, size in enumerate(sizes)
            }
            for sizes in (n, base_n)
        )
        found = standardised_medians(now, base, resamples=200).difference
        held += found is not None and found.low <= 0 <= found.high
    assert held >= 0.89 * rounds


def test_an_unknown_median_gives_no_difference_and_nothing_gives_nothing() -> None:
    open_still = ([3.0] * 8, [False] * 8)
    found = standardised_medians({"a": open_still}, {"a": spell(*range(1, 9))})
    assert (found.now, found.base, found.difference) == (None, 4.5, None)
    assert standardised_medians({}, {}) == (None, None, None)
    with pytest.raises(ValueError, match="every stratum"):
        standardised_medians({"a": spell(1)}, {"b": spell(1)})


def test_strata_without_a_counterpart_are_named_and_what_is_covered_is_counted() -> None:
    mix = mix_of({"a": 6, "b": 9, "c": 2}, {"b": 30, "d": 8, "c": 2, "a": 4}, minimum=5)
    assert (mix.common, mix.only_now, mix.only_base) == (("b",), ("a",), ("d",))
    assert mix.covered == pytest.approx(30 / 44)
    assert mix_of({"a": 6}, {}).covered == 0


def test_shares_of_the_textbook_s_two_strata() -> None:
    """80 of 100 simple and 10 of 50 hard ones, the baseline half simple half hard: 0.5 x 0.8 + 0.5 x 0.2."""
    got = standardised_share({"simple": (80, 100), "hard": (10, 50)}, {"simple": 70, "hard": 70})
    assert got is not None
    assert got.value == pytest.approx(0.5)
    assert got.low < 0.5 < got.high
    assert standardised_share({"a": (56, 70)}, {"a": 3}) == pytest.approx((0.8, *(wilson(56, 70) or ())))
    now, base = standardised_share({"a": (56, 70)}, {"a": 3}), standardised_share({"a": (48, 80)}, {"a": 3})
    assert now is not None
    assert base is not None
    assert share_difference(now, base) == pytest.approx(newcombe(56, 70, 48, 80))
    assert standardised_share({}, {}) is None
    assert standardised_share({"a": (0, 0)}, {"a": 3}) is None
