"""Months, periods and what a reader may ask for."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.forms import asked, asked_month, asked_page, asked_span, months_to_choose
from analytics.kept import Kept
from analytics.measures.period import Month, Period
from kernel.errors import NotFound
from kernel.permissions import EVERYWHERE

TODAY = dt.date(2026, 11, 21)
YEAR = (Month(2025, 11), Month(2026, 10))


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.integers(-400, 400))
def test_months_count_forth_and_back(day: dt.date, count: int) -> None:
    month = Month.of(day)
    assert month.plus(count).plus(-count) == month
    assert month.first <= day <= month.last
    assert Month.parse(f"{1991 + day.year % 50}-{day.month:02d}").number == day.month


def test_months_one_may_ask_for_end() -> None:
    assert [Month.parse(written).year for written in ("1991-01", "2040-12")] == [1991, 2040]
    for written in ("1990-12", "2041-01", "1900-05", "٢٠٢٦-١٠"):
        with pytest.raises(ValueError, match="month"):
            Month.parse(written)


def test_periods_are_runs_of_months() -> None:
    period = Period.of(Month(2025, 11), Month(2026, 2))
    assert [str(month) for month in period.months] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert str(period) == "2025-11..2026-02"
    assert str(Period.of(Month(2026, 2))) == "2026-02"
    assert str(Period(dt.date(2026, 2, 3), dt.date(2026, 2, 4))) == "2026-02-03..2026-02-04"
    with pytest.raises(ValueError, match="before"):
        Period.of(Month(2026, 2), Month(2026, 1))


@pytest.mark.parametrize("written", ["", "2026", "2026-13", "2026-00", "26-10", "2026-1", "0000-01", "październik"])
def test_only_months_are_months(written: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(written)


def test_a_reader_gets_the_last_complete_month_unless_another_is_asked_for() -> None:
    assert asked_month({}, TODAY) == Month(2026, 10)
    assert asked_month({"month": "2026-11"}, TODAY) == Month(2026, 11)
    for written in ("2026-12", "x"):
        with pytest.raises(NotFound):
            asked_month({"month": written}, TODAY)


def test_a_span_may_be_named_from_either_end_and_is_never_endless() -> None:
    both = {"from": "2026-10", "to": "2026-01"}
    assert str(asked_span(both, TODAY, ("from", "to"), YEAR)) == "2026-01..2026-10"
    assert str(asked_span({}, TODAY, ("from", "to"), YEAR)) == "2025-11..2026-10"
    long = asked_span({"from": "1999-01", "to": "2026-10"}, TODAY, ("from", "to"), YEAR)
    assert len(long.months) == 60


def test_departments_outside_the_scope_are_not_there() -> None:
    own, other = uuid.uuid4(), uuid.uuid4()
    assert asked({"department": str(own)}, frozenset({own})).choice.department == own
    assert asked({"department": str(other)}, EVERYWHERE).choice.department == other
    for written in (str(other), "everything"):
        with pytest.raises(NotFound):
            asked({"department": written}, frozenset({own}))


@pytest.mark.parametrize(("written", "page"), [("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("9" * 30, 1), ("²", 1)])
def test_a_page_is_a_number_from_one(written: str, page: int) -> None:
    assert asked_page({"page": written}) == page


def test_months_to_choose_begin_with_the_data() -> None:
    assert len(months_to_choose(None, TODAY)) == 12
    assert str(months_to_choose(Month(2024, 11), TODAY)[-1]) == "2024-11"
    assert len(months_to_choose(Month(1990, 1), TODAY)) == 180


def test_the_least_recently_used_report_is_forgotten_first() -> None:
    kept, made = Kept(2), []

    def get(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key)  # type: ignore[func-returns-value]

    for key in ("a", "b", "a", "c", "a", "b"):
        assert get(key) == key
    assert made == ["a", "b", "c", "b"]
