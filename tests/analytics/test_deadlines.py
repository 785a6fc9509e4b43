"""Deadline figures on cases one can count by hand."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.measures import members
from analytics.measures.cases import known_at, of_population
from analytics.measures.deadlines import IMPORTED, LEGAL, compute
from analytics.measures.declaration import Cohort, Population, Unit
from analytics.measures.durations import age, durations, is_impossible
from analytics.measures.period import Month, Period
from analytics.measures.registry import measure
from analytics.measures.result import WhyNot
from kernel.clock import warsaw
from tests.analytics.conftest import AS_OF, case, frame_of

OCTOBER = Period.of(Month(2026, 10))
NOVEMBER = Period.of(Month(2026, 11))


def test_the_due_cohort_counts_open_cases_past_their_last_day_as_late() -> None:
    known = known_at(
        frame_of(
            case("2026-09-05", "2026-10-05", "2026-10-05"),
            case("2026-09-06", "2026-10-06", "2026-10-07"),
            case("2026-09-07", "2026-10-07"),
            case("2026-09-30", "2026-11-02", "2026-10-15"),
        ),
        AS_OF,
    )
    result = compute("on_time", known, OCTOBER)
    assert (result.numerator, result.n) == (1, 3)
    assert result.value == pytest.approx(1 / 3)
    assert result.beside == {
        "late": 2, "late_noticed": 0, "late_open": 1, "left": 0, "not_yet_due": 0, "not_yet_due_settled": 0,
    }  # fmt: skip
    assert result.low is not None
    assert result.low < 1 / 3


def test_the_running_month_has_counts_and_no_share() -> None:
    known = known_at(
        frame_of(case("2026-10-10", "2026-11-10", "2026-11-03"), case("2026-10-25", "2026-11-25", "2026-11-12")), AS_OF
    )
    result = compute("on_time", known, NOVEMBER)
    assert (result.numerator, result.n, result.value, result.why_not) == (1, 1, None, WhyNot.RUNNING)
    assert result.beside["not_yet_due"] == result.beside["not_yet_due_settled"] == 1


def test_a_case_open_on_its_last_day_is_not_late_yet() -> None:
    cases = frame_of(case("2026-10-21", "2026-11-21"))
    assert compute("on_time", known_at(cases, AS_OF), NOVEMBER).beside["late"] == 0
    assert compute("on_time", known_at(cases, warsaw(2026, 11, 22)), NOVEMBER).beside["late_open"] == 1


def test_a_case_that_left_by_its_last_day_is_counted_beside_and_one_that_left_later_is_late() -> None:
    known = known_at(
        frame_of(
            case("2026-09-05", "2026-10-05", left_day="2026-10-05", left_how="transfer"),
            case("2026-09-05", "2026-10-05", left_day="2026-10-06", left_how="withdraw"),
        ),
        AS_OF,
    )
    result = compute("on_time", known, OCTOBER)
    assert (result.numerator, result.n, result.beside["left"], result.beside["late"]) == (0, 1, 1, 1)
    gone = compute("left", known, OCTOBER)
    assert (gone.n, gone.beside) == (2, {"transfer": 1, "withdraw": 1})


def test_a_notice_in_time_makes_a_late_case_late_with_notice_and_never_on_time() -> None:
    known = known_at(
        frame_of(
            case("2026-09-05", "2026-10-05", "2026-10-20", noticed_day="2026-10-02"),
            case("2026-09-05", "2026-10-05", noticed_day="2026-10-05"),
            case("2026-09-05", "2026-10-05", "2026-10-20"),
            case("2026-09-05", "2026-10-05", "2026-10-05", noticed_day="2026-10-02"),
        ),
        AS_OF,
    )
    result = compute("on_time", known, OCTOBER)
    assert (result.numerator, result.n, result.beside["late"], result.beside["late_noticed"]) == (1, 4, 3, 2)


def test_the_headline_counts_skargi_and_wnioski_and_no_other_kind() -> None:
    kinds = ("skarga", "wniosek", "petycja", "odwolanie", "zazalenie", "ponaglenie", "sprawa")
    cases = frame_of(*(case("2026-09-05", "2026-10-05", "2026-10-01", kind=kind) for kind in kinds))
    counted = {one: sorted(of_population(cases, one)["kind"]) for one in Population}
    assert counted == {
        Population.COMPLAINTS: ["skarga", "wniosek"],
        Population.SKARGA: ["skarga"],
        Population.WNIOSEK: ["wniosek"],
        Population.SPRAWA: ["sprawa"],
        Population.PETYCJA: ["petycja"],
        Population.ODWOLANIE: ["odwolanie"],
        Population.ZAZALENIE: ["zazalenie"],
        Population.PONAGLENIE: ["ponaglenie"],
    }


def test_a_repeated_skarga_says_nothing_about_being_justified() -> None:
    known = known_at(
        frame_of(*(case("2026-09-05", "2026-10-05", "2026-10-01", outcome=one) for one in ("powtorna", "zasadna"))),
        AS_OF,
    )
    assert compute("justified", known, OCTOBER).n == 1


def test_backlog_and_overdue_at_the_end_of_the_month() -> None:
    known = known_at(
        frame_of(
            case("2026-10-31", "2026-11-30"),
            case("2026-09-30", "2026-10-31", "2026-11-02"),
            case("2026-09-30", "2026-10-30", "2026-10-31"),
            case("2026-09-01", "2026-10-01", left_day="2026-10-31"),
            case("2026-09-01", "2026-10-01", left_day="2026-11-01"),
            case("2026-11-01", "2026-12-01"),
        ),
        AS_OF,
    )
    assert compute("backlog", known, OCTOBER).n == 3
    assert compute("overdue", known, OCTOBER).n == 2


def test_nothing_later_than_the_moment_is_known() -> None:
    cases = frame_of(
        case("2026-09-05", "2026-10-05", "2026-10-05", outcome="zasadna"), case("2026-10-06", "2026-11-06")
    )
    then = known_at(cases, warsaw(2026, 10, 4, 12))
    assert len(then) == 1
    assert not then["is_settled"].any()
    assert then["outcome"].isna().all()
    with pytest.raises(ValueError, match="zone"):
        known_at(cases, dt.datetime(2026, 10, 4))


def test_time_to_settle_in_calendar_and_working_days() -> None:
    known = known_at(
        frame_of(
            case("2026-10-01", settled="2026-10-01"),
            case("2026-10-02", settled="2026-10-05"),  # Friday to Monday
            case("2026-10-01", settled="2026-10-21"),
        ),
        AS_OF,
    )
    assert compute("median_days", known, OCTOBER).value == 3
    assert compute("p90_days", known, OCTOBER).value == pytest.approx(16.6)
    assert compute("median_working_days", known, OCTOBER).value == 1
    assert compute("median_hours", known, OCTOBER).value == 72


def test_negative_durations_are_excluded_counted_and_can_be_listed() -> None:
    known = known_at(
        frame_of(case("2026-10-09", settled="2026-10-02"), case("2026-10-01", settled="2026-10-05")), AS_OF
    )
    result = compute("median_days", known, OCTOBER)
    assert (result.n, result.value, result.beside) == (1, 4, {"negative": 1})
    assert list(known[is_impossible(known)]["id"]) == ["1"]


def test_imported_cases_are_judged_by_the_moment_not_by_the_date() -> None:
    moments = {"kind": "sprawa", "received_at": "2026-10-01T08:00Z", "due_at": "2026-10-02T08:00Z"}
    known = known_at(
        frame_of(
            case("2026-10-01", "2026-10-02", "2026-10-02", settled_at="2026-10-02T08:00Z", **moments),
            case("2026-10-01", "2026-10-02", "2026-10-02", settled_at="2026-10-02T08:01Z", **moments),
        ),
        AS_OF,
    )
    assert compute("on_time", known, OCTOBER).numerator == 1
    assert compute("median_hours", known, OCTOBER).value == pytest.approx(24 + 0.5 / 60)


def test_populations_are_never_mixed() -> None:
    cases = frame_of(*(case("2026-10-01", kind=kind) for kind in ("skarga", "wniosek", "sprawa", "petycja")))
    counts = {population: len(of_population(cases, population)) for population in Population}
    assert counts == {
        "complaints": 2, "skarga": 1, "wniosek": 1, "sprawa": 1, "petycja": 1, "odwolanie": 0, "zazalenie": 0,
        "ponaglenie": 0,
    }  # fmt: skip


def test_the_justified_share_is_over_skargi_with_an_outcome() -> None:
    outcomes = ("zasadna", "czesciowo_zasadna", "bezzasadna", "uwzgledniony")
    known = known_at(frame_of(*(case("2026-09-01", settled="2026-10-05", outcome=word) for word in outcomes)), AS_OF)
    assert (compute("justified", known, OCTOBER).numerator, compute("justified", known, OCTOBER).n) == (2, 3)


def test_an_open_case_has_its_age_and_one_that_left_the_age_at_leaving() -> None:
    known = known_at(frame_of(case("2026-11-01"), case("2026-11-01", left_day="2026-11-04")), AS_OF)
    assert list(age(known, pd.Timestamp(AS_OF), Unit.DAYS)) == [20, 3]


def test_nothing_at_all_gives_zero_counts_and_no_shares() -> None:
    known = known_at(frame_of(), AS_OF)
    for key in {*LEGAL, *IMPORTED, "justified"}:
        result = compute(key, known, OCTOBER)
        assert result.n == 0
        assert (result.value == 0) == (measure(key).unit is Unit.CASES)


days = st.dates(dt.date(2026, 6, 1), dt.date(2026, 12, 31))
some_cases = st.lists(
    st.builds(
        lambda received, due, settled, left: case(
            received.isoformat(),
            (received + dt.timedelta(days=due)).isoformat(),
            (received + dt.timedelta(days=settled)).isoformat() if settled is not None and left is None else None,
            left_day=(received + dt.timedelta(days=left)).isoformat() if left is not None else None,
        ),
        days,
        st.integers(0, 60),
        st.none() | st.integers(0, 90),
        st.none() | st.integers(0, 60),
    ),
    max_size=25,
)


@given(some_cases)
def test_months_add_up_to_their_span(cases: list[dict[str, str]]) -> None:
    known = known_at(frame_of(*cases), AS_OF)
    span = Period.of(Month(2026, 7), Month(2026, 10))
    for key in ("received", "settled", "left", "on_time"):
        months = [compute(key, known, Period.of(month)) for month in span.months]
        whole = compute(key, known, span)
        assert sum(month.n or 0 for month in months) == whole.n
        assert sum(month.numerator or 0 for month in months) == whole.numerator


@given(some_cases)
def test_what_came_in_went_out_or_is_still_there(cases: list[dict[str, str]]) -> None:
    known = known_at(frame_of(*cases), AS_OF)
    month, before = Period.of(Month(2026, 9)), Period.of(Month(2026, 8))
    flow = {key: compute(key, known, month).n or 0 for key in ("received", "settled", "left")}
    start, end = (compute("backlog", known, period).n or 0 for period in (before, month))
    assert end == start + flow["received"] - flow["settled"] - flow["left"]


@given(some_cases)
def test_an_open_case_past_its_last_day_never_counts_as_fine(cases: list[dict[str, str]]) -> None:
    known = known_at(frame_of(*cases), AS_OF)
    span = Period.of(Month(2026, 6), Month(2026, 12))
    judged = known[members.due(known, span)]
    result = compute("on_time", known, span)
    open_overdue = (~judged["is_settled"]).sum()
    assert (result.numerator or 0) <= len(judged) - open_overdue
    assert result.beside["late"] >= open_overdue
    if result.value is not None:
        assert 0 <= result.low <= result.value <= result.high <= 1  # type: ignore[operator]


@given(some_cases)
def test_overdue_cases_are_part_of_the_backlog(cases: list[dict[str, str]]) -> None:
    known = known_at(frame_of(*cases), AS_OF)
    for month in Period.of(Month(2026, 6), Month(2026, 11)).months:
        late, all_open = (members.MEMBERS[key](known, Period.of(month)) for key in ("overdue", "backlog"))
        assert not (late & ~all_open).any()


@given(some_cases, st.sampled_from([Cohort.RECEIVED, Cohort.SETTLED, Cohort.DUE]))
def test_no_duration_is_negative(cases: list[dict[str, str]], cohort: Cohort) -> None:
    known = known_at(frame_of(*cases), AS_OF)
    values, _ = durations(known, Period.of(Month(2026, 6), Month(2026, 12)), cohort, Unit.DAYS)
    assert (values >= 0).all()
