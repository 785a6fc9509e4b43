"""Baltimore 311, 2014-2019, as of 13 February 2019: published figures and the comparison of 2015 with 2018."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats

from analytics.measures.deadlines import compute, on_time
from analytics.measures.declaration import Cohort, Unit
from analytics.measures.durations import took
from analytics.measures.period import Month, Period
from analytics.measures.reduction import Reduction, reduction
from analytics.methods.brown_mood import brown_mood
from tests.reference.conftest import Cases, ImportedCases

AS_OF = dt.datetime(2019, 2, 13, 16, 18, 56, tzinfo=dt.UTC)
EVER = Period.of(Month(2013, 1), Month(2026, 11))
FILE = "baltimore_311_sample_slim.csv"


@pytest.fixture(scope="module")
def baltimore(imported_cases: Cases) -> ImportedCases:
    return imported_cases("baltimore311", FILE)


@pytest.fixture(scope="module")
def known(baltimore: ImportedCases) -> pd.DataFrame:
    return baltimore.known(AS_OF)


@pytest.fixture(scope="module")
def found(known: pd.DataFrame) -> Reduction:
    now, base = (Period.of(Month(number, 1), Month(number, 12)) for number in (2018, 2015))
    return reduction(known, now, base, AS_OF, Unit.HOURS)


@pytest.fixture
def expected(vectors: dict[str, Any]) -> dict[str, Any]:
    name = "period_comparison (baltimore_311_sample_slim.csv, created 2015 vs 2018, as of 2019-02-13T16:18:56)"
    comparison: dict[str, Any] = vectors[name]
    return comparison


def test_baltimore_counts(baltimore: ImportedCases, known: pd.DataFrame) -> None:
    assert (baltimore.summary.taken, len(known)) == (10_000, 10_000)
    assert known["due_at"].notna().sum() == 9_714
    assert compute("settled", known, EVER).n == 9_792


def test_baltimore_on_time_by_due_cohort(known: pd.DataFrame) -> None:
    result = on_time(known, EVER)
    assert result.n == 9_646
    assert (result.numerator or 0) / 9_646 == pytest.approx(0.823554, abs=5e-7)
    assert result.value is None, "68 cases are not yet due: counts are shown and no share"
    assert result.beside["not_yet_due"] - result.beside["not_yet_due_settled"] == 24
    early = result.beside["not_yet_due_settled"]
    assert ((result.numerator or 0) + early) / 9_714 == pytest.approx(0.822318, abs=5e-7)


def test_baltimore_closed_with_a_due_date(baltimore: ImportedCases) -> None:
    later = baltimore.known(AS_OF + dt.timedelta(days=400))
    assert on_time(later, EVER, cohort=Cohort.SETTLED).value == pytest.approx(0.836002, abs=5e-7)


def test_baltimore_hours_to_settle(known: pd.DataFrame) -> None:
    assert compute("median_hours", known, EVER).value == pytest.approx(32.404444, abs=5e-7)
    assert compute("p90_hours", known, EVER).value == pytest.approx(648.126694, abs=5e-7)


def test_baltimore_s_own_days_open_are_our_calendar_days(
    baltimore: ImportedCases, known: pd.DataFrame, reference_data: Path
) -> None:
    numbers = {str(row.id): row.external_number for row in baltimore.rows()}
    days = {numbers[key]: value for key, value in zip(known["id"], took(known, Unit.DAYS), strict=True)}
    with (reference_data / FILE).open(encoding="utf-8", newline="") as file:
        told = {row["ServiceRequestNum"]: row["DaysOpen"] for row in csv.DictReader(file) if row["CloseDate"]}
    assert len(told) == 9_792
    assert all(days[number] == float(open_days) for number, open_days in told.items())


def test_baltimore_2015_against_2018_difference_of_medians(found: Reduction, expected: dict[str, Any]) -> None:
    assert [found.base.median, found.now.median] == pytest.approx(expected["closed_only_median_h"], abs=1e-6)
    assert found.settled_difference is not None
    assert found.settled_difference.value == pytest.approx(expected["difference"], abs=1e-6)
    published = expected["bootstrap_95 (4000 resamples, default_rng(7))"]
    assert [found.settled_difference.low, found.settled_difference.high] == pytest.approx(published, abs=0.5)


def test_baltimore_2015_against_2018_is_shorter_with_open_cases_as_well(found: Reduction) -> None:
    assert found.difference is not None
    assert found.difference.high < 0
    assert found.is_demonstrated


def test_baltimore_2015_against_2018_with_open_cases(found: Reduction, expected: dict[str, Any]) -> None:
    assert [found.base.still_open, found.now.still_open] == expected["open"]
    assert found.test is not None
    assert found.test.chisq == pytest.approx(expected["log_rank"]["chisq"], abs=5e-6)
    assert found.test.p == pytest.approx(expected["log_rank"]["p"], abs=5e-7)


def test_baltimore_2015_against_2018_medians_with_open_cases(found: Reduction, expected: dict[str, Any]) -> None:
    """Published is the first time by which half is settled; ours is R's middle of the flat piece that begins there.

    Both curves run exactly at one half for a moment (1,860 and 2,222 cases), so the two conventions differ.
    """
    for span, published in zip((found.base, found.now), expected["km_median_h"], strict=True):
        first = span.settled_share.first_time_at(0.5)
        assert first is not None
        assert first == pytest.approx(published, abs=1e-6)
        median = span.curve.median().value
        assert median is not None
        step = int(np.searchsorted(span.curve.times, first))
        assert median == pytest.approx((span.curve.times[step] + span.curve.times[step + 1]) / 2)


def test_baltimore_2015_against_2018_brown_mood_on_the_same_durations(
    found: Reduction, expected: dict[str, Any]
) -> None:
    oracle = scipy.stats.median_test(found.base.settled_after, found.now.settled_after)
    ours = brown_mood(found.now.settled_after, found.base.settled_after)
    assert ours is not None
    for chisq, p in (ours, (oracle.statistic, oracle.pvalue)):
        assert chisq == pytest.approx(expected["brown_mood"]["chi2"], abs=5e-7)
        assert p == pytest.approx(expected["brown_mood"]["p"], rel=1e-4)
