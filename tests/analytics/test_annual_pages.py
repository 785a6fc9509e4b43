"""The annual report as page, workbook, print and command: who may see it, and that figures lead to their cases."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from analytics.frames import year_cases
from analytics.reports.annual import annual_report, petitions
from complaints.actions import StepTyped, take_step
from complaints.actions.publishing import PublicationTyped, publish_petition
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move
from kernel.clock import FixedClock
from kernel.permissions import EVERYWHERE, Role
from office.models import OutsideBody, ReferenceFigure
from storage.session import Storage
from tests.analytics.filling import complaint, settled
from tests.cast import FoundedOffice
from tests.complaints.handling import received
from tests.filling import text
from tests.papers.reading import is_accessible

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
SignedIn = Callable[..., FlaskClient]
PAGE = "/staff/pl/results/annual"
FORMULA = "=HYPERLINK(1)"


def fill_year(session: Session, clock: FixedClock, office: FoundedOffice) -> None:
    """At home: a justified skarga on time, one open past its day, one transferred, a petition; next door: a wniosek."""
    home, door = office.home.id, office.next_door.id
    session.add_all([
        settled(11, dt.date(2026, 10, 5), dt.date(2026, 10, 5), register="SW", department_id=home, cause=FORMULA),
        complaint(12, due_on=dt.date(2026, 10, 5), register="SW", department_id=home),
        settled(13, dt.date(2026, 10, 5), dt.date(2026, 10, 1), register="SW", department_id=door, kind="wniosek",
                outcome="uwzgledniony"),
        complaint(14, received_on=dt.date(2025, 3, 3), due_on=dt.date(2025, 4, 3), register="SW", department_id=home,
                  settled_on=dt.date(2025, 4, 1), outcome="bezzasadna"),
        complaint(None, kind="sprawa", source="x", external_number="7", department_id=home),
        ReferenceFigure(what="inhabitants", year=2026, value=20_000, source="GUS"),
    ])  # fmt: skip
    body = OutsideBody(kind="wojewoda", name="Wojewoda Próbny", valid_from_on=dt.date(2020, 1, 1))
    session.add(body)
    session.flush()
    moved = received(session, clock, office, subject="Do wojewody")
    head = office.actor(Role.HEAD)
    typed = StepTyped(happened_on=clock.today(), body_id=body.id)
    take_step(session, clock, head, moved, Move.TRANSFER, typed, row_version=moved.row_version)
    received(session, clock, office, subject="Ławki", kind=Kind.PETYCJA)


@pytest.fixture
def filled(storage: Storage, clock: FixedClock, office: FoundedOffice) -> FoundedOffice:
    with storage.writing() as session:
        fill_year(session, clock, office)
    return office


def test_the_report_counts_legal_cases_of_the_scope(
    storage: Storage, clock: FixedClock, office: FoundedOffice, filled: FoundedOffice
):
    with storage.reading() as session:
        whole = annual_report(session, clock, EVERYWHERE, 2026)
        home = annual_report(session, clock, frozenset({office.home.id}), 2026)

    def total(report: object) -> object:
        return report.table("t1").figure("total", "total").value  # type: ignore[attr-defined]

    assert (total(whole), total(home)) == (5, 4), "imported service cases are no part of it"
    bodies = whole.table("t3")
    assert bodies is not None
    assert bodies.figure("Wojewoda Próbny", "skarga").value == 1  # type: ignore[union-attr]
    rates = whole.table("t12")
    assert rates is not None
    assert str(rates.figure("complaints", "inhabitants_now").value) == "2.0"  # type: ignore[union-attr]
    assert home.table("t12").figure("complaints", "inhabitants_now").value is None  # type: ignore[union-attr]
    assert rates.figure("complaints", "before").value == 1  # type: ignore[union-attr]


def test_petitions_are_listed_under_the_words_that_were_published_only(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        told, untold = (received(session, clock, office, kind=Kind.PETYCJA, subject="Pies pana X") for _ in range(2))
        words = PublicationTyped("Psy na smyczy", "Prosimy o smycze.")
        publish_petition(session, clock, office.actor(Role.HEAD), told, words, row_version=told.row_version)
        for case in (told, untold):
            case.settled_on, case.outcome, case.state = clock.today(), "uwzgledniona", "settled"
    with storage.reading() as session:
        table = petitions.considered(year_cases(session, 2026), 2026)
    assert {row.name.words: row.figures[0].value for row in table.rows} == {
        told.register_number: "Psy na smyczy",
        untold.register_number: None,
    }


def test_a_year_takes_few_statements_however_many_cases(
    storage: Storage, clock: FixedClock, filled: FoundedOffice, statements: Callable[..., object]
):
    with storage.writing() as session:
        session.add_all(complaint(number, register="SW") for number in range(100, 300))
    with storage.reading() as session, statements() as seen:  # type: ignore[attr-defined]
        annual_report(session, clock, EVERYWHERE, 2026)
    assert len(seen) <= 14


@ON_SQLITE
def test_the_page_shows_thirteen_tables_and_each_figure_leads_to_its_cases(signed_in: SignedIn, filled: FoundedOffice):
    reader = signed_in(Role.AUDITOR)
    page = reader.get(PAGE)
    shown = text(page)
    assert all(f"T{number}." in shown for number in range(1, 14))
    assert "Nie zbiera się" in shown
    assert "działań korygujących jeszcze się w programie nie zapisuje" in shown
    links = re.findall(r'<a href="(/staff/pl/results/annual/cases\?[^"]+)">([\d.,\u00a0]+)', page.text)
    counts = [(link.replace("&amp;", "&"), figure) for link, figure in links if "," not in figure]
    assert len(counts) > 30
    for link, figure in counts[::7]:
        listed = text(reader.get(link))
        assert re.search(rf"(?<!\d){figure} (sprawa|sprawy|spraw)", listed), (link, figure)


@ON_SQLITE
def test_a_head_sees_the_own_department_only(signed_in: SignedIn, filled: FoundedOffice):
    head = signed_in(Role.HEAD)
    shown = text(head.get(PAGE))
    assert "Tylko Pani/Pana wydziały." in shown
    assert "Wydział Komunikacji" not in shown
    listed = text(head.get(f"{PAGE}/cases?year=2026&table=t1&row=total&column=total"))
    assert "4 sprawy" in listed
    assert "13/2026" not in listed


@ON_SQLITE
def test_a_year_without_data_teaches(signed_in: SignedIn, filled: FoundedOffice):
    page = signed_in(Role.AUDITOR).get(f"{PAGE}?year=2023")
    assert "W tym roku nie ma żadnej sprawy" in text(page)


@ON_SQLITE
def test_four_verses(signed_in: SignedIn, client: FlaskClient, filled: FoundedOffice):
    reader = signed_in(Role.AUDITOR)
    assert reader.post(PAGE).status_code == 405
    assert client.get(PAGE).status_code == 302
    assert signed_in(Role.CLERK).get(PAGE).status_code == 403
    for wrong in ("?year=2027", "?year=abcd", "/cases?table=t99", "/cases?table=t1&row=x&column=total", ".exe"):
        assert reader.get(f"{PAGE}{wrong}").status_code == 404, wrong


@ON_SQLITE
def test_the_workbook_holds_the_figures_of_the_page_and_runs_nothing(signed_in: SignedIn, filled: FoundedOffice):
    reader = signed_in(Role.AUDITOR)
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"{PAGE}.xlsx?year=2026").get_data()))
    assert len(book.sheetnames) == 16
    first = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    assert first[0][:2] == ["Pozycja", "sty"]
    assert [row[-1] for row in first if row[0] == "Razem"] == [5]
    times = {row[0]: row for row in book.worksheets[4].iter_rows(values_only=True)}
    assert times["Skargi i wnioski razem"][1:3] == (3, 2)
    causes = next(sheet for sheet in book.worksheets if sheet.title.startswith("T7"))
    assert FORMULA in [cell.value for cell in causes["C"]]
    assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


@ON_SQLITE
def test_the_print_is_accessible_also_of_an_empty_year(signed_in: SignedIn, filled: FoundedOffice):
    reader = signed_in(Role.AUDITOR)
    assert is_accessible(reader.get(f"{PAGE}.pdf?year=2026").get_data())
    assert is_accessible(reader.get(f"{PAGE}.pdf?year=2022").get_data())


@ON_SQLITE
def test_the_command_writes_both_files(app: Flask, filled: FoundedOffice, tmp_path: Path):
    told = app.test_cli_runner().invoke(args=["results", "annual", "2026", "--out", str(tmp_path / "r")])
    assert told.exit_code == 0, told.output
    assert {path.name for path in (tmp_path / "r").iterdir()} == {"sprawozdanie-2026.pdf", "sprawozdanie-2026.xlsx"}
    late = app.test_cli_runner().invoke(args=["results", "annual", "2030", "--out", str(tmp_path)])
    assert late.exit_code == 2
    assert "has not begun" in late.output
