"""By the structure of the day of each case, or by today's: the same cases and answers, and no leak."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pandas as pd
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from analytics.measures.period import Month, Period
from analytics.measures.satisfaction import ANSWER_COLUMNS
from analytics.reports.case_list import case_page
from analytics.reports.choice import Choice
from analytics.reports.export import COLUMNS
from analytics.reports.material import Material
from analytics.reports.month import MonthReport, month_report, questions
from analytics.reports.reductions import reduction_report
from analytics.reports.span import span_report
from analytics.reports.structure import Lens, Structure
from kernel.clock import FixedClock, warsaw
from kernel.permissions import EVERYWHERE, Role
from office.models import Department, DepartmentName
from storage.session import Storage
from tests.analytics.filling import fill, respond
from tests.cast import FoundedOffice
from tests.filling import text

OCTOBER = Month(2026, 10)
A, B, C, D = (uuid.UUID(int=number) for number in (1, 2, 3, 4))


# --- the lens ---


def test_the_lens_of_the_day_of_the_case_changes_nothing():
    lens = Lens.of(Structure.DAY_OF_CASE, {A: B}, EVERYWHERE)
    assert lens.seen(A) == A
    assert lens.reach(frozenset({B})) == frozenset({B})
    assert lens.parts(str(B)) == (str(B),)


def test_todays_lens_counts_a_closed_department_under_its_successor():
    lens = Lens.of(Structure.TODAY, {A: B, C: B}, EVERYWHERE)
    assert [lens.seen(one) for one in (A, B, C, D, None)] == [B, B, B, D, None]
    assert lens.reach(frozenset({B})) == frozenset({A, B, C})
    assert lens.reach(frozenset({A})) == frozenset({A})
    assert lens.reach(EVERYWHERE) is EVERYWHERE
    assert lens.parts(str(B)) == (str(B), str(A), str(C))


def test_who_may_not_see_the_successor_sees_the_closed_department_by_itself():
    lens = Lens.of(Structure.TODAY, {A: B}, frozenset({A}))
    assert lens.seen(A) == A
    assert lens.reach(frozenset({A})) == frozenset({A})


# --- reports ---


def close(session: Session, office: FoundedOffice) -> None:
    """The department at home worked until the end of October; the one next door took over."""
    home = session.get_one(Department, office.home.id)
    home.valid_to_on, home.successor_id = dt.date(2026, 10, 31), office.next_door.id
    session.flush()


@pytest.fixture
def filled(storage: Storage, office: FoundedOffice) -> FoundedOffice:
    """The month of the other tests, after a reorganisation."""
    with storage.writing() as session:
        fill(session, office)
        close(session, office)
    return office


def report(session: Session, clock: FixedClock, structure: Structure, department=None, scope=EVERYWHERE) -> MonthReport:
    return month_report(session, clock, scope, Choice(department=department, structure=structure), OCTOBER)


def test_the_whole_is_the_same_whichever_structure(session: Session, clock: FixedClock, filled: FoundedOffice):
    then, now = (report(session, clock, structure) for structure in Structure)
    assert then.figures["csat"].now == now.figures["csat"].now
    assert then.flow == now.flow
    assert then.modes == now.modes
    assert {row.name for row in then.departments if row.key} == {filled.home.name, filled.next_door.name}
    assert [row.name for row in now.departments if row.key] == [filled.next_door.name]


def test_todays_department_has_what_both_had(session: Session, clock: FixedClock, filled: FoundedOffice):
    now = report(session, clock, Structure.TODAY)
    apart = report(session, clock, Structure.DAY_OF_CASE)
    (row,) = (row for row in now.departments if row.key)
    parts = [row for row in apart.departments if row.key]
    for figure in ("csat", "on_time", "received", "backlog", "overdue"):
        assert getattr(row, figure).n == sum(getattr(part, figure).n or 0 for part in parts)
    chosen = report(session, clock, Structure.TODAY, filled.next_door.id)
    assert chosen.figures["csat"].now.n == row.csat.n == 20
    assert chosen.figures["on_time"].now == now.figures["on_time"].now
    assert chosen.modes == now.modes


def test_the_list_has_as_many_cases_as_the_figure_says(session: Session, clock: FixedClock, filled: FoundedOffice):
    choice = Choice(department=filled.next_door.id, structure=Structure.TODAY)
    month = report(session, clock, Structure.TODAY, filled.next_door.id)
    for figure in (month.figures["on_time"].now, *month.flow):
        listed = case_page(session, clock, EVERYWHERE, choice, figure.measure, Period.of(OCTOBER), 1)
        assert listed.total == figure.n
        assert {row.department for row in listed.rows} <= {filled.next_door.name}


def test_spans_and_comparisons_follow_the_structure(session: Session, clock: FixedClock, filled: FoundedOffice):
    choice = Choice(department=filled.next_door.id, structure=Structure.TODAY)
    span = span_report(session, clock, EVERYWHERE, choice, Month(2026, 9), OCTOBER)
    whole = span_report(session, clock, EVERYWHERE, Choice(), Month(2026, 9), OCTOBER)
    assert span.whole == whole.whole
    now, base = Period.of(Month(2026, 9)), Period.of(Month(2025, 9))
    compared = reduction_report(session, clock, EVERYWHERE, Choice(structure=Structure.TODAY), now, base)
    assert {one.measure for one in compared.results} == {
        "reduction", "reduction_p90", "standardised", "standardised_on_time",
    }  # fmt: skip
    assert compared.whole.now.n == reduction_report(session, clock, EVERYWHERE, Choice(), now, base).whole.now.n


def test_a_reader_of_the_successor_counts_what_it_took_over(session: Session, clock: FixedClock, filled: FoundedOffice):
    scope = frozenset({filled.next_door.id})
    assert report(session, clock, Structure.TODAY, scope=scope).figures["csat"].now.n == 20
    assert report(session, clock, Structure.DAY_OF_CASE, scope=scope).figures["csat"].now.n == 9


def test_a_month_shows_the_names_of_its_end(session: Session, clock: FixedClock, filled: FoundedOffice):
    door = session.get_one(Department, filled.next_door.id)
    door.name = "Wydział Mobilności"
    session.add(DepartmentName(department_id=door.id, name=door.name, from_on=dt.date(2026, 11, 1)))
    session.flush()
    then, now = (report(session, clock, structure) for structure in Structure)
    assert "Wydział Komunikacji" in {row.name for row in then.departments}
    assert {row.name for row in now.departments if row.key} == {"Wydział Mobilności"}


# --- suppression ---


def test_a_small_closed_department_is_not_given_away_by_todays_structure(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    at = warsaw(2026, 10, 14, 12)
    third, fourth = (Department(code=code, name=code, valid_from_on=dt.date(2024, 1, 2)) for code in ("III", "IV"))
    session.add_all([third, fourth])
    session.flush()
    respond(session, at, [5] * 3, office.home.id)  # closed, and too small to be shown
    respond(session, at, [5] * 20, office.next_door.id)  # its successor
    respond(session, at, [5] * 4, third.id)  # too small as well
    respond(session, at, [5] * 6, fourth.id)
    close(session, office)
    then = {row.key: row.csat for row in report(session, clock, Structure.DAY_OF_CASE).departments}
    now = {row.key: row.csat for row in report(session, clock, Structure.TODAY).departments}
    assert [then[str(key)].is_suppressed for key in (office.home.id, third.id)] == [True, True]
    assert then[str(office.next_door.id)].n == 20
    assert now[str(office.next_door.id)].is_suppressed  # 23 less 20 would be the 3
    assert now[str(fourth.id)].n == 6
    chosen = report(session, clock, Structure.TODAY, office.next_door.id)
    assert chosen.figures["csat"].now.is_suppressed
    assert chosen.modes == ()
    assert all(row.result.is_suppressed for row in chosen.questions if row.key == "q1")


@given(
    counts=st.lists(st.integers(0, 12), min_size=4, max_size=4),
    todays=st.dictionaries(st.sampled_from([A, B]), st.sampled_from([C, D])),
)
def test_what_todays_structure_shows_is_a_sum_of_what_the_other_shows(counts, todays):
    """So whoever has both knows nothing that one of them alone does not tell."""
    rows = [("2026-10", str(key), "q1", 5, None, True, n) for key, n in zip((A, B, C, D), counts, strict=True) if n]
    answers = pd.DataFrame(rows, columns=list(ANSWER_COLUMNS))
    then, now = (_material(answers, Lens.of(structure, todays, EVERYWHERE)) for structure in Structure)
    apart, joined = then.by_department("csat", OCTOBER), now.by_department("csat", OCTOBER)
    for key, result in joined.items():
        if result.n is not None:
            assert result.n == sum(apart[part].n or 0 for part in now.lens.parts(key))
            assert not any(apart[part].is_suppressed for part in now.lens.parts(key))
        if key:
            assert questions(_chosen(now, key), OCTOBER)[0].result.is_suppressed == result.is_suppressed


def _material(answers: pd.DataFrame, lens: Lens) -> Material:
    every = tuple(str(key) for key in (A, B, C, D))
    named = {key: key for key in every if uuid.UUID(key) not in lens.now}
    nothing = pd.DataFrame()
    as_of = warsaw(2026, 11, 21)
    return Material(Choice(), as_of, 1, (OCTOBER,), named, every, lens, nothing, answers, nothing)


def _chosen(material: Material, key: str) -> Material:
    return replace(material, choice=Choice(department=uuid.UUID(key)))


# --- pages and files ---


@pytest.mark.parametrize("backend", ["sqlite"])
def test_pages_and_files_say_which_structure_they_use(signed_in, filled: FoundedOffice):
    client: FlaskClient = signed_in(Role.MANAGEMENT)
    for page in (
        "/results?month=2026-10",
        "/results/span?from=2026-09&to=2026-10",
        "/results/reduction",
        "/results/cases?measure=received&month=2026-10",
    ):
        mark = "&" if "?" in page else "?"
        assert "Struktura urzędu z dnia każdej sprawy" in text(client.get(f"/staff/pl{page}"))
        today = client.get(f"/staff/pl{page}{mark}structure=today")
        assert "Dzisiejsza struktura urzędu" in text(today)
        if "cases" not in page:
            assert "structure=today" in today.text.split("</form>")[1]  # charts, lists, the file
    assert client.get("/staff/pl/results?structure=yesterday").status_code == 404
    lines = client.get("/staff/pl/results.csv?month=2026-10&structure=today").text.splitlines()
    assert COLUMNS[-1] == "structure"
    assert all(line.endswith(",today") for line in lines[1:])
    assert "department=USC" not in "".join(lines)
    lines = client.get("/staff/pl/results.csv?month=2026-10").text.splitlines()
    assert all(line.endswith(",day_of_case") for line in lines[1:])


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_choice_is_offered_only_where_it_makes_a_difference(signed_in, office: FoundedOffice, storage: Storage):
    client: FlaskClient = signed_in(Role.MANAGEMENT)
    assert 'name="structure"' not in client.get("/staff/pl/results").text
    with storage.writing() as session:
        close(session, office)
    assert 'name="structure"' in client.get("/staff/pl/results").text


@pytest.mark.parametrize("backend", ["sqlite"])
def test_asking_for_a_closed_department_by_todays_structure_shows_its_successor(signed_in, filled: FoundedOffice):
    client: FlaskClient = signed_in(Role.MANAGEMENT)
    page = text(client.get(f"/staff/pl/results?month=2026-10&structure=today&department={filled.home.id}"))
    assert filled.next_door.name in page
