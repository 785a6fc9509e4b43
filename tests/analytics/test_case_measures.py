"""Every figure of cases beyond the headline, on cases one can count by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.measures import ages, reserve, ways
from analytics.measures.cases import known_at
from analytics.measures.deadlines import compute
from analytics.measures.declaration import Population, Unit
from analytics.measures.members import MEMBERS
from analytics.measures.period import Month, Period
from analytics.measures.quantities import rate
from analytics.measures.registry import MEASURES, measure
from analytics.measures.result import Result, WhyNot
from tests.analytics.conftest import AS_OF, case, frame_of

OCTOBER = Period.of(Month(2026, 10))
NOVEMBER = Period.of(Month(2026, 11))


def known(*cases: dict[str, Any]) -> pd.DataFrame:
    return known_at(frame_of(*cases), AS_OF)


def counts(key: str, cases: pd.DataFrame, period: Period = OCTOBER) -> tuple[int | None, int | None]:
    found = compute(key, cases, period)
    return found.numerator, found.n


def test_each_way_of_leaving_is_counted_by_itself() -> None:
    hows = ("transfer", "point", "leave", "withdraw", "divert", "join", "join")
    cases = known(*(case("2026-09-05", left_day="2026-10-05", left_how=how, kind="petycja") for how in hows))
    found = {key: compute(key, cases, OCTOBER).n for key in ways.WAYS}
    assert found == {"transferred": 2, "unconsidered": 1, "withdrawn": 1, "diverted": 1, "joined": 2}
    assert sum(found.values()) == compute("left", cases, OCTOBER).n  # type: ignore[arg-type]


def test_open_cases_by_age_at_the_end_of_the_month() -> None:
    received = ("2026-10-31", "2026-10-17", "2026-10-16", "2026-10-01", "2026-09-30", "2026-08-31", "2026-08-02")
    cases = known(*(case(day) for day in (*received, "2026-08-01")), case("2026-01-01", settled="2026-10-31"))
    found = {key: compute(key, cases, OCTOBER).n for key in ages.BANDS}
    assert found == {"age_to_14": 2, "age_15_to_30": 2, "age_31_to_60": 1, "age_61_to_90": 2, "age_over_90": 1}
    assert (compute("median_age", cases, OCTOBER).value, compute("median_age", cases, OCTOBER).n) == (30.5, 8)


def test_the_age_of_the_running_month_is_that_of_today() -> None:
    assert compute("median_age", known(case("2026-11-11")), NOVEMBER).value == 10


def test_late_with_and_without_notice_share_the_base_of_the_headline() -> None:
    cases = known(
        case("2026-09-05", "2026-10-05", "2026-10-05"),
        case("2026-09-05", "2026-10-05", "2026-10-20", noticed_day="2026-10-02"),
        case("2026-09-05", "2026-10-05"),
        case("2026-09-05", "2026-10-05", left_day="2026-10-09", left_how="withdraw"),
    )
    assert counts("on_time", cases) == (1, 4)
    assert counts("late_noticed", cases) == (1, 4)
    assert counts("late_unnoticed", cases) == (2, 4)
    assert counts("notice_on_time", cases) == (1, 3)
    assert compute("settled_late", cases, OCTOBER).n == 1


@pytest.mark.parametrize("key", ["late_noticed", "late_unnoticed", "notice_on_time"])
def test_shares_of_late_cases_wait_for_the_last_day_of_the_month(key: str) -> None:
    cases = known(case("2026-10-10", "2026-11-10"), case("2026-10-25", "2026-11-25"))
    found = compute(key, cases, NOVEMBER)
    assert (found.value, found.why_not, found.n, found.beside) == (None, WhyNot.RUNNING, 1, {"not_yet_due": 1})


def petition(first: str, due: str, settled: str | None = None, **other: Any) -> dict[str, Any]:
    return case("2026-07-05", due, settled, kind="petycja", first_due_day=first, **other)


def test_an_extended_petition_is_read_both_ways_in_the_month_of_its_first_last_day() -> None:
    cases = known(
        petition("2026-10-05", "2026-10-05", "2026-10-05"),
        petition("2026-10-05", "2026-11-05", "2026-11-05"),
        petition("2026-10-05", "2026-11-05", "2026-11-06"),
        petition("2026-10-05", "2026-11-05", left_day="2026-10-20", left_how="withdraw"),
    )
    assert counts("on_time_first", cases) == (1, 4)
    assert counts("on_time_extended", cases) == (2, 3)
    assert counts("on_time", cases) == (1, 1)
    assert counts("on_time", cases, NOVEMBER) == (1, 2)


def test_the_extended_reading_waits_for_the_extended_last_day() -> None:
    cases = known(petition("2026-10-05", "2026-12-05"), petition("2026-10-06", "2026-10-06", "2026-10-06"))
    assert counts("on_time_first", cases) == (1, 2)
    found = compute("on_time_extended", cases, OCTOBER)
    assert (found.numerator, found.n, found.value, found.why_not) == (1, 1, None, WhyNot.RUNNING)


def test_a_transfer_is_judged_by_its_own_term_in_the_month_it_was_made() -> None:
    cases = known(
        case("2026-09-28", transfer_day="2026-10-05", transfer_due_day="2026-10-05"),
        case("2026-09-28", transfer_day="2026-10-06", transfer_due_day="2026-10-05"),
        case("2026-09-28", transfer_day="2026-09-30", transfer_due_day="2026-10-05"),
        case("2026-09-28"),
    )
    assert counts("transfer_on_time", cases) == (1, 2)


def test_a_confirmation_is_due_by_the_end_of_the_next_working_day() -> None:
    friday = "2026-10-02"
    cases = known(
        case(friday, acknowledged_day="2026-10-05"),
        case(friday, acknowledged_day="2026-10-06"),
        case(friday),
        case(friday, settled="2026-10-05"),  # it was answered before: nothing is left to confirm
        case(friday, settled="2026-10-05", acknowledged_day=friday),
        case(friday, left_day=friday, left_how="withdraw"),
    )
    assert counts("acknowledged_on_time", cases) == (2, 4)
    assert compute("acknowledged_late", cases, OCTOBER).n == 2
    running = compute("acknowledged_on_time", known(case("2026-11-20")), NOVEMBER)
    assert (running.n, running.why_not) == (0, WhyNot.RUNNING)


def test_a_councillor_hears_within_fourteen_days_or_the_case_is_settled_by_then() -> None:
    due = {"councillor_due_day": "2026-10-15"}
    cases = known(
        case("2026-10-01", told_day="2026-10-15", **due),
        case("2026-10-01", settled="2026-10-15", **due),
        case("2026-10-01", told_day="2026-10-16", **due),
        case("2026-10-01", **due),
        case("2026-10-01", left_day="2026-10-10", left_how="transfer", **due),
        case("2026-10-01"),
    )
    assert counts("councillor_on_time", cases) == (2, 4)


def test_an_appeal_decided_anew_here_in_time_leaves_nothing_to_pass_on() -> None:
    cases = known(
        case("2026-10-01", "2026-10-08", "2026-10-08", kind="odwolanie", outcome="przekazane"),
        case("2026-10-01", "2026-10-08", "2026-10-09", kind="odwolanie", outcome="przekazane"),
        case("2026-10-01", "2026-10-08", "2026-10-08", kind="odwolanie", outcome="nowa_decyzja"),
        case("2026-10-01", "2026-10-08", "2026-10-09", kind="odwolanie", outcome="nowa_decyzja"),
        case("2026-10-01", "2026-10-08", kind="odwolanie"),
    )
    assert counts("appeal_on_time", cases) == (1, 4)


def test_the_reserve_is_what_was_left_of_the_term() -> None:
    cases = known(
        *(case("2026-09-20", "2026-10-20", f"2026-10-{day:02}") for day in (1, 10, 14, 18, 20)),
        case("2026-09-20", "2026-10-20", "2026-10-25"),
        case("2026-09-20", settled="2026-10-02"),
    )
    found = {key: compute(key, cases, OCTOBER) for key in reserve.QUANTILES}
    assert (found["median_reserve"].n, found["median_reserve"].value) == (6, 4)
    assert found["p10_reserve"].value == -2.5
    assert (found["p25_reserve"].value, found["p75_reserve"].value) == (0.5, 9)
    assert found["median_reserve"].beside == {"late": 1}
    bands = {key: compute(key, cases, OCTOBER).n for key in reserve.BANDS}
    assert bands == {"reserve_to_2": 2, "reserve_3_to_6": 1, "reserve_7_to_13": 1, "reserve_over_13": 1}
    assert sum(bands.values()) + (compute("settled_late", cases, OCTOBER).n or 0) == 6  # type: ignore[arg-type]


def test_the_reserve_of_imported_cases_is_in_hours() -> None:
    cases = known(
        case(
            "2026-10-01", "2026-10-02", "2026-10-02", kind="sprawa",
            received_at="2026-10-01T08:00Z", due_at="2026-10-02T08:00Z", settled_at="2026-10-02T05:30Z",
        )
    )  # fmt: skip
    assert compute("median_reserve_hours", cases, OCTOBER).value == 2.5


def test_what_other_bodies_decided() -> None:
    results = (
        "utrzymane", "uchylone_zmienione", "uchylone_umorzone", "uchylone_przekazane", "umorzone", "niedopuszczalne",
    )  # fmt: skip
    cases = known(
        *(case("2026-03-01", kind="odwolanie", result=one, result_day="2026-10-09") for one in results),
        case("2026-03-01", settled="2026-03-05", kind="odwolanie", result="utrzymane", result_day="2026-11-09"),
    )
    assert counts("appeals_upheld", cases) == (1, 4)
    assert counts("appeals_overturned", cases) == (3, 4)
    urgings = ("ponaglenie_uzasadnione", "ponaglenie_razace", "ponaglenie_nieuzasadnione")
    cases = known(*(case("2026-03-01", kind="ponaglenie", result=one, result_day="2026-10-09") for one in urgings))
    assert counts("urgings_justified", cases) == (2, 3)


def test_a_result_that_came_later_was_not_known() -> None:
    cases = frame_of(case("2026-03-01", kind="odwolanie", result="utrzymane", result_day="2026-11-22"))
    assert known_at(cases, AS_OF)["result"].isna().all()


def test_what_iso_10002_asks_to_watch() -> None:
    cases = known(
        case("2026-10-05", settled="2026-10-05", outcome="zasadna", has_corrective=True),
        case("2026-10-05", settled="2026-10-09", outcome="powtorna"),
        case("2026-10-05", settled="2026-10-09", outcome="uwzgledniony", kind="wniosek"),
        case("2026-10-05", requalified_day="2026-10-06"),
    )
    assert counts("settled_on_receipt", cases) == (1, 3)
    assert counts("repeated", cases) == (1, 2)
    assert [compute(key, cases, OCTOBER).n for key in ("recurrent", "improved", "requalified")] == [1, 1, 1]


def test_open_cases_count_in_the_median_and_leaving_competes_with_being_settled() -> None:
    cases = known(
        case("2026-09-01", settled="2026-09-11"),
        case("2026-09-01", settled="2026-09-21"),
        case("2026-09-01", settled="2026-11-01"),
        case("2026-09-01", left_day="2026-09-06", left_how="withdraw"),
    )
    september = Period.of(Month(2026, 9))
    found = compute("settled_within_30_days", cases, september)
    assert found.value == pytest.approx(0.5)
    assert (found.numerator, found.n) == (2, 4)
    assert compute("km_median_days", cases, september).value == 20
    assert compute("km_median_days", known(case("2026-09-01")), september).why_not is WhyNot.NOT_REACHED
    young = compute("settled_within_30_days", known(case("2026-11-01")), NOVEMBER)
    assert (young.value, young.why_not) == (None, WhyNot.RUNNING)


def test_a_rate_has_its_reference_figure_or_says_that_there_is_none() -> None:
    cases = known(*(case("2026-10-05") for _ in range(3)))
    found = rate("per_inhabitants", cases, OCTOBER, (), 40_000.0)
    assert (found.value, found.n, found.numerator) == (0.75, 40_000, 3)
    assert compute("per_cases", cases, OCTOBER).why_not is WhyNot.NO_BASE


# --- whatever the cases are ---

START, END = dt.date(2026, 6, 1), dt.date(2026, 11, 20)
maybe_day = st.none() | st.dates(START, END + dt.timedelta(days=30)).map(str)
KINDS = ("skarga", "wniosek", "petycja", "odwolanie", "ponaglenie", "sprawa")
OUTCOMES = ("zasadna", "bezzasadna", "powtorna", "nowa_decyzja", "przekazane", None)
RESULTS = ("utrzymane", "uchylone_zmienione", "ponaglenie_razace", "ponaglenie_nieuzasadnione", None)
any_case = st.fixed_dictionaries(
    {
        "received_day": st.dates(START, END).map(str), "kind": st.sampled_from(KINDS),
        "department": st.sampled_from(["roads", "parks", None]), "channel": st.sampled_from(["web", "paper"]),
        "left_how": st.sampled_from(["transfer", "leave", "withdraw", "divert", "join"]),
        "outcome": st.sampled_from(OUTCOMES), "result": st.sampled_from(RESULTS), "has_corrective": st.booleans(),
        **dict.fromkeys(
            (
                "due_day", "settled_day", "left_day", "noticed_day", "first_due_day", "result_day", "acknowledged_day",
                "transfer_day", "transfer_due_day", "councillor_due_day", "told_day", "requalified_day",
            ),
            maybe_day,
        ),
    }
)  # fmt: skip
CASE_MEASURES = [one.key for one in MEASURES if one.kinds]
ADDITIVE = [key for key in CASE_MEASURES if measure(key).unit in (Unit.CASES, Unit.SHARE)]


def total(results: list[Result]) -> tuple[int, int]:
    return sum(one.n or 0 for one in results), sum(one.numerator or 0 for one in results)


@given(st.lists(any_case, max_size=12))
def test_departments_channels_and_kinds_add_up_to_the_whole(rows: list[dict[str, Any]]) -> None:
    cases, span = known(*rows), Period.of(Month(2026, 8), Month(2026, 10))
    wholes = {key: compute(key, cases, span) for key in ADDITIVE}
    for dimension in ("department", "channel", "kind"):
        values = cases[dimension].fillna("none")
        parts = [cases[values == one] for one in values.unique()]
        for key, whole in wholes.items():
            assert total([compute(key, part, span) for part in parts]) == (whole.n, whole.numerator), key


STOCK = {"backlog", "overdue", *ages.BANDS}


@given(st.lists(any_case, max_size=12))
def test_months_add_up_to_their_quarter_but_for_what_stands_at_an_end(rows: list[dict[str, Any]]) -> None:
    cases, quarter = known(*rows), Period.of(Month(2026, 7), Month(2026, 9))
    for key in set(ADDITIVE) - STOCK:
        whole = compute(key, cases, quarter)
        months = [compute(key, cases, Period.of(month)) for month in quarter.months]
        assert total(months) == (whole.n, whole.numerator), key


@given(st.lists(any_case, max_size=12))
def test_the_rows_behind_a_figure_are_its_base_and_a_share_is_a_share(rows: list[dict[str, Any]]) -> None:
    cases = known(*rows)
    for key in ADDITIVE:
        found = compute(key, cases, OCTOBER)
        assert int(MEMBERS[key](cases, OCTOBER).sum()) == found.n, key
        assert 0 <= (found.numerator or 0) <= (found.n or 0)
        if found.low is not None:
            assert 0 <= found.low <= found.value <= found.high <= 1  # type: ignore[operator]


@given(st.lists(any_case, max_size=12))
def test_the_bands_of_age_share_out_the_backlog_and_late_is_late_somehow(rows: list[dict[str, Any]]) -> None:
    cases = known(*rows)
    bands = [compute(key, cases, OCTOBER).n or 0 for key in ages.BANDS]
    assert sum(bands) == compute("backlog", cases, OCTOBER).n
    late = [compute(key, cases, OCTOBER).numerator or 0 for key in ("on_time", "late_noticed", "late_unnoticed")]
    assert sum(late) == compute("on_time", cases, OCTOBER).n


def test_every_measure_of_cases_is_computed_of_no_cases_at_all() -> None:
    for key in CASE_MEASURES:
        found = compute(key, known(), OCTOBER)
        assert found.n == 0, key
        assert found.value in (None, 0), key


def test_every_population_has_its_measures_and_imported_cases_none_of_the_law_s_steps() -> None:
    spoken = {one: {each.key for each in MEASURES if each.speaks_of(one)} for one in Population}
    assert {"appeal_on_time", "appeals_upheld"} <= spoken[Population.ODWOLANIE]
    assert {"on_time_first", "on_time_extended", "joined"} <= spoken[Population.PETYCJA]
    assert not spoken[Population.SPRAWA] & {"transfer_on_time", "late_noticed", "median_days", "justified"}
    assert not spoken[Population.COMPLAINTS] & {"appeal_on_time", "on_time_extended", "median_hours"}
