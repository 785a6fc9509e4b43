"""What repeats the record is compared with a replay of it: whatever is edited past the record is named."""

from __future__ import annotations

import importlib
import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

import app as house
import office.actions
from assurance import verifying
from assurance.verifying import verified
from complaints.models import Complaint
from kernel.clock import FixedClock
from ledger.models import LedgerEntry
from ledger.replays import Difference, compare
from office.actions.records import Kept
from office.replaying.records import ALL
from storage.base import Base
from storage.session import Storage
from storage.spelling import misspelt
from tests.assurance.scene import play
from tests.cast import FoundedOffice

CASE = "(SELECT id FROM complaint WHERE number = 1)"
OF_NOBODY = f"SELECT id, id, handler_id, settled_recorded_at, 'x', '00' FROM complaint WHERE id = {CASE}"
EDITS: dict[str, tuple[str, str]] = {
    "a due date": ("UPDATE complaint SET due_on = '2027-03-01' WHERE number = 2", "case SW 2/2026|due_on is"),
    "a state": ("UPDATE complaint SET state = 'received' WHERE number = 1", "SW 1/2026|state is"),
    "an outcome": ("UPDATE complaint SET outcome = 'bezzasadna' WHERE number = 1", "case SW 1/2026|outcome is"),
    "a day of settling": ("UPDATE complaint SET settled_on = '2026-11-01' WHERE number = 1", "SW 1/2026|settled_on is"),
    "a day of receipt": ("UPDATE complaint SET received_on = '2026-11-22' WHERE number = 2", "SW 2|received_on is"),
    "a department": ("UPDATE complaint SET department_id = NULL WHERE number = 1", "case SW 1/2026|department_id is"),
    "a handler": ("UPDATE complaint SET handler_id = NULL WHERE number = 1", "case SW 1/2026|handler_id is"),
    "a number": ("UPDATE complaint SET number = 7 WHERE number = 2", "case SW 7/2026|number is 7"),
    "a counter": ("UPDATE register_counter SET last = 9 WHERE register = 'SW'", "register SW of 2026|stands at 9"),
    "a counter that is gone": ("DELETE FROM register_counter WHERE register = 'SW'", "register SW of 2026|at None"),
    "a counter of nothing": ("INSERT INTO register_counter VALUES ('P', 2026, 3)", "register P of 2026|stands at 3"),
    "an answer": ("UPDATE answer SET value = 5 WHERE question = 'q4'", "response |do not give its commitment"),
    "an answer that is gone": ("DELETE FROM answer WHERE question = 'q4'", "response |do not give its commitment"),
    "the place of a response": ("UPDATE response SET department_id = NULL", "response |do not give its commitment"),
    "the moment of a response": (
        "UPDATE response SET received_at = '2026-11-20 09:00:00.000000'",
        "response |its day or hour in Warsaw is not that of its moment",
    ),
    "a salt": ("UPDATE response SET salt = '00'", "response |do not give its commitment"),
    "a hash of what was sent": ("UPDATE response SET payload_hash = '00'", "response |does not give its hash"),
    "a response taken out of its batch": (
        "UPDATE response SET leaf = NULL WHERE id = (SELECT id FROM response LIMIT 1)",
        "responses sealed by entry|but the entry counts 3",
    ),
    "responses put under another entry": ("UPDATE response SET leaf = 1", "sealed by entry 1|seals no responses"),
    "a question": (
        "UPDATE questionnaire_version SET definition = replace(definition, 'obsług', 'usług')",
        "questionnaire satys7, version|its wording is not the one",
    ),
    "a state of a questionnaire": ("UPDATE questionnaire_version SET state = 'draft'", "questionnaire |it is draft"),
    "a role that was never given": (
        "UPDATE role_assignment SET role = 'administrator', department_id = NULL WHERE role = 'clerk'",
        "person |role administrator from",
    ),
    "a role longer than given": (
        "UPDATE role_assignment SET to_on = NULL WHERE to_on IS NOT NULL AND role = 'clerk'",
        "|role clerk",
    ),
    "a role that is gone": ("DELETE FROM role_assignment WHERE role = 'auditor'", "person |role auditor|is not there"),
    "a deputy for longer": ("UPDATE deputy SET to_on = '2027-01-31'", "person |deputy |stands in no entry"),
    "a login": ("UPDATE person SET login = 'x' WHERE login = 'auditor'", "person |login, name and post"),
    "an address": ("UPDATE person SET email = 'x@x.pl' WHERE login = 'auditor'", "person |its e-mail address is not"),
    "a shut account": ("UPDATE person SET is_active = :no WHERE login = 'auditor'", "person |the account is shut"),
    "a department's name": ("UPDATE department SET name = 'X' WHERE code = 'USC'", 'department USC|name is "X" here'),
    "a department's last day": ("UPDATE department SET valid_to_on = NULL WHERE code = 'NOWY'", "NOWY|valid_to_on is"),
    "a name of before": ("DELETE FROM department_name WHERE name = 'Wydział Nowy'", "department NOWY|names is"),
    "a service's end": ("UPDATE service SET valid_to_on = '2026-01-01'", "service |valid_to_on is"),
    "a service's standard": ("UPDATE service SET standard_number = 30", "service |standard_number is 30"),
    "a topic's code": ("UPDATE topic SET code = 'INNE'", 'topic |code is "INNE" here and "KOLEJKI" by its entries'),
    "a topic that is gone": ("DELETE FROM topic", "topic |but it is not there"),
    "a warning": ("UPDATE warning_days SET working_days = 1", "warning |working_days is 1 here and 5"),
    "an answer that went out": ("UPDATE complaint SET reply = 'Nie.' WHERE number = 1", "the reply of its answer"),
    "the cause of a fault": ("UPDATE complaint SET cause = 'Inna' WHERE number = 1", "the cause of its answer"),
    "the draft of an answer": ("UPDATE complaint_draft SET text = 'Nie.'", "the answer put forward: it is not"),
    "who filed a case": (f"UPDATE complainant SET name = 'X' WHERE complaint_id = {CASE}", "the complainant: it is"),
    "a name that is gone": (f"DELETE FROM complainant WHERE complaint_id = {CASE}", "the complainant: an entry tells"),
    "a letter that came in": ("UPDATE complaint_matter SET text = 'x'", "the letter with its subject: it is not"),
    "a subject": ("UPDATE complaint SET subject = 'x' WHERE number = 1", "the letter with its subject: it is not what"),
    "a note put in": (
        f"INSERT INTO complaint_note (id, complaint_id, person_id, written_at, text, salt) {OF_NOBODY}",
        "case SW 1/2026|note |it is not what was recorded",
    ),
    "days of absence": ("UPDATE absence SET to_on = '2027-01-31'", "person |absence |its days stand in no entry"),
    "an absence that is gone": ("DELETE FROM absence", "absences of person |there are 0, and by the entries 1"),
    "the office's address": ("UPDATE office SET address = 'x'", 'the office|address is "x" here'),
}  # fmt: skip
ON_SQLITE: dict[str, tuple[str, str]] = {
    "an id in capital letters": (
        f"UPDATE complaint SET department_id = upper(department_id) WHERE id = {CASE}",
        "complaint |department_id is spelt",
    ),
    "a day that is none": ("UPDATE complaint SET due_on = 'soon' WHERE number = 1", "complaint |due_on is spelt"),
    "a day spelt otherwise": (
        "UPDATE complaint SET due_on = '20270301' WHERE number = 1",
        "complaint |due_on is spelt",
    ),
    "a moment spelt otherwise": (
        "UPDATE response SET received_at = replace(received_at, ' ', 'T')",
        "response |received_at is spelt",
    ),
    "a truth of two": ("UPDATE complaint SET is_safety = 2 WHERE number = 1", "complaint |is_safety is spelt"),
    "a text of bytes": ("UPDATE complaint SET state = X'00' WHERE number = 1", "complaint |state is spelt"),
    "a number of letters": ("UPDATE register_counter SET last = 'x'", "register_counter |last is spelt"),
}


