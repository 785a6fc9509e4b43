"""Article 57 KPA: the arithmetic of terms against a slow walk, the shared vectors and the words of the article."""

from __future__ import annotations

import ast
import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kernel.clock import local_day, warsaw
from kernel.holidays import CALENDAR_VERSION
from kernel.terms import FIRST_TERM_DAY, LAST_TERM_DAY, BadTerm, Term, Unit, ends_on, raw_end_of, term
from kernel.workdays import FREE_WEEKDAYS, OutsideCalendar, is_working_day, term_skips
from tests.kernel import slow_terms
from tests.kernel.slow_terms import walked_last_day, walked_raw_end, walked_warning

VECTORS = Path(__file__).parents[1] / "reference" / "vectors" / "deadlines.csv"
START_DAYS = st.dates(FIRST_TERM_DAY, dt.date(2035, 12, 31))
"""From these days each of the terms below ends inside the span."""

WHOLE_SPAN = st.dates(FIRST_TERM_DAY, LAST_TERM_DAY)
ANY_TERMS = st.one_of(
    st.tuples(st.integers(1, 400), st.just("days")),
    st.tuples(st.integers(1, 60), st.just("weeks")),
    st.tuples(st.integers(1, 40), st.just("months")),
    st.tuples(st.integers(1, 31), st.just("years")),
)
SMALL_TERMS = st.sampled_from(
    [
        *((n, "days") for n in (1, 2, 7, 14, 30, 31, 90)),
        *((n, "weeks") for n in (1, 2, 4)),
        *((n, "months") for n in (1, 2, 3, 6, 13)),
        (1, "years"),
        (4, "years"),
    ]
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def vectors() -> list[dict[str, str]]:
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", vectors(), ids=lambda row: row["id"])
def test_the_vector_holds(row: dict[str, str]) -> None:
    counted = term(day(row["starts_on"]), int(row["amount"]), row["unit"])
    assert (counted.raw_end, counted.last_day) == (day(row["raw_end"]), day(row["last_day"]))


@settings(max_examples=600)
@given(START_DAYS, SMALL_TERMS)
@example(dt.date(2024, 2, 29), (1, "years"))
@example(dt.date(2011, 5, 18), (1, "months"))
@example(dt.date(2025, 11, 24), (1, "months"))
def test_a_slow_walk_through_the_days_agrees(start: dt.date, amount_unit: tuple[int, str]) -> None:
    amount, unit = amount_unit
    counted = term(start, amount, unit)
    assert counted.raw_end == walked_raw_end(start, amount, unit)
    assert counted.last_day == walked_last_day(start, amount, unit)
    assert counted.warn_on == walked_warning(start, amount, unit)


@settings(max_examples=400)
@given(WHOLE_SPAN, ANY_TERMS)
@example(dt.date(2040, 12, 31), (1, "days"))
@example(dt.date(2040, 12, 30), (1, "days"))
@example(dt.date(2011, 1, 1), (29, "years"))
@example(dt.date(2011, 1, 1), (30, "years"))
def test_over_the_whole_span_a_term_is_what_the_walk_says_or_is_refused(
    start: dt.date, amount_unit: tuple[int, str]
) -> None:
    walked = walked_raw_end(start, *amount_unit)
    if walked > LAST_TERM_DAY:
        with pytest.raises(OutsideCalendar):
            term(start, *amount_unit)
    else:
        counted = term(start, *amount_unit)
        assert (counted.raw_end, counted.last_day) == (walked, walked_last_day(start, *amount_unit))


def test_each_day_of_the_span_ends_a_term_or_does_not_as_in_the_list_written_apart() -> None:
    span = (dt.date.fromordinal(n) for n in range(FIRST_TERM_DAY.toordinal(), LAST_TERM_DAY.toordinal() + 1))
    assert [day for day in span if (term_skips(day) is not None) != slow_terms.term_cannot_end_on(day)] == []


def test_the_slow_walk_knows_nothing_of_the_product() -> None:
    tree = ast.parse(Path(slow_terms.__file__).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert {ast.unparse(node) for node in imports} == {
        "from __future__ import annotations",
        "import datetime as dt",
    }


@given(START_DAYS, SMALL_TERMS)
def test_a_term_ends_after_it_starts_and_skips_only_free_days_in_a_row(
    start: dt.date, amount_unit: tuple[int, str]
) -> None:
    counted = term(start, *amount_unit)
    assert start < counted.raw_end <= counted.last_day
    assert counted.warn_on < counted.raw_end
    assert is_working_day(counted.warn_on)
    assert term_skips(counted.last_day) is None
    length = (counted.last_day - counted.raw_end).days
    assert [skip.date for skip in counted.skipped] == [counted.raw_end + dt.timedelta(days=n) for n in range(length)]
    assert all(skip.why and skip.source for skip in counted.skipped)


@given(START_DAYS, st.integers(1, 60))
def test_a_longer_term_never_ends_earlier(start: dt.date, amount: int) -> None:
    for unit in (Unit.DAYS, Unit.WEEKS, Unit.MONTHS):
        assert term(start, amount, unit).last_day <= term(start, amount + 1, unit).last_day


@given(START_DAYS, st.integers(1, 24))
def test_a_later_start_never_ends_earlier(start: dt.date, amount: int) -> None:
    assert term(start, amount, Unit.MONTHS).last_day <= term(start + dt.timedelta(days=1), amount, Unit.MONTHS).last_day


@given(START_DAYS)
def test_a_week_is_seven_days_and_a_year_twelve_months(start: dt.date) -> None:
    assert raw_end_of(start, 2, "weeks") == raw_end_of(start, 14, "days")
    assert raw_end_of(start, 1, "years") == raw_end_of(start, 12, "months")


@pytest.mark.parametrize(
    ("start", "unit", "raw_end"),
    [
        ("2025-01-29", "months", "2025-02-28"),
        ("2024-01-30", "months", "2024-02-29"),
        ("2024-02-29", "months", "2024-03-29"),
        ("2023-02-28", "years", "2024-02-28"),
        ("2024-02-29", "years", "2025-02-28"),
        ("2026-08-31", "months", "2026-09-30"),
    ],
)
def test_a_month_without_that_day_ends_on_its_last(start: str, unit: str, raw_end: str) -> None:
    assert raw_end_of(day(start), 1, unit) == day(raw_end)


def test_29_february_and_four_years_is_29_february() -> None:
    assert raw_end_of(day("2024-02-29"), 4, "years") == day("2028-02-29")


@pytest.mark.parametrize(
    ("start", "last_day", "by_case_law"),
    [
        ("2011-05-04", "2011-06-04", None),  # Saturday before the resolution: the term ends on it
        ("2011-05-18", "2011-06-20", True),  # Saturday 18 June 2011, three days after the resolution
        ("2017-04-27", "2017-05-29", True),  # Saturday 27 May 2017, the last one by case law
        ("2017-05-03", "2017-06-05", False),  # Saturday 3 June 2017, the first one by the act
    ],
)
def test_a_saturday_moves_a_term_by_the_law_of_its_own_day(start: str, last_day: str, by_case_law: bool | None) -> None:
    counted = term(day(start), 1, "months")
    assert counted.last_day == day(last_day)
    assert (counted.skipped[0].by_case_law if counted.skipped else None) == by_case_law


def test_each_skipped_day_has_a_name() -> None:
    assert [skip.why for skip in term(day("2026-04-01"), 1, "months").skipped] == [
        "Święto Państwowe 1 maja",
        "sobota",
        "Święto Narodowe Trzeciego Maja",
    ]
    assert [skip.why for skip in term(day("2025-11-24"), 1, "months").skipped] == [
        "Wigilia Bożego Narodzenia",
        "Boże Narodzenie (pierwszy dzień)",
        "Boże Narodzenie (drugi dzień)",
        "sobota",
        "niedziela",
    ]


def test_the_warning_is_the_third_working_day_before_the_raw_end() -> None:
    assert term(day("2026-01-30"), 1, "months").warn_on == day("2026-02-25")
    assert term(day("2025-11-29"), 1, "months").warn_on == day("2025-12-19")


def test_late_begins_on_the_day_after_the_last_day() -> None:
    counted = term(day("2026-01-30"), 1, "months")
    assert not counted.is_late_on(day("2026-03-02"))
    assert counted.is_late_on(day("2026-03-03"))


@pytest.mark.parametrize(
    ("start", "amount", "unit"),
    [
        ("2010-12-31", 1, "months"),
        ("2041-01-01", 1, "days"),
        ("2040-12-31", 1, "days"),
        ("2040-12-01", 1, "months"),
        ("2026-01-01", 15, "years"),
        ("2026-01-01", 10**12, "days"),
        ("2026-01-01", 10**12, "months"),
        ("2026-01-01", 10**12, "years"),
    ],
)
def test_outside_2011_to_2040_a_term_is_refused_not_guessed(start: str, amount: int, unit: str) -> None:
    with pytest.raises(OutsideCalendar) as refusal:
        term(day(start), amount, unit)
    assert refusal.value.code == "outside_calendar"


def test_the_span_itself_is_counted_to_both_ends() -> None:
    assert term(day("2011-01-01"), 1, "days").last_day == day("2011-01-02") + dt.timedelta(days=1)
    assert term(day("2040-11-30"), 31, "days").last_day == day("2040-12-31")


def test_a_moment_is_no_day_and_is_refused() -> None:
    with pytest.raises(TypeError):
        term(dt.datetime(2026, 1, 31, 23, 30, tzinfo=dt.UTC), 1, "months")


@pytest.mark.parametrize(("amount", "unit"), [(0, "days"), (-1, "months"), (1, "fortnights"), (1, "")])
def test_what_is_no_term_is_refused(amount: int, unit: str) -> None:
    with pytest.raises(BadTerm):
        term(day("2026-01-01"), amount, unit)


def test_beyond_the_last_checked_year_unchanged_law_is_assumed_and_said() -> None:
    assert not term(day("2026-06-01"), 1, "months").assumed
    assert term(day("2035-06-01"), 1, "months").assumed
    assert term(day("2026-06-01"), 1, "months").calendar_version == CALENDAR_VERSION


@pytest.mark.parametrize(
    ("moment", "legal_day", "last_day"),
    [
        ("2026-01-31T22:59:59+00:00", "2026-01-31", "2026-03-02"),  # 23:59:59 in Warsaw; raw end Saturday 28 February
        ("2026-01-31T23:00:00+00:00", "2026-02-01", "2026-03-02"),  # 00:00 in Warsaw; raw end Sunday 1 March
        ("2026-01-31T23:30:00+00:00", "2026-02-01", "2026-03-02"),
        ("2026-03-29T00:59:59+00:00", "2026-03-29", "2026-04-29"),  # the second before the clocks go forward
        ("2026-03-29T01:00:00+00:00", "2026-03-29", "2026-04-29"),
        ("2026-03-29T21:59:59+00:00", "2026-03-29", "2026-04-29"),  # the short day ends an hour early in UTC
        ("2026-03-29T22:00:00+00:00", "2026-03-30", "2026-04-30"),
        ("2026-10-24T21:59:59+00:00", "2026-10-24", "2026-11-24"),
        ("2026-10-25T00:30:00+00:00", "2026-10-25", "2026-11-25"),  # 02:30, the first time
        ("2026-10-25T01:30:00+00:00", "2026-10-25", "2026-11-25"),  # 02:30, the second time
        ("2026-10-25T22:59:59+00:00", "2026-10-25", "2026-11-25"),
        ("2026-10-25T23:00:00+00:00", "2026-10-26", "2026-11-26"),
    ],
)
def test_a_moment_becomes_a_warsaw_day_before_anything_is_counted(moment: str, legal_day: str, last_day: str) -> None:
    received_on = local_day(dt.datetime.fromisoformat(moment))
    assert received_on == day(legal_day)
    assert term(received_on, 1, "months").last_day == day(last_day)


def summer_time(moment: dt.datetime) -> bool:
    """By Directive 2000/84/EC: from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last one of October."""

    def last_sunday(month: int) -> dt.datetime:
        found = dt.datetime(moment.year, month, 31, 1, tzinfo=dt.UTC)
        while found.isoweekday() != 7:
            found -= dt.timedelta(days=1)
        return found

    return last_sunday(3) <= moment < last_sunday(10)


@given(st.datetimes(dt.datetime(2011, 1, 1), dt.datetime(2040, 11, 29), timezones=st.just(dt.UTC)))
def test_the_legal_day_of_any_moment_is_the_date_by_the_directive_on_summer_time(moment: dt.datetime) -> None:
    legal = (moment + dt.timedelta(hours=2 if summer_time(moment) else 1)).date()
    assert local_day(moment) == legal
    assert term(local_day(moment), 1, "months").raw_end == walked_raw_end(legal, 1, "months")


@pytest.mark.parametrize("year", range(2011, 2041))
def test_a_minute_before_and_at_midnight_are_two_days_also_in_the_nights_the_clocks_change(year: int) -> None:
    days = (dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(365))
    nights = [day for day in days if day.month in (3, 10) and day.isoweekday() in (6, 7) and day.day >= 24]
    for day in [*nights, dt.date(year, 2, 28), dt.date(year, 12, 31)]:
        next_day = day + dt.timedelta(days=1)
        assert local_day(warsaw(day.year, day.month, day.day, 23, 59)) == day
        assert local_day(warsaw(next_day.year, next_day.month, next_day.day)) == next_day


def test_each_rule_constant_names_its_source() -> None:
    assert all(law.source and law.name for law in FREE_WEEKDAYS)


def test_a_term_cannot_be_changed_after_counting() -> None:
    counted: Term = term(day("2026-01-30"), 1, "months")
    with pytest.raises(AttributeError):
        counted.last_day = day("2026-12-31")  # type: ignore[misc]


@given(st.dates(dt.date(2011, 1, 2), dt.date(2040, 12, 20)))
def test_a_day_somebody_named_moves_like_the_end_of_a_term_of_one_day(day: dt.date) -> None:
    assert ends_on(day) == term(day - dt.timedelta(days=1), 1, Unit.DAYS).last_day


@pytest.mark.parametrize("day", [dt.date(2010, 12, 31), dt.date(2041, 1, 1)])
def test_a_named_day_outside_the_span_is_refused(day: dt.date) -> None:
    with pytest.raises(OutsideCalendar):
        ends_on(day)
