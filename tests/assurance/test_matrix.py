"""The printed matrix says what the program does: worked out from its own tables and from nothing else."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.matrix_files import COLUMNS
from assurance.rules.matrix import HOLDINGS, Held, Holding, Place, actor_of, may, may_read, rows, transitions
from complaints.models import Complaint
from complaints.queries.scope import within
from complaints.rules.moves import PERMISSION_OF
from complaints.rules.reach import reaches
from kernel.ids import new_id
from kernel.permissions import ROLE_PERMISSIONS, Actor, Grant, Permission, Role
from kernel.version import VERSION
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import text
from tests.house import routes

Enter = Callable[..., FlaskClient]
SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


def test_a_role_has_in_its_own_department_what_the_table_of_roles_gives_and_nothing_anywhere_else():
    for row in rows([]):
        if row.what == "permission" and row.place is Place.OWN and row.holding.held is not Held.DEPUTY:
            assert row.is_allowed == (row.permission in ROLE_PERMISSIONS[row.holding.role]), row
        if row.what == "permission" and row.place is Place.OTHER:
            assert not row.is_allowed, row


def test_a_deputy_has_all_of_it_but_what_never_passes():
    head = {row.action for row in rows([]) if row.holding == Holding(Role.HEAD, Held.DEPARTMENT) and row.is_allowed}
    deputy = {row.action for row in rows([]) if row.holding == Holding(Role.HEAD, Held.DEPUTY) and row.is_allowed}
    assert head - deputy == {"absence:enter"}


def test_a_case_handled_elsewhere_is_read_there_and_not_moved():
    handler = Holding(Role.HANDLER, Held.DEPARTMENT)
    assert may_read(handler, Place.OTHER_HANDLED)
    assert not may(handler, Place.OTHER_HANDLED, Permission.COMPLAINT_SETTLE)
    assert not may_read(handler, Place.OTHER)


def test_no_move_asks_for_anything_but_the_table_of_moves():
    assert all(found.permission is PERMISSION_OF[move] for _kind, _state, move, found in transitions())


def test_every_cell_is_there_once():
    cells = [(r.holding, r.what, r.action, r.kind, r.state, r.place) for r in rows([])]
    assert len(cells) == len(set(cells))
    assert {cell[0] for cell in cells} == set(HOLDINGS)


@SQLITE
def test_lists_in_sql_and_the_matrix_reach_the_same_cases(storage: Storage, office: FoundedOffice, filed):
    """Every way to hold a role x every place a case can be, asked in SQL and in Python."""
    me = office.member(Role.HANDLER).person_id
    spots = itertools.product((office.home.id, office.next_door.id, None), (me, None))
    for department_id, handler_id in spots:
        with storage.writing() as session:
            case = session.get_one(Complaint, filed)
            case.department_id, case.handler_id = department_id, handler_id
        for holding in HOLDINGS:
            actor = actor_of(holding, office.home.id, me)
            with storage.reading() as session:
                found = session.scalars(select(Complaint.id).where(within(actor))).one_or_none()
            assert (found is not None) == reaches(actor, department_id, handler_id), (
                holding,
                department_id,
                handler_id,
            )


def test_who_holds_nothing_reaches_nothing_even_as_handler():
    me = new_id()
    assert not reaches(Actor("person:x", person_id=me), None, me)
    assert not reaches(Actor("person:x", grants=frozenset({Grant(Role.HANDLER, new_id())})), None, None)


@SQLITE
def test_the_auditor_reads_and_prints_it_and_takes_every_cell_away(signed_in: Enter):
    auditor = signed_in(Role.AUDITOR)
    page = auditor.get("/staff/pl/record/matrix")
    assert page.status_code == 200
    assert VERSION in text(page)
    assert "Zaakceptuj odpowiedź" in text(page)
    file = auditor.get("/staff/pl/record/matrix.csv")
    told = list(csv.reader(io.StringIO(file.get_data(as_text=True).removeprefix("\ufeff"))))
    assert told[0] == list(COLUMNS)
    assert {row[0] for row in told[1:]} == {role.value for role in Role}
    listed = [line.split("  ") for line in routes.LIST.read_text(encoding="utf-8").splitlines()]
    marked = {line[2] for line in listed if line[3] != "public"}
    assert {row[3] for row in told[1:] if row[2] == "page"} == marked  # every page of the program, as it runs


@SQLITE
@pytest.mark.parametrize("page", ["matrix", "matrix.csv"])
def test_who_may_not_read_the_record_gets_no_matrix(signed_in: Enter, client: FlaskClient, page: str):
    address = f"/staff/pl/record/{page}"
    assert signed_in(Role.HEAD).get(address).status_code == 403
    assert client.get(address).status_code == 302
    assert signed_in(Role.AUDITOR).post(address).status_code == 405


@SQLITE
def test_the_command_prints_it_as_tables_and_as_cells(app: Flask):
    runner = app.test_cli_runner()
    tables = runner.invoke(args=["access", "matrix"]).output
    assert tables.startswith(f"# Permission matrix of Interesant {VERSION}")
    assert "| skarga | for_approval | approve | approved | complaint:approve | head |  |" in tables
    cells = list(csv.DictReader(io.StringIO(runner.invoke(args=["access", "matrix", "--format", "csv"]).output)))
    one = {**cells[0], "source": ""}
    assert one["version"] == VERSION
    asked = {"role": "handler", "held_for": "department", "action": "approve", "kind": "skarga", "case_of": "own"}
    assert {row["allowed"] for row in cells if asked.items() <= row.items()} == {"no"}
