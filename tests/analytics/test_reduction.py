"""Deadline reduction: two spans of received cases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analytics.change_words import middle
from analytics.measures.cases import known_at
from analytics.measures.declaration import Unit
from analytics.measures.period import Month, Period
from analytics.measures.reduction import SIGNIFICANT, reduction
from analytics.measures.registry.comparisons import P90_NEEDS
from analytics.methods.logrank import LogRank, logrank
from analytics.methods.open_bootstrap import open_median_difference
from analytics.methods.quantiles import OUTSIDE, P90, quantile_interval
from analytics.methods.survival import kaplan_meier
from tests.analytics.conftest import AS_OF, case, frame_of

BASE, NOW = Period.of(Month(2026, 3)), Period.of(Month(2026, 6))


def month_of(month: int, *lasted: int, still_open: int = 0) -> list[dict[str, str]]:
    settled = [case(f"2026-{month:02d}-01", settled=f"2026-{month:02d}-{1 + days:02d}") for days in lasted]
    return [*settled, *(case(f"2026-{month:02d}-01") for _ in range(still_open))]


def test_a_clear_reduction_is_negative_and_demonstrated() -> None:
    cases = frame_of(*month_of(3, *range(15, 28)), *month_of(6, *range(2, 15)))
    found = reduction(known_at(cases, AS_OF), NOW, BASE, AS_OF)
    assert found.difference is not None
    assert found.difference.value == -13
    assert found.is_demonstrated
    assert found.test is not None
    assert found.test.p < 0.001
    assert (found.now.median, found.base.median) == (8, 21)


def test_open_cases_are_not_ignored() -> None:
    cases = frame_of(*month_of(3, *range(8, 20)), *month_of(6, *range(2, 14), still_open=20))
    found = reduction(known_at(cases, AS_OF), NOW, BASE, AS_OF)
    assert found.now.still_open == 20
    assert found.now.median == 7.5
    assert found.now.curve.median().value is None, "more than half are still open: the median is not known yet"
    assert found.settled_difference is not None
    assert found.settled_difference.high < 0, "the settled alone are quicker, only because the slow ones are open"
    assert (found.is_enough, found.difference, found.is_demonstrated) == (True, None, False)


def test_the_p90_is_compared_from_36_settled_cases_on() -> None:
    few = frame_of(*month_of(3, *range(1, 28)), *month_of(6, *range(1, 25)))
    found = reduction(known_at(few, AS_OF), NOW, BASE, AS_OF)
    assert (found.now.has_p90, found.p90_difference, found.settled_p90_difference) == (False, None, None)
    assert [quantile_interval(range(n), P90) is not None for n in (P90_NEEDS - 1, P90_NEEDS)] == [False, True]
    many = frame_of(*month_of(3, *range(1, 28), *range(1, 28)), *month_of(6, *range(1, 20), *range(1, 20)))
    found = reduction(known_at(many, AS_OF), NOW, BASE, AS_OF)
    assert found.p90_difference is not None
    assert found.settled_p90_difference is not None
    assert found.p90_difference.value == -7
    assert found.settled_p90_difference.value == pytest.approx(17.3 - 24.7, abs=0.5)
    assert found.p90_difference.high < 0
    assert found.median_test is not None
    assert found.median_test.p > SIGNIFICANT, "the middle has hardly moved, the longest tenth has"


def test_too_few_settled_cases_give_no_interval() -> None:
    cases = frame_of(*month_of(3, 5, 6, 7, 8), *month_of(6, 1, 2, 3, 4, 5, 6))
    found = reduction(known_at(cases, AS_OF), NOW, BASE, AS_OF)
    assert found.difference is None
    assert not found.is_demonstrated


def test_cases_that_left_are_at_risk_until_they_left() -> None:
    gone = [case("2026-06-01", left_day="2026-06-06", left_how="transfer") for _ in range(5)]
    cases = frame_of(*month_of(3, *range(5, 15)), *month_of(6, *range(6, 16)), *gone)
    found = reduction(known_at(cases, AS_OF), NOW, BASE, AS_OF)
    assert (found.now.left, found.now.n, found.now.still_open) == (5, 15, 0)
    assert found.now.curve.open_after(6) == 0.9
    assert found.now.settled_share.by(100) == pytest.approx(10 / 15)


def test_negative_durations_stay_out_and_are_counted() -> None:
    cases = frame_of(*month_of(3, *range(5, 12)), case("2026-06-09", settled="2026-06-01"), *month_of(6, 1, 2, 3, 4, 5))
    found = reduction(known_at(cases, AS_OF), NOW, BASE, AS_OF, Unit.WORKING_DAYS)
    assert (found.now.negative, found.now.n) == (1, 5)


def test_empty_spans_compare_to_nothing() -> None:
    found = reduction(known_at(frame_of(), AS_OF), NOW, BASE, AS_OF)
    assert (found.difference, found.test, found.now.n, found.now.median) == (None, None, 0, None)


def test_the_difference_of_medians_counts_open_cases() -> None:
    cases = frame_of(*month_of(3, *range(5, 25)), *month_of(6, *range(5, 25), still_open=4))
    found = reduction(known_at(cases, AS_OF), NOW, BASE, AS_OF)
    medians = [span.curve.median().value for span in (found.now, found.base)]
    assert medians == [16.5, 14.5]
    assert found.difference is not None
    assert found.difference.value == 2.0
    assert found.difference.low < 0 < found.difference.high


def test_an_interval_without_zero_is_no_claim_where_the_test_of_the_curves_disagrees() -> None:
    fast_half, slow_half = [5] * 14 + [27] * 12, [14] * 14 + [15] * 12
    cases = frame_of(*month_of(3, *slow_half), *month_of(6, *fast_half))
    found = reduction(known_at(cases, AS_OF), NOW, BASE, AS_OF)
    assert found.test is not None
    agrees = found.test.p < SIGNIFICANT and found.test.excess > 0
    assert found.is_demonstrated == (found.difference is not None and found.difference.high < 0 and agrees)


SIMULATIONS, LEVEL = 200, 0.08


@pytest.mark.parametrize(("n", "shape"), [(60, 1.0), (250, 3.0)])
def test_a_span_cut_off_early_is_rarely_called_shorter(n: int, shape: float) -> None:
    """Both spans by one process; the newer is looked at three days after its end, so its slow cases are open."""
    rng = np.random.default_rng(2)
    claims = settled_claims = 0
    for _number in range(SIMULATIONS):
        lasted, base = (np.ceil(rng.gamma(shape, 21 / shape, n)) for _ in range(2))
        age = 30 - rng.integers(0, 31, n) + 3
        times, is_settled, all_settled = np.minimum(lasted, age), lasted <= age, np.ones(n, dtype=bool)
        found = open_median_difference((times, is_settled), (base, all_settled), resamples=200)
        test = logrank(times, is_settled, base, all_settled)
        claims += found is not None and found.high < 0 and test is not None and test.p < SIGNIFICANT
        settled_claims += np.median(lasted[is_settled]) < np.median(base)
    assert claims <= LEVEL * SIMULATIONS
    assert settled_claims > 0.9 * SIMULATIONS, "the settled alone would nearly always seem quicker"


def test_resampled_curves_are_those_of_cases_drawn_one_by_one() -> None:
    rng = np.random.default_rng(3)
    lasted, cut = np.ceil(rng.gamma(2, 9, 150)), rng.integers(5, 40, 150)
    times, is_settled = np.minimum(lasted, cut), lasted <= cut
    base, base_settled = np.ceil(rng.gamma(2, 12, 120)), np.ones(120, dtype=bool)

    def median_of_draw(durations: np.ndarray, ended: np.ndarray) -> float:
        drawn = rng.integers(0, len(durations), len(durations))
        return kaplan_meier(durations[drawn], ended[drawn]).median().value or np.nan

    draws = [median_of_draw(times, is_settled) - median_of_draw(base, base_settled) for _ in range(1500)]
    found = open_median_difference((times, is_settled), (base, base_settled))
    assert found is not None
    assert [found.low, found.high] == pytest.approx(np.nanquantile(draws, [OUTSIDE, 1 - OUTSIDE]), abs=1.0)


def test_very_many_cases_are_thinned_without_moving_the_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    times, base = rng.exponential(400, 3000), rng.exponential(420, 3000)
    ended = times < 900
    now = (np.minimum(times, 900), ended)
    thinned = open_median_difference(now, (base, np.ones(3000, dtype=bool)), resamples=500)
    monkeypatch.setattr("analytics.methods.open_bootstrap.MOST_STEPS", 10_000)
    whole = open_median_difference(now, (base, np.ones(3000, dtype=bool)), resamples=500)
    assert thinned is not None
    assert whole is not None
    assert thinned.value == whole.value
    assert [thinned.low, thinned.high] == pytest.approx([whole.low, whole.high], abs=5)


@pytest.mark.usefixtures("speaking")
def test_a_department_s_words_claim_only_what_interval_and_test_agree_on() -> None:
    faster = reduction(
        known_at(frame_of(*month_of(3, *range(15, 28)), *month_of(6, *range(2, 15))), AS_OF), NOW, BASE, AS_OF
    )
    assert middle(faster).word.startswith("krócej o 13")
    split = replace(faster, test=LogRank(0.1, 0.75, 0.4))
    assert middle(split).word == "nie wykazano zmiany (test log-rank jej nie potwierdza)"
    assert middle(replace(faster, is_enough=False)).word == "za mało danych"
