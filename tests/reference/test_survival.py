"""Kaplan-Meier, log-rank and Aalen-Johansen against R's survival package and scipy."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from analytics.methods.competing import aalen_johansen
from analytics.methods.logrank import logrank
from analytics.methods.survival import kaplan_meier

Groups = dict[str, tuple[list[float], list[bool]]]
some_lives = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=60)


@pytest.mark.parametrize("group", ["Maintained", "Nonmaintained"])
@pytest.mark.parametrize(("kind", "key"), [("log", "R conf.type log"), ("log-log", "log-log")])
def test_r_survfit_aml_medians_and_limits(
    vectors: dict[str, Any], aml: Groups, group: str, kind: Any, key: str
) -> None:
    expected = vectors["kaplan_meier"]["aml (survival_aml.csv)"][group]
    curve = kaplan_meier(*aml[group])
    median = curve.median(kind)
    assert (curve.n, curve.events, median.value) == (expected["n"], expected["events"], expected["median"])
    assert [median.low, median.high] == expected[key]


def test_r_survfit_lung_medians_by_ecog(vectors: dict[str, Any], lung: Groups) -> None:
    for group, expected in vectors["kaplan_meier"]["lung by ph.ecog (survival_lung.csv; status 2 = event)"].items():
        median = kaplan_meier(*lung[group]).median("log")
        assert median.value == expected["median"], group
        if "log" in expected:
            assert [median.low, median.high] == expected["log"], group


def test_r_quantiles_on_the_steps_and_between(vectors: dict[str, Any]) -> None:
    published = vectors["kaplan_meier"]["quantiles (R survival tests)"]
    curve = kaplan_meier(published["time"], [bool(status) for status in published["status"]])
    for share, value in zip(published["at_S"], published["value"], strict=True):
        assert curve.quantile(float(Fraction(share))).value == value, share


def test_r_takes_the_middle_of_a_flat_half() -> None:
    assert kaplan_meier(range(1, 7), [True] * 6).median().value == 3.5
    assert kaplan_meier(range(1, 21), [True] * 20).median().value == 10.5


@given(some_lives)
def test_kaplan_meier_agrees_with_scipy_ecdf(lives: list[tuple[int, bool]]) -> None:
    times = [time for time, _ in lives]
    ended = [end for _, end in lives]
    data = scipy.stats.CensoredData.right_censored(times, [not end for end in ended])
    oracle = scipy.stats.ecdf(data).sf
    curve = kaplan_meier(times, ended)
    assert [curve.open_after(time) for time in oracle.quantiles] == pytest.approx(list(oracle.probabilities))
    assert curve.open_after(-1) == 1.0


def test_r_survdiff_aml(vectors: dict[str, Any], aml: Groups) -> None:
    expected = vectors["kaplan_meier"]["aml (survival_aml.csv)"]["log_rank"]
    got = logrank(*aml["Maintained"], *aml["Nonmaintained"])
    assert got is not None
    assert got.chisq == pytest.approx(expected["chisq"], rel=1e-9)
    assert got.p == pytest.approx(expected["p"], rel=1e-9)


@given(some_lives, some_lives)
def test_logrank_agrees_with_scipy(ours: list[tuple[int, bool]], theirs: list[tuple[int, bool]]) -> None:
    first, second = list(zip(*ours, strict=True)), list(zip(*theirs, strict=True))
    got = logrank(*first, *second)
    if got is None:
        return
    oracle = scipy.stats.logrank(
        *(
            scipy.stats.CensoredData.right_censored(times, [not end for end in ended])
            for times, ended in (first, second)
        )
    )
    assert got.chisq == pytest.approx(float(oracle.statistic) ** 2, abs=1e-9)
    assert got.p == pytest.approx(float(oracle.pvalue), abs=1e-9)


def test_logrank_of_nothing_is_none() -> None:
    assert logrank([1.0], [False], [2.0], [False]) is None
    assert logrank([], [], [2.0], [True]) is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2)), min_size=1, max_size=60))
def test_aalen_johansen_causes_and_the_open_share_add_up_to_one(lives: list[tuple[int, int]]) -> None:
    times, causes = [time for time, _ in lives], [cause for _, cause in lives]
    curve = kaplan_meier(times, [cause > 0 for cause in causes])
    for time in sorted(set(times)):
        ended = sum(aalen_johansen(times, causes, cause).by(time) for cause in (1, 2))
        assert ended + curve.open_after(time) == pytest.approx(1.0)


def test_aalen_johansen_with_one_cause_is_kaplan_meier(aml: Groups) -> None:
    times, ended = aml["Nonmaintained"]
    incidence = aalen_johansen(times, [int(end) for end in ended])
    assert incidence.by(23) == pytest.approx(1 - kaplan_meier(times, ended).open_after(23))
    assert incidence.first_time_at(0.5) == 23
    assert incidence.first_time_at(1.01) is None


def test_a_withdrawn_case_is_neither_settled_nor_still_to_be_settled() -> None:
    incidence = aalen_johansen([1, 2, 3, 4], [1, 2, 1, 2], cause=1)
    assert incidence.by(4) == pytest.approx(0.5)
    assert 1 - kaplan_meier([1, 2, 3, 4], [True, False, True, False]).open_after(4) > 0.5


def test_a_negative_duration_never_enters_a_curve() -> None:
    with pytest.raises(ValueError, match="negative"):
        kaplan_meier([-1.0, 2.0], [True, True])


def test_a_curve_of_nobody_has_no_median() -> None:
    assert kaplan_meier([], []).median().value is None
    assert np.isfinite(kaplan_meier([1, 2], [False, False]).survival).all()
