"""The register for a span of days: every number it gave, the same lines in each output, names for few."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.actions import StepTyped, take_step
from complaints.actions.links import link
from complaints.labels.register import COLUMNS
from complaints.models import Complaint
from complaints.queries.register import BATCH, RegisterFilter, lines, rows
from complaints.rules.kinds import Kind, Register
from complaints.rules.moves import Move
from kernel.clock import FixedClock
from kernel.permissions import Role
from ledger.queries import latest_entries
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, assigned, length, received
from tests.filling import text
from tests.forms import hidden
from tests.pages import read
from tests.papers.reading import is_accessible
from tests.papers.reading import pages as pages_of

Enter = Callable[..., FlaskClient]
ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
PAGE = "/staff/pl/register-book"
FILE = f"{PAGE}/file"
YEAR = RegisterFilter(Register.COMPLAINTS, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
PETITIONS = RegisterFilter(Register.PETITIONS, dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def qualify(session: Session, clock: FixedClock, office: FoundedOffice, case: Complaint, kind: Kind) -> None:
    typed = StepTyped(kind=kind.value, text="O rodzaju decyduje treść.")
    take_step(
        session, clock, office.actor(Role.HEAD), case, Move.QUALIFY, typed, row_version=case.row_version
    )  # fmt: skip


@pytest.fixture
def book(storage: Storage, clock: FixedClock, office: FoundedOffice) -> dict[str, uuid.UUID]:
    """Four cases: 1 and 3 stay, 2 becomes petition P 1, 4 is next door; its subject wants to be a formula."""
    with storage.writing() as session:
        made = {
            "first": assigned(session, clock, office, subject="=1+1"),
            "moved": received(session, clock, office, subject="Petycja o ławki"),
            "third": received(session, clock, office, subject="Trzecia", kind=Kind.WNIOSEK),
            "next_door": received(session, clock, office, subject="Sąsiednia", department_id=office.next_door.id),
        }
        clock.advance(days=2)
        qualify(session, clock, office, made["moved"], Kind.PETYCJA)
        return {name: case.id for name, case in made.items()}


def numbers(session: Session, office: FoundedOffice, wanted: RegisterFilter, role: Role = Role.AUDITOR) -> list[str]:
    actor = office.actor(role)
    return [row.number for row in rows(session, FixedClock(NOW), actor, lines(session, actor, wanted))]


NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


# --- the lines ---


def test_numbering_shows_no_gap_though_a_case_moved_to_another_register(
    session: Session, office: FoundedOffice, clock: FixedClock, book: dict[str, uuid.UUID]
):
    assert numbers(session, office, YEAR) == ["1/2026", "2/2026", "3/2026", "4/2026"]
    assert numbers(session, office, PETITIONS) == ["P 1/2026"]
    actor = office.actor(Role.AUDITOR)
    old = list(rows(session, clock, actor, lines(session, actor, YEAR)))[1]
    new = next(rows(session, clock, actor, lines(session, actor, PETITIONS)))
    assert (old.kind, old.manner, [remark.number for remark in old.remarks]) == (
        "skarga",
        ("requalified",),
        ["P 1/2026"],
    )
    assert (new.kind, [remark.number for remark in new.remarks]) == ("petycja", ["2/2026"])


def test_a_span_counts_days_of_entry_or_days_of_receipt(
    session: Session, office: FoundedOffice, clock: FixedClock, book: dict[str, uuid.UUID]
):
    late = received(session, clock, office, subject="Stara", received_on=dt.date(2025, 12, 30))
    assert late.register_number == "5/2026"
    today = RegisterFilter(Register.COMPLAINTS, clock.today(), clock.today())
    assert numbers(session, office, today) == ["5/2026"]
    before = RegisterFilter(Register.COMPLAINTS, dt.date(2025, 1, 1), dt.date(2025, 12, 31), is_by_receipt=True)
    assert numbers(session, office, before) == ["5/2026"]
    moved_in = RegisterFilter(Register.PETITIONS, clock.today(), clock.today())
    assert numbers(session, office, moved_in) == ["P 1/2026"], "it was entered here when it was qualified"
    earlier = RegisterFilter(Register.PETITIONS, clock.today() - dt.timedelta(2), clock.today() - dt.timedelta(1))
    assert numbers(session, office, earlier) == []


def test_no_number_is_missing_however_the_span_is_cut(session: Session, office: FoundedOffice, clock: FixedClock):
    start = clock.today()
    for day in range(6):
        backdated = start - dt.timedelta(days=40) if day == 3 else None
        case = received(session, clock, office, subject=f"Dzień {day}", received_on=backdated)
        if day % 2:
            clock.advance(hours=1)
            qualify(session, clock, office, case, Kind.PETYCJA)
        clock.advance(days=1)
    for first in range(6):
        for last in range(first, 6):
            span = (start + dt.timedelta(days=first), start + dt.timedelta(days=last))
            shown = numbers(session, office, RegisterFilter(Register.COMPLAINTS, *span))
            assert shown == [f"{number}/2026" for number in range(first + 1, last + 2)]
    assert numbers(session, office, PETITIONS) == ["P 1/2026", "P 2/2026", "P 3/2026"]


def test_a_reader_of_one_department_sees_its_lines(session: Session, office: FoundedOffice, book: dict[str, uuid.UUID]):
    assert numbers(session, office, YEAR, Role.HANDLER) == ["1/2026", "2/2026", "3/2026"]
    wanted = RegisterFilter(YEAR.register, YEAR.first, YEAR.last, department_id=office.next_door.id)
    assert numbers(session, office, wanted) == ["4/2026"]
    assert numbers(session, office, RegisterFilter(YEAR.register, YEAR.first, YEAR.last, kind="wniosek")) == ["3/2026"]


def test_names_are_for_those_who_may_know(
    session: Session, office: FoundedOffice, clock: FixedClock, book: dict[str, uuid.UUID]
):
    def first(role: Role) -> tuple[str | None, str | None]:
        actor = office.actor(role)
        row = next(rows(session, clock, actor, lines(session, actor, YEAR)))
        return row.complainant, row.address

    assert first(Role.HANDLER) == (PERSONAL["name"], PERSONAL["address"])
    assert first(Role.AUDITOR) == (None, None)
    case = session.get_one(Complaint, book["first"])
    case.is_withheld, case.about_department_id = True, office.home.id
    session.flush()
    assert first(Role.HANDLER) == (None, None), "withheld from the department it is about"


def test_no_line_says_that_a_withheld_case_is_of_the_same_person(
    session: Session, office: FoundedOffice, clock: FixedClock, book: dict[str, uuid.UUID]
):
    case, other = (session.get_one(Complaint, book[name]) for name in ("third", "first"))
    for how in ("earlier", "duplicate"):
        link(session, clock, case.id, other.id, how)

    def told(role: Role) -> tuple[str, int]:
        actor = office.actor(role)
        row = next(one for one in rows(session, clock, actor, lines(session, actor, YEAR)) if one.number == "3/2026")
        return row.repeat_of, len(row.remarks)

    assert told(Role.HANDLER) == ("1/2026", 1)
    other.is_withheld, other.about_person_id = True, office.member(Role.CLERK).person_id
    session.flush()
    assert told(Role.HANDLER) == ("", 0), "the clerk and the handler are of the same department"
    assert told(Role.AUDITOR) == ("1/2026", 1)


def test_a_long_register_needs_few_statements(
    storage: Storage, clock: FixedClock, office: FoundedOffice, statements: Callable[..., object]
):
    with storage.writing() as session:
        for number in range(BATCH + 20):
            session.add(_plain(number + 1, clock))
    with storage.reading() as session, statements() as seen:  # type: ignore[attr-defined]
        actor = office.actor(Role.AUDITOR)
        shown = list(rows(session, clock, actor, lines(session, actor, YEAR)))
    assert len(shown) == BATCH + 20
    assert len(seen) <= 2 + 2 * 4


def _plain(number: int, clock: FixedClock) -> Complaint:
    return Complaint(
        kind="skarga", state="received", register="SW", year=2026, number=number, channel="web", subject="Próba",
        received_on=clock.today(), registered_at=clock.now(),
    )  # fmt: skip


# --- the page ---


def table(page: str) -> list[list[str]]:
    return [
        ["".join(cell.itertext()).replace("\u00a0", " ").replace("\u2060", "").strip() for cell in row]
        for row in read(page)[0].iterfind(".//main//tbody/tr")
    ]


@ON_SQLITE
def test_the_page_shows_the_thirteen_columns_and_the_further_ones(signed_in: Enter, book: dict[str, uuid.UUID]):
    head = signed_in(Role.HEAD)
    page = head.get(PAGE)
    assert [row[0] for row in table(page.text)] == ["1/2026", "2/2026", "3/2026"]
    assert len(table(page.text)[0]) == 13
    assert "przekwalifikowano na P 1/2026" in text(page)
    assert PERSONAL["name"] in text(page)
    further = head.get(f"{PAGE}?view=further")
    assert len(table(further.text)[0]) == 15
    assert "urząd" in table(further.text)[0]
    assert "Petycja o ławki" in text(head.get(f"{PAGE}?register=P"))


@ON_SQLITE
def test_the_page_says_that_names_are_hidden(signed_in: Enter, book: dict[str, uuid.UUID]):
    page = text(signed_in(Role.AUDITOR).get(PAGE))
    assert "zakryte" in page
    assert PERSONAL["name"] not in page


@ON_SQLITE
def test_an_empty_span_teaches_and_an_impossible_one_is_explained(signed_in: Enter, office: FoundedOffice):
    head = signed_in(Role.HEAD)
    assert "W tym okresie nie ma żadnego wpisu" in text(head.get(PAGE))
    backwards = head.get(f"{PAGE}?first=2026-05-02&last=2026-05-01")
    assert backwards.status_code == 422
    assert "Koniec okresu jest wcześniejszy niż jego początek." in text(backwards)
    assert head.get(f"{PAGE}?first=2026-02-30").status_code == 422
    assert head.get(f"{PAGE}?register=XX").status_code == 422


@ON_SQLITE
def test_four_verses(signed_in: Enter, client: FlaskClient, office: FoundedOffice, book: dict[str, uuid.UUID]):
    head = signed_in(Role.HEAD)
    assert head.post(PAGE).status_code == 405
    assert head.get(FILE).status_code == 405
    assert client.get(PAGE).status_code == 302
    assert signed_in(Role.ADMINISTRATOR).get(PAGE).status_code == 403
    assert signed_in(Role.ADMINISTRATOR).post(FILE).status_code == 403
    assert head.post(FILE, data={**_token(head), "format": "exe"}).status_code == 404
    assert head.post(FILE).status_code == 400, "without the token of the page"
    assert "Sąsiednia" not in text(head.get(PAGE)), "another department's case is nobody else's line"


def _token(client: FlaskClient) -> dict[str, str]:
    return hidden(client.get(PAGE).text)


# --- the files ---


@ON_SQLITE
def test_the_files_hold_the_lines_of_the_page(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, book: dict[str, uuid.UUID], app: Flask
):
    head = signed_in(Role.HEAD)
    shown = [row[:5] + row[5:] for row in table(head.get(PAGE).text)]
    as_csv = head.post(FILE, data={**_token(head), "format": "csv"})
    assert as_csv.headers["Content-Disposition"].endswith("rejestr-SW-2026-01-01-2026-12-31.csv")
    found = list(csv.reader(io.StringIO(as_csv.get_data().decode("utf-8-sig")), delimiter=";"))
    sheet = openpyxl.load_workbook(
        io.BytesIO(head.post(FILE, data={**_token(head), "format": "xlsx"}).get_data())
    ).worksheets[0]
    kept = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert found[0] == kept[0] == _titles(app)
    assert [_without_address(_as_shown(row)) for row in found[1:]] == shown
    assert [_without_address(_as_shown(row)) for row in kept[1:]] == shown
    assert found[1][3] == PERSONAL["address"], "the file holds it, and taking the file left an entry"
    assert sheet["E2"].data_type == "s"
    assert found[1][4] == "'=1+1", "a spreadsheet shows it and does not carry it out"


def _without_address(row: list[str]) -> list[str]:
    """The page shows no address: looking at contact data is recorded, and a page is not."""
    return [*row[:3], "w pliku do pobrania" if row[3] == PERSONAL["address"] else row[3], *row[4:]]


def _titles(app: Flask) -> list[str]:
    with app.test_request_context("/staff/pl/"):
        return [str(column.title) for column in COLUMNS]


def _as_shown(row: Sequence[object]) -> list[str]:
    """A line of a file as the page writes its first thirteen cells."""
    cells_of_row = []
    for cell in row[:13]:
        if isinstance(cell, dt.datetime):
            cells_of_row.append(f"{cell:%d.%m.%Y}")
        elif isinstance(cell, str) and len(cell) == 10 and cell[4] == cell[7] == "-":
            cells_of_row.append(f"{dt.date.fromisoformat(cell):%d.%m.%Y}")
        else:
            cells_of_row.append(str(cell or "").removeprefix("'"))
    return cells_of_row


@ON_SQLITE
def test_the_print_is_accessible_and_covers_all_columns(signed_in: Enter, book: dict[str, uuid.UUID]):
    head = signed_in(Role.HEAD)
    pdf = head.post(FILE, data={**_token(head), "format": "pdf"}).get_data()
    assert is_accessible(pdf)
    assert pages_of(pdf) >= 1


@ON_SQLITE
def test_a_print_that_would_take_too_long_is_refused_with_a_way_out(
    signed_in: Enter, monkeypatch: pytest.MonkeyPatch, book: dict[str, uuid.UUID]
):
    monkeypatch.setattr("complaints.routes.register_book.MOST_PRINTED", 2)
    head = signed_in(Role.HEAD)
    refused = head.post(FILE, data={**_token(head), "format": "pdf"})
    assert refused.status_code == 422
    assert "Wydruk miałby 3 wpisów, a strona robi najwyżej 2." in text(refused)


@ON_SQLITE
@pytest.mark.parametrize(("role", "names"), [(Role.HEAD, True), (Role.AUDITOR, False)])
def test_taking_the_register_away_leaves_one_entry_and_looking_at_it_none(
    signed_in: Enter, storage: Storage, office: FoundedOffice, book: dict[str, uuid.UUID], role: Role, names: bool
):
    reader = signed_in(role)
    with storage.reading() as session:
        before = length(session)
    token = _token(reader)
    sent = {**token, "format": "csv", "first": "2026-11-01", "last": "2026-11-30"}
    assert reader.post(FILE, data=sent).status_code == 200
    with storage.reading() as session:
        assert length(session) == before + 1
        content = json.loads(latest_entries(session, 1)[0].canonical)
    assert content["tag"] == "complaints:register:export"
    assert content["data"] == {
        "register": "SW", "from": "2026-11-01", "to": "2026-11-30", "by": "entry", "kind": "", "department": None,
        "format": "csv", "count": 3 if names else 4, "with_personal": names,
    }  # fmt: skip


@ON_SQLITE
def test_the_command_writes_the_same_register(app: Flask, storage: Storage, book: dict[str, uuid.UUID], tmp_path: Path):
    path = tmp_path / "rejestr.csv"
    span = ["--from", "2026-01-01", "--to", "2026-12-31"]
    told = app.test_cli_runner().invoke(
        args=["register", "export", "--register", "SW", *span, "--format", "csv", "--out", str(path)]
    )
    assert told.exit_code == 0, told.output
    found = list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in found[1:]] == ["1/2026", "2/2026", "3/2026", "4/2026"]
    assert found[1][2] == PERSONAL["name"]
    hidden = app.test_cli_runner().invoke(
        args=["register", "export", "--register", "SW", *span, "--out", str(path), "--without-personal"]
    )
    assert hidden.exit_code == 0, hidden.output
    assert PERSONAL["name"] not in path.read_text("utf-8-sig")
    assert list(tmp_path.iterdir()) == [path], "no draft is left behind"


@ON_SQLITE
def test_the_command_refuses_a_span_that_goes_backwards(app: Flask, office: FoundedOffice, tmp_path: Path):
    span = ["--from", "2026-02-01", "--to", "2026-01-01"]
    told = app.test_cli_runner().invoke(
        args=["register", "export", "--register", "SW", *span, "--out", str(tmp_path / "x.csv")]
    )
    assert told.exit_code == 2
    assert "before the first" in told.output