def first(session: Session) -> Difference | None:
    return compare(session, house.REPLAYS).difference


def test_nothing_differs_until_somebody_edits_a_row_and_then_the_place_is_named(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    edits = EDITS | (ON_SQLITE if storage.engine.dialect.name == "sqlite" else {})
    with storage.session(writing=True) as session:
        play(session, clock, office)
        assert first(session) is None
        if storage.engine.dialect.name == "sqlite":
            session.execute(text("PRAGMA defer_foreign_keys = ON"))  # whoever has the file asks for no keys
        for what, (statement, words) in edits.items():
            with session.begin_nested() as step:
                session.execute(text(statement), {"no": False} if ":no" in statement else {})
                session.expire_all()
                found = first(session)
                step.rollback()
            assert found is not None, what
            said = f"{found.place}: {found.why}"
            assert all(word in said for word in words.split("|")), (what, said)
        session.expire_all()
        assert first(session) is None


def removed(connection: Connection, case: str) -> None:
    """A case that nothing in the database remembers but the record."""
    tables = ("complainant", "complaint_matter", "complaint_note", "complaint_draft", "complaint_step", "outbox")
    for table in tables[:-1]:
        connection.execute(text(f"DELETE FROM {table} WHERE complaint_id = {case}"))
    connection.execute(text(f"DELETE FROM complaint WHERE id = {case}"))


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_case_that_was_taken_away_and_one_that_was_put_in_are_named(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.session(writing=True) as session:
        settled = play(session, clock, office)
        with session.begin_nested() as step:
            removed(session.connection(), CASE)
            found = first(session)
            step.rollback()
        assert found is not None
        assert (found.place, found.why) == (f"case {settled}", "the record tells of it, but it is not in the register")
        row = {c.name: getattr(session.get_one(Complaint, settled), c.name) for c in Complaint.__table__.columns}
        row |= {"id": uuid.UUID(int=5), "number": 99, "submission_id": None, "sign": None}
        session.add(Complaint(**row))
        session.flush()
        found = first(session)
        assert found is not None
        assert found.place.startswith("case SW 99/2026")
        assert "no entry tells of it" in found.why


def test_every_kind_of_record_of_the_office_is_compared():
    files = sorted(Path(office.actions.__file__).parent.glob("*.py"))
    modules = [importlib.import_module(f"office.actions.{file.stem}") for file in files]
    kinds = [one for module in modules for one in vars(module).values() if isinstance(one, Kept)]
    assert {kept.stream for kept in kinds} == {kept.stream for kept in ALL}


def test_nothing_is_spelt_otherwise_in_any_table(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.session(writing=True) as session:
        play(session, clock, office)
        assert list(misspelt(session, [mapper.class_ for mapper in Base.registry.mappers])) == []


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_command_names_the_difference_and_ends_with_1(
    storage: Storage, clock: FixedClock, office: FoundedOffice, app: Flask
):
    def run(*arguments: str):
        return app.test_cli_runner().invoke(args=["ledger", "verify", *arguments])

    with storage.writing() as session:
        play(session, clock, office)
    whole = run()
    assert whole.exit_code == 0
    assert "What repeats it says the same: 2 cases, 2 numbers" in whole.stdout
    with storage.writing() as session:
        session.execute(text("UPDATE complaint SET due_on = '2027-03-01' WHERE number = 2"))
    result = run()
    assert result.exit_code == 1
    assert "DIFFERENT at case SW 2/2026" in result.stdout
    assert 'due_on is "2027-03-01" in the register and "2026-12-21" by its entries' in result.stdout
    told = json.loads(run("--json").stdout)
    assert (told["whole"], told["broken"], told["difference"]["what"]) == (False, None, "cases")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_two_processes_find_what_one_finds(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        play(session, clock, office)
    steps: list[int] = []
    with storage.reading() as session:
        length = verifying.size(session, house.REPLAYS)
        entries = len(session.scalars(select(LedgerEntry.leaf)).all())
    alone = verified(storage, house.REPLAYS)
    shared = verified(storage, house.REPLAYS, steps.append, long=1)
    assert alone == shared
    assert shared.is_whole
    assert shared.walk.entries == entries
    assert 0.9 * length <= sum(steps) <= 1.1 * length
    with storage.writing() as session:
        session.execute(text("UPDATE complaint SET due_on = '2027-03-01' WHERE number = 2"))
    assert (
        verified(storage, house.REPLAYS, long=1).comparison.difference
        == verified(storage, house.REPLAYS).comparison.difference
    )


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_second_process_that_fails_is_no_agreement(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with pytest.raises(verifying.NotCompared, match="ZeroDivisionError"):
        verified(storage, [house.REPLAYS[0].__class__("x", house.REPLAYS[0].size, fails, ())], long=1)


def fails(_session: Session, _on_step: Callable[[int], None]) -> Iterator[Difference]:
    yield Difference(str(1 // 0), "")
