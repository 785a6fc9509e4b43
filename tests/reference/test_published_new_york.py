"""New York 311: rows closed before they were created, and a day without due dates."""

from __future__ import annotations

from analytics.measures.deadlines import compute, on_time
from analytics.measures.declaration import Unit
from analytics.measures.durations import is_impossible, took
from analytics.measures.period import Month, Period
from analytics.measures.result import WhyNot
from tests.cast import NOW
from tests.reference.conftest import Cases

EVER = Period.of(Month(2016, 1), Month(2026, 11))


def test_new_york_2018_rows_closed_before_they_were_created_are_kept_reported_and_in_no_duration(
    imported_cases: Cases,
) -> None:
    new_york = imported_cases("nyc311_2018", "nyc_311_dirty_dates_2018.csv")
    known = new_york.known(NOW)
    assert (new_york.summary.taken, len(known)) == (155, 155)
    assert new_york.report.remarks["settled_before_received"] == 16
    impossible = set(known[is_impossible(known)]["id"])
    assert len(impossible) == 16
    assert {row.imported_flag for row in new_york.rows() if str(row.id) in impossible} == {"Pending"}
    assert (took(known[~is_impossible(known)], Unit.HOURS).dropna() >= 0).all()
    result = compute("median_hours", known, EVER)
    assert result.beside == {"negative": 16}
    assert result.n == (compute("settled", known, EVER).n or 0) - 16


def test_new_york_2025_without_due_dates_has_no_on_time_share(imported_cases: Cases) -> None:
    known = imported_cases("nyc311_2025", "nyc_311_mar2025.csv").known(NOW)
    assert len(known) == 235
    result = on_time(known, EVER)
    assert (result.n, result.value, result.why_not) == (0, None, WhyNot.NOBODY)
