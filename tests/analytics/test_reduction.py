"""Deadline reduction: two spans of received cases."""

from __future__ import annotations

import pytest

from analytics.measures.cases import known_at
from analytics.measures.declaration import Unit
from analytics.measures.period import Month, Period
from analytics.measures.reduction import reduction
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


def test_too_few_settled_cases_give_no_interval() -> None:
    cases = frame_of(*month_of(3, 5, 6, 7, 8), *month_of(6, 1, 2, 3, 4, 5, 6))
    found = reduction(known_at(cases, AS_OF), NOW, BASE, AS_OF)
    assert found.difference is None
    assert not found.is_demonstrated


def test_cases_that_left_are_at_risk_until_they_left() -> None:
    gone = [case("2026-06-01", left_day="2026-06-06", left_how="transferred") for _ in range(5)]
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
