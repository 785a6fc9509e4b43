"""Receipt phase of building permits in a Dutch municipality (CoSeLoG, 4TU), as of 23 January 2012."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pandas as pd
import pytest

from analytics.measures.deadlines import compute, on_time
from analytics.measures.declaration import Unit
from analytics.measures.durations import is_impossible, took
from analytics.measures.period import Month, Period
from tests.cast import NOW
from tests.reference.conftest import Cases, ImportedCases

AS_OF = dt.datetime(2012, 1, 23, 14, 42, 54, 644_000, tzinfo=dt.UTC)
EVER = Period.of(Month(2009, 1), Month(2026, 11))
HOURS_IN_DAY = 24


@pytest.fixture(scope="module")
def receipt(imported_cases: Cases) -> ImportedCases:
    return imported_cases("coselog_receipt", "receipt.csv")


@pytest.fixture(scope="module")
def known(receipt: ImportedCases) -> pd.DataFrame:
    return receipt.known(AS_OF)


def test_receipt_events_become_cases(receipt: ImportedCases, known: pd.DataFrame) -> None:
    assert (receipt.summary.rows, receipt.summary.taken, len(known)) == (8_577, 1_434, 1_434)
    assert compute("settled", known, EVER).n == 1_329
    assert compute("backlog", known, EVER).n == 105
    assert compute("overdue", known, EVER).n == 39


def test_receipt_on_time_by_due_cohort(known: pd.DataFrame) -> None:
    result = on_time(known, EVER)
    assert (result.numerator, result.n) == (924, 1_340)
    assert pytest.approx(0.689552, abs=5e-7) == 924 / 1_340
    assert (result.numerator or 0) + result.beside["not_yet_due_settled"] == 952


def test_receipt_days_from_start_to_end(known: pd.DataFrame) -> None:
    assert is_impossible(known).sum() == 2
    days = took(known, Unit.HOURS) / HOURS_IN_DAY
    assert (days.median(), days.quantile(0.9), days.mean()) == pytest.approx(
        (50.636994, 105.552233, 58.980811), abs=5e-7
    )
    possible = days[~is_impossible(known)]
    assert possible.mean() == pytest.approx(59.069775, abs=5e-7)
    for key, expected in (("median_hours", 50.642316), ("p90_hours", 105.577247)):
        result = compute(key, known, EVER)
        assert (result.n, result.beside) == (1_327, {"negative": 2})
        assert (result.value or 0) / HOURS_IN_DAY == pytest.approx(expected, abs=5e-7)


def test_receipt_departments_published_over_the_closed_cases(receipt: ImportedCases) -> None:
    """28/29 + 9/15 + 915/1285 is 952/1329: the closed cases, not the due cohort; that one stands in the next test."""
    known = receipt.known(NOW)
    keys = receipt.departments()
    for name, published in (("Customer contact", (28, 29)), ("Experts", (9, 15)), ("General", (915, 1_285))):
        closed = known[(known["department"] == keys[name]) & known["is_settled"]]
        result = on_time(closed, EVER)
        assert (result.numerator, result.n) == published, name
    assert (on_time(known, EVER).numerator, compute("settled", known, EVER).n) == (952, 1_329)


def test_receipt_departments_by_due_cohort_add_up_to_the_whole(receipt: ImportedCases, known: pd.DataFrame) -> None:
    keys = receipt.departments()
    parts = [
        on_time(known[known["department"] == keys[name]], EVER) for name in ("Customer contact", "Experts", "General")
    ]
    assert (sum(part.numerator or 0 for part in parts), sum(part.n or 0 for part in parts)) == (924, 1_340)


def test_receipt_channels(receipt: ImportedCases) -> None:
    channels = Counter(row.channel for row in receipt.rows())
    assert channels == {"web": 1_250, "counter": 109, "paper": 53, "email": 21, "other": 1}


def test_receipt_channels_are_a_dimension_of_the_figures_and_add_up(known: pd.DataFrame) -> None:
    assert known["channel"].value_counts().to_dict() == {
        "web": 1_250, "counter": 109, "paper": 53, "email": 21, "other": 1,
    }  # fmt: skip
    parts = [on_time(known[known["channel"] == one], EVER) for one in known["channel"].unique()]
    assert (sum(part.numerator or 0 for part in parts), sum(part.n or 0 for part in parts)) == (924, 1_340)


def test_receipt_settled_late_and_what_was_left_of_the_term_share_out_the_settled(receipt: ImportedCases) -> None:
    known = receipt.known(NOW)
    assert compute("settled_late", known, EVER).n == 1_329 - 952
    assert compute("median_reserve_hours", known, EVER).beside == {"late": 1_329 - 952}


def test_receipt_quarters_and_years_add_up_to_the_due_cohort(known: pd.DataFrame) -> None:
    years = range(2010, 2013)
    for lasts in (3, 12):
        periods = [
            Period.of(Month(year, first), Month(year, first + lasts - 1))
            for year in years
            for first in range(1, 13, lasts)
        ]
        found = [on_time(known, one) for one in periods]
        whole = on_time(known, Period.of(Month(2010, 1), Month(2012, 12)))
        assert sum(one.numerator or 0 for one in found) == whole.numerator
        assert sum(one.n or 0 for one in found) == whole.n
