"""The queue as a file: exactly the rows, columns and words of the page, to the last one, disarmed, within the scope."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered, assigned, received
from tests.counting import statements

Enter = Callable[..., FlaskClient]
pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
ATTACKS = ("=1+1", "+48", "-2", "@SUM(A1)")


@pytest.fixture(autouse=True)
def cases(storage: Storage, clock: FixedClock, office: FoundedOffice) -> None:
    """Three open cases at home and one settled, one next door, and subjects a spreadsheet would carry out."""
    with storage.writing() as session:
        assigned(session, clock, office, subject="przydzielona")
        received(session, clock, office, subject='z „cudzysłowem”; i średnikiem "')
        received(session, clock, office, subject="obca", department_id=office.next_door.id)
        done = assigned(session, clock, office, subject="załatwiona")
        answered(session, clock, office, done, Reply("zasadna", "Treść.", clock.today()))
        for attack in ATTACKS:
            received(session, clock, office, subject=attack)


def rows(client: FlaskClient, query: str = "") -> list[list[str]]:
    answer = client.get(f"/staff/pl/queue/file.csv{query}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))


def test_the_file_says_its_filter_and_moment_and_ends_with_its_count(signed_in: Enter):
    about, heads, *body, end = rows(signed_in(Role.HEAD), "?kind=skarga")
    assert about == ["Kolejka spraw, stan na 21 listopada 2026, 10:00. Stan: otwarte; Rodzaj: Skarga."]
    assert heads == ["Numer", "Temat", "Rodzaj", "Prowadzi", "Ostatni dzień", "Termin", "Stan"]
    assert len(body) == 6
    assert end == ["Koniec listy: 6 spraw"]
    first = next(row for row in body if row[1] == "przydzielona")
    assert first[1:] == ["przydzielona", "Skarga", "Próba (handler)", "2026-12-21", "za 30 dni", "Wyjaśnianie"]


def test_no_cell_can_be_carried_out(signed_in: Enter):
    subjects = [row[1] for row in rows(signed_in(Role.HEAD))[2:-1]]
    assert {f"'{attack}" for attack in ATTACKS} <= set(subjects)
    assert not any(subject.startswith(("=", "+", "-", "@")) for subject in subjects)


@pytest.mark.parametrize(
    ("role", "next_door", "query", "seen"),
    [
        (Role.HEAD, False, "?state=settled", {"załatwiona"}),
        (Role.HEAD, True, "", {"obca"}),
        (Role.AUDITOR, False, "?q=obca", {"obca"}),
        (Role.CLERK, False, "?who=12345678-1234-4234-8234-123456789012", set()),
    ],
)
def test_filter_and_scope_are_those_of_the_page(
    signed_in: Enter, role: Role, next_door: bool, query: str, seen: set[str]
):
    assert {row[1] for row in rows(signed_in(role, next_door=next_door), query)[2:-1]} == seen


def test_a_workbook_holds_the_same_rows_and_no_formula(signed_in: Enter):
    client = signed_in(Role.AUDITOR)
    with client.get("/staff/pl/queue/file.xlsx?state=all") as answer:
        assert answer.status_code == 200
        book = load_workbook(io.BytesIO(answer.get_data()))
    queue, about = book.worksheets
    written = [[cell.value for cell in row] for row in queue.iter_rows(min_row=2)]
    plain = rows(client, "?state=all")[2:-1]
    assert [row[1] for row in written[:-1]] == [row[1].removeprefix("'") for row in plain]
    assert written[-1][0] == "Koniec listy: 8 spraw"
    assert all(cell.data_type != "f" for row in queue.iter_rows() for cell in row)
    assert "Stan: wszystkie" in about["A2"].value


def test_strangers_and_other_methods_get_nothing(client: FlaskClient, signed_in: Enter):
    assert client.get("/staff/pl/queue/file.csv").status_code == 302
    assert signed_in(Role.ADMINISTRATOR).get("/staff/pl/queue/file.csv").status_code == 403
    assert signed_in(Role.HEAD).post("/staff/pl/queue/file.csv").status_code == 405
    assert signed_in(Role.HEAD).get("/staff/pl/queue/file.pdf").status_code == 404


def test_a_file_of_any_length_takes_as_many_statements(signed_in: Enter, storage: Storage, clock, office):
    head, counted = signed_in(Role.HEAD), []
    for _round in range(2):
        with statements(storage.engine) as seen:
            rows(head, "?state=all")
        counted.append(len(seen))
        with storage.writing() as session:
            for _number in range(30):
                received(session, clock, office)
    assert counted[0] == counted[1]
