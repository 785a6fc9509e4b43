"""Importing cases: what they become, what is left out and why, and that twice is once."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.rules.terms import deadline
from imports.errors import BadFile
from kernel.clock import FixedClock
from ledger.models import LedgerEntry
from ledger.verify import verify
from office.models import Department
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.importing import (
    GOOD,
    HEADER,
    REGISTER,
    SERVICE,
    cases,
    csv_of,
    everything,
    imported,
    mapping_of,
)

pytestmark = pytest.mark.usefixtures("office")


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]


def test_a_case_keeps_its_days_moments_and_number(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    summary, problems = imported(session, clock, csv_of(tmp_path, HEADER + GOOD), mapping_of(tmp_path))
    assert (summary.taken, problems) == (3, [])
    closed, still_open, bare = (cases(session)[number] for number in ("A1", "A2", "A3"))
    assert (closed.kind, closed.source, closed.register, closed.year, closed.number) == (
        "sprawa",
        "przyklad",
        "przyklad",
        2026,
        None,
    )
    assert closed.register_number == "A1"
    assert (closed.received_at, closed.due_at, closed.settled_at) == (
        utc(2026, 3, 2, 9),
        utc(2026, 3, 9, 9),
        utc(2026, 3, 5, 8),
    )
    assert (closed.received_on, closed.due_on, closed.settled_on) == (
        dt.date(2026, 3, 2),
        dt.date(2026, 3, 9),
        dt.date(2026, 3, 5),
    )
    assert (closed.state, closed.outcome, closed.channel, closed.imported_flag) == (
        "settled",
        "zalatwiona",
        "phone",
        "OK",
    )
    assert (closed.registered_at, closed.settled_recorded_at) == (clock.now(), clock.now())
    assert (closed.rule_id, closed.warn_on, closed.subject) == (None, None, "Zgłoszenia")
    assert (still_open.state, still_open.outcome, still_open.channel) == ("received", None, "other")
    assert (still_open.settled_on, still_open.settled_at, still_open.settled_recorded_at) == (None, None, None)
    assert (bare.received_on, bare.due_on, bare.due_at, bare.department_id) == (
        dt.date(2026, 3, 4),
        None,
        None,
        None,
    )


def test_each_case_leaves_one_entry_recorded_now_and_effective_then(
    session: Session, clock: FixedClock, tmp_path: Path
) -> None:
    before = everything(session)
    imported(session, clock, csv_of(tmp_path, HEADER + GOOD), mapping_of(tmp_path))
    after = everything(session)
    assert [now - then for now, then in zip(after, before, strict=True)] == [3, 4, 1, 4]
    query = select(LedgerEntry).where(LedgerEntry.tag == "complaints:complaint:import").order_by(LedgerEntry.leaf)
    first = json.loads(session.scalars(query).all()[0].canonical)
    assert (first["actor"], first["effective_on"], first["recorded_at"]) == (
        "operator",
        "2026-03-02",
        "2026-11-21T09:00:00.000000Z",
    )
    assert first["data"]["external_number"] == "A1"
    assert first["data"]["due_at"] == "2026-03-09T09:00:00.000000Z"
    session.commit()
    assert verify(session).is_whole


def test_importing_twice_adds_nothing(storage: Storage, clock: FixedClock, tmp_path: Path) -> None:
    path, mapping = csv_of(tmp_path, HEADER + GOOD), mapping_of(tmp_path)
    with storage.writing() as session:
        imported(session, clock, path, mapping)
        once = everything(session)
    for moment in (clock.now(), clock.now() + dt.timedelta(days=1)):
        clock.move_to(moment)
        with storage.writing() as session:
            summary, problems = imported(session, clock, path, mapping)
            assert (summary.taken, summary.known, problems) == (0, 3, [])
            assert everything(session) == once


def test_a_grown_file_adds_only_what_is_new(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path)
    imported(session, clock, csv_of(tmp_path, HEADER + GOOD), mapping)
    grown = HEADER + GOOD + "A4;2026-04-01T10:00:00;;;;Drogi;\n"
    summary, _problems = imported(session, clock, csv_of(tmp_path, grown), mapping)
    assert (summary.taken, summary.known) == (1, 3)


def test_bad_rows_are_reported_and_good_ones_kept(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    bad = (
        ";2026-03-02T10:00:00;;;;;\n"
        "B2;wczoraj;2026-13-01;;;;\n"
        "B3;2026-12-24T10:00:00;;;;;\n"
        "B4;2026-03-29T02:30:00;;;;;\n"
        "B5;2026-03-02\n"
        f"B6;2026-03-02T10:00:00;;;;{'x' * 61};\n"
    )
    summary, problems = imported(session, clock, csv_of(tmp_path, HEADER + bad + GOOD), mapping_of(tmp_path))
    assert (summary.refused, summary.taken) == (6, 3)
    assert [(problem.line, problem.column, problem.value[:8], problem.code) for problem in problems] == [
        (2, "nr", "", "missing_value"),
        (3, "od", "wczoraj", "bad_time"),
        (3, "do", "2026-13-", "bad_time"),
        (4, "od", "2026-12-", "in_future"),
        (5, "od", "2026-03-", "no_such_time"),
        (6, "", "", "ragged"),
        (7, "wydzial", "xxxxxxxx", "too_long"),
    ]


def test_a_number_that_comes_again_in_the_file_is_reported_also_in_a_later_batch(
    session: Session, clock: FixedClock, tmp_path: Path
) -> None:
    rows = "".join(f"C{number};2026-03-02T10:00:00;;;;;\n" for number in range(1_200))
    text = HEADER + "C0;2026-03-02T10:00:00;;;;;\n" + rows + "C7;2026-03-03T10:00:00;;;;;\n"
    summary, problems = imported(session, clock, csv_of(tmp_path, text), mapping_of(tmp_path))
    assert (summary.taken, summary.refused) == (1_200, 2)
    assert [(problem.line, problem.value, problem.code) for problem in problems] == [
        (3, "C0", "double_number"),
        (1_203, "C7", "double_number"),
    ]


def test_of_a_case_with_many_events_the_first_row_is_taken(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    events = mapping_of(tmp_path, SERVICE.replace('title = "Zgłoszenia"', 'title = "Zgłoszenia"\nrows = "event"'))
    backwards = "A1;2026-03-02T10:00:00;;2026-03-01T10:00:00;;;\n"
    summary, problems = imported(session, clock, csv_of(tmp_path, HEADER + backwards * 3 + GOOD), events)
    assert (summary.rows, summary.taken, summary.repeated, summary.refused) == (6, 3, 3, 0)
    assert [problem.code for problem in problems] == ["settled_before_received"]


def test_negative_durations_are_kept_and_remarked_on(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    text = HEADER + "D1;2026-03-02T10:00:00;2026-03-01T00:00:00;2026-03-02T09:59:59;;;\n"
    summary, problems = imported(session, clock, csv_of(tmp_path, text), mapping_of(tmp_path))
    assert summary.taken == 1
    assert [(problem.code, problem.is_kept) for problem in problems] == [
        ("settled_before_received", True),
        ("due_before_received", True),
    ]
    case = cases(session)["D1"]
    assert case.settled_at is not None
    assert case.received_at is not None
    assert case.settled_at < case.received_at


def test_the_hour_that_came_twice_is_taken_and_remarked_on(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    text = HEADER + "E1;2026-10-25T02:30:00;;;;;\n"
    _summary, problems = imported(session, clock, csv_of(tmp_path, text), mapping_of(tmp_path))
    assert [problem.code for problem in problems] == ["chosen_time"]
    assert cases(session)["E1"].received_at == utc(2026, 10, 25, 0, 30)


def test_departments_are_opened_once_with_an_entry_or_found(
    session: Session, clock: FixedClock, tmp_path: Path, office: FoundedOffice
) -> None:
    text = HEADER + GOOD + f"A9;2026-03-01T10:00:00;;;;{office.home.name.upper()};\n"
    summary, _problems = imported(session, clock, csv_of(tmp_path, text), mapping_of(tmp_path))
    assert summary.details["departments"] == 1
    assert cases(session)["A9"].department_id == office.home.id
    opened = session.scalars(select(Department).where(Department.name == "Drogi")).one()
    assert (opened.valid_from_on, cases(session)["A1"].department_id) == (dt.date(2026, 3, 2), opened.id)


def test_unless_the_mapping_allows_it_no_department_is_opened(
    session: Session, clock: FixedClock, tmp_path: Path, office: FoundedOffice
) -> None:
    names = f'create = false\n[departments.names]\n"Drogi" = "{office.home.code}"'
    text = HEADER + GOOD + "A9;2026-03-01T10:00:00;;;;Mosty;\n"
    mapping = mapping_of(tmp_path, SERVICE.replace("create = true", names))
    summary, problems = imported(session, clock, csv_of(tmp_path, text), mapping)
    assert (summary.taken, summary.refused, problems[0].code) == (3, 1, "unknown_department")
    assert cases(session)["A1"].department_id == office.home.id


def test_a_register_of_skargi_gets_its_deadlines_from_the_law(
    session: Session, clock: FixedClock, tmp_path: Path
) -> None:
    text = (
        "nr;od;koniec;rodzaj;wynik;przedmiot\n"
        "1;30.01.2026;2.03.2026;skarga;bezzasadna;Kolejka\n"
        f"2;30.01.2026;;wniosek;;{'bardzo ' * 40}długi przedmiot\n"
        "3;30.01.2026;2.03.2026;skarga;uwzgledniony;Pomyłka\n"
        "4;31.12.2010;;skarga;;Za dawno\n"
        "5;30.01.2026;2.03.2026;skarga;;Wynik nieznany\n"
        "6;30.01.2026;;podanie;;Nieznany rodzaj\n"
    )
    summary, problems = imported(session, clock, csv_of(tmp_path, text), mapping_of(tmp_path, REGISTER))
    assert (summary.taken, summary.refused) == (3, 3)
    assert [(problem.line, problem.code) for problem in problems] == [
        (4, "wrong_outcome"),
        (5, "outside_calendar"),
        (7, "unknown_value"),
        (3, "cut"),
    ]
    law = deadline("skarga", dt.date(2026, 1, 30))
    case = cases(session)["1"]
    assert case.starts_on == case.received_on
    assert (case.rule_id, case.rule_version, case.raw_end_on, case.due_on, case.warn_on) == (
        "skarga_settle",
        1,
        law.raw_end,
        law.last_day,
        law.warn_on,
    )
    assert (case.received_at, case.due_at, case.settled_at, case.settled_on) == (None, None, None, dt.date(2026, 3, 2))
    assert (case.outcome, cases(session)["5"].outcome) == ("bezzasadna", None)
    assert len(cases(session)["2"].subject) == 200
    assert cases(session)["2"].subject.endswith("…")


def test_where_one_time_is_only_a_day_the_case_is_judged_by_days(
    session: Session, clock: FixedClock, tmp_path: Path
) -> None:
    text = HEADER + "F1;2026-03-02T10:00:00;2026-03-09;2026-03-09T15:00:00;;;\n"
    imported(session, clock, csv_of(tmp_path, text), mapping_of(tmp_path))
    case = cases(session)["F1"]
    assert (case.due_at, case.settled_at, case.due_on, case.settled_on) == (
        None,
        None,
        dt.date(2026, 3, 9),
        dt.date(2026, 3, 9),
    )


def test_a_file_that_breaks_in_the_middle_changes_nothing(storage: Storage, clock: FixedClock, tmp_path: Path) -> None:
    rows = "".join(f"G{number};2026-03-02T10:00:00;;;;Nowy;\n" for number in range(1_500))
    path = csv_of(tmp_path, HEADER + rows + '"nigdy nie zamknięty;2026')
    with storage.reading() as session:
        before = everything(session)
    with pytest.raises(BadFile, match="unclosed_quote"), storage.writing() as session:
        imported(session, clock, path, mapping_of(tmp_path))
    with storage.reading() as session:
        assert everything(session) == before


def test_a_header_without_rows_is_refused(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no_rows"):
        imported(session, clock, csv_of(tmp_path, HEADER), mapping_of(tmp_path))


def test_a_problem_names_its_line_in_the_order_of_the_file(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    text = HEADER + 'H1;2026-03-02T10:00:00;;;;"Wydział\nw dwóch wierszach";\nH2;x;;;;;\n'
    _summary, problems = imported(session, clock, csv_of(tmp_path, text), mapping_of(tmp_path))
    assert [problem.line for problem in problems] == [4]
