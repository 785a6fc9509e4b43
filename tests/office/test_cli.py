"""flask office: a real office from the command line, and one clear sentence for every slip."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from kernel.permissions import Grant, Role
from ledger.models import LedgerEntry
from ledger.verify import verify
from office.models import Department, Office, Person, RoleAssignment
from office.passwords import is_right
from storage.session import Storage
from tests.cast import PASSWORD
from tests.program import program

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

FOUND = ("office", "found", "--name", "Urząd Gminy Próbnej", "--address", "ul. Próbna 1, 00-001 Próbowo")
PERSON = ("office", "add-person", "anna.probna", "Anna Próbna", "inspektor", "--role", "handler")


@pytest.fixture
def bare(storage: Storage, clock, tmp_path: Path):
    """The command line of the program on a migrated database without an office."""
    return next(program(storage, clock, tmp_path)).test_cli_runner()


@pytest.fixture
def there(app):
    """The command line of the program with the test office."""
    return app.test_cli_runner()


def run(runner: FlaskCliRunner, *arguments: str, typed: str = "") -> str:
    done = runner.invoke(args=list(arguments), input=typed)
    assert done.exit_code == 0, done.output
    return done.output


def refused(runner: FlaskCliRunner, *arguments: str, typed: str = "") -> str:
    """The one line that says why."""
    done = runner.invoke(args=list(arguments), input=typed)
    assert done.exit_code == 1, done.output
    *_asked, line = done.output.strip().splitlines()
    assert line.startswith("Error: ")
    return line.removeprefix("Error: ")


def entries(storage: Storage) -> int:
    with storage.reading() as session:
        return session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def test_an_office_is_founded_once_and_is_no_sample(bare, storage: Storage):
    assert "Urząd Gminy Próbnej: founded" in run(bare, *FOUND, "--phone", "00 000 00 00")
    with storage.reading() as session:
        office = session.scalars(select(Office)).one()
        first = session.scalars(select(LedgerEntry).order_by(LedgerEntry.leaf)).first()
        assert first is not None
    assert (office.name, office.phone, office.is_sample) == ("Urząd Gminy Próbnej", "00 000 00 00", False)
    assert json.loads(first.canonical)["data"] == {"name": "Urząd Gminy Próbnej", "is_sample": False}
    assert "There is an office in this database already: Urząd Gminy Próbnej." in refused(bare, *FOUND)
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(Office)) == 1


def test_what_is_not_given_is_asked_for(bare, storage: Storage):
    run(bare, "office", "found", typed="Urząd Miasta Próbowa\nRynek 1\n")
    with storage.reading() as session:
        assert session.scalars(select(Office.address)).one() == "Rynek 1"


def test_from_nothing_to_somebody_who_can_sign_in(bare, storage: Storage):
    run(bare, *FOUND)
    run(bare, "surveys", "publish")
    run(bare, "office", "add-department", "SO", "Wydział Spraw Obywatelskich")
    said = run(bare, *PERSON, "--department", "SO", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert "anna.probna: Anna Próbna, handler of Wydział Spraw Obywatelskich" in said
    assert PASSWORD not in said
    with storage.reading() as session:
        person = session.scalars(select(Person)).one()
        department = session.scalars(select(Department)).one()
        held = session.scalars(select(RoleAssignment)).one()
        assert verify(session).is_whole
    assert is_right(person.password_hash, PASSWORD)
    assert not person.is_sample
    assert Grant(Role(held.role), held.department_id) == Grant(Role.HANDLER, department.id)


def test_a_password_may_come_from_standard_input(there, storage: Storage):
    said = run(there, *PERSON[:-1], "quality-officer", "--password-stdin", typed=f"{PASSWORD}\n")
    assert "quality_officer of the whole office" in said
    with storage.reading() as session:
        stored = session.scalars(select(Person.password_hash).where(Person.login == "anna.probna")).one()
    assert is_right(stored, PASSWORD)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("office", "add-department", "USC", "Drugi"), "USC belongs to Urząd Stanu Cywilnego already"),
        (("office", "add-department", " ", "Drugi"), "The code is empty"),
        (("office", "add-department", "XX", "x" * 201), "The name has 201 characters; 200 fit"),
        ((*PERSON[:-1], "mayor"), "There is no role mayor; the roles are: clerk, handler, head"),
        ((*PERSON, "--department", "XX"), "There is no department XX; there are: KOM, USC"),
        (("office", "add-person", "clerk", *PERSON[3:]), "The login clerk is taken"),
        (("office", "add-person", "Anna Próbna", *PERSON[3:]), "A login has 2 to 61 characters"),
        (("office", "add-person", "anna", "", *PERSON[4:]), "The name is empty"),
    ],
)
def test_what_is_wrong_is_said_before_a_password_is_asked_for(there, storage: Storage, arguments, words: str):
    before = entries(storage)
    assert words in refused(there, *arguments)
    assert entries(storage) == before


def test_a_short_password_is_refused(there, storage: Storage):
    before = entries(storage)
    assert "at least 15 characters" in refused(there, *PERSON, "--password-stdin", typed="short\n")
    assert entries(storage) == before


@pytest.mark.parametrize("arguments", [("office", "add-department", "SO", "Wydział"), PERSON])
def test_without_an_office_the_way_to_one_is_told(bare, arguments):
    assert refused(bare, *arguments) == "There is no office in this database yet; begin with: flask office found"


def test_a_department_that_does_not_exist_yet(bare):
    run(bare, *FOUND)
    assert "there are none yet: flask office add-department" in refused(bare, *PERSON, "--department", "SO")


@pytest.mark.parametrize("arguments", [FOUND, PERSON])
def test_a_database_that_was_never_migrated(bare_storage: Storage, clock, arguments, tmp_path: Path):
    runner = next(program(bare_storage, clock, tmp_path)).test_cli_runner()
    assert "flask db upgrade" in refused(runner, *arguments)
