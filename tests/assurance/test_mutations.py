"""Ten thousand random single changes, a byte or a number at a time: none goes unnoticed."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import String, Table, select, text, type_coerce
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import complaints.replaying
import surveys.replaying
from complaints.models import Complaint
from complaints.queries.replay import COMPARED
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from ledger.entry_check import Trail, fault
from ledger.models import LedgerEntry, LedgerHead, LedgerSeal
from ledger.replays import compare
from ledger.sealing import make_seal
from ledger.verify import verify
from storage.base import Base
from storage.session import Storage
from surveys.models import Answer, QuestionnaireVersion, Response
from surveys.queries import definition_of
from surveys.replaying import _fault as fault_of_response
from tests.assurance.scene import play
from tests.assurance.test_attacks import unlocked
from tests.cast import FoundedOffice
from tests.ledger.sealed import key_of

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
IN_ENTRIES, IN_RESPONSES, IN_TABLES = 8_000, 1_600, 400
OF_RESPONSES = ("mode", "language", "layout_version", "salt", "commitment", "payload_hash", "answers")


def mutated(chance: random.Random, value: Any) -> Any:
    """The same value with one bit of one byte, or of the number, turned over; NULL becomes something."""
    if value is None:
        return "x"
    if isinstance(value, int):
        return value ^ (1 << chance.randrange(8))
    raw = bytearray(value.encode())
    if not raw:
        return "x"
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(raw)


def as_text(value: Any) -> Any:
    """Bytes as the driver would give them, where they are text at all."""
    return value.decode(errors="surrogateescape") if isinstance(value, bytes) else value


def raw_rows(session: Session, model: type[Base]) -> list[dict[str, Any]]:
    """Rows as SQLite keeps them: ids, days and moments are text."""
    columns = [
        column if column.type.python_type in (int, bool) else type_coerce(column, String).label(column.name)
        for column in model.__table__.columns
    ]
    return [dict(row._mapping) for row in session.execute(select(*columns))]


@pytest.fixture
def sealed(storage: Storage, clock: FixedClock, office: FoundedOffice) -> Storage:
    with storage.writing() as session:
        play(session, clock, office)
        make_seal(session, clock, SYSTEM, key_of())
    return storage


def trails(entries: list[dict[str, Any]], office: str) -> list[dict[str, Any]]:
    """What the walk knows when it comes to each entry."""
    trail, found = Trail(office), []
    for row in entries:
        place = {"leaf": trail.leaf, "hash": trail.hash, "recorded_at": trail.recorded_at}
        found.append({**place, "positions": dict(trail.positions)})
        assert fault(SimpleNamespace(**row), trail) is None
    return found


def test_no_change_of_an_entry_goes_unnoticed(sealed: Storage):
    chance = random.Random(20261121)
    with sealed.reading() as session:
        entries = sorted(raw_rows(session, LedgerEntry), key=lambda row: row["leaf"])
        office = str(session.scalars(select(LedgerHead.office_id)).one())
    known, tags = trails(entries, office), Trail(office).tags
    for _number in range(IN_ENTRIES):
        place = chance.randrange(len(entries))
        column = chance.choice(list(entries[place]))
        changed = {**entries[place], column: as_text(mutated(chance, entries[place][column]))}
        trail = Trail(office, **{**known[place], "positions": dict(known[place]["positions"])}, tags=tags)
        assert noticed(changed, trail), (column, entries[place][column], changed[column])


def noticed(row: dict[str, Any], trail: Trail) -> bool:
    """Whether the walk stops here; bytes that are no text stop it where they are read."""
    try:
        return fault(SimpleNamespace(**row), trail) is not None
    except UnicodeEncodeError:
        return True


def test_no_change_of_a_response_goes_unnoticed(sealed: Storage):
    chance = random.Random(20261122)
    with sealed.reading() as session:
        definition = definition_of(session.scalars(select(QuestionnaireVersion.definition)).one())
        told = []
        for one_row in session.execute(select(*Response.__table__.columns)):
            answers = session.execute(
                select(Answer.question, Answer.value, Answer.code).where(Answer.response_id == one_row.id)
            )
            told.append((one_row._asdict(), {key: code or str(value) for key, value, code in answers}))
    for _number in range(IN_RESPONSES):
        kept, given = chance.choice(told)
        row: dict[str, Any] = dict(kept)
        column = chance.choice(OF_RESPONSES)
        if column == "answers":
            key = chance.choice(sorted(given))
            given = {**given, key: as_text(mutated(chance, given[key]))}
        else:
            row[column] = as_text(mutated(chance, row[column]))
        assert fault_of_response(SimpleNamespace(**row), given, definition), (column, row)


TABLES: dict[type[Base], tuple[str, ...]] = {
    LedgerEntry: tuple(LedgerEntry.__table__.columns.keys()),
    LedgerHead: ("office_id", "leaf", "hash", "recorded_at"),
    LedgerSeal: tuple(LedgerSeal.__table__.columns.keys()),
    Complaint: COMPARED,
    # of the moment of a response the record may show the hour only: within it nothing is bound
    Response: ("id", "version_id", "department_id", "commitment", "leaf", "salt", "payload_hash"),
    Answer: ("question", "value", "code"),
}
REPLAYED = {
    Complaint: complaints.replaying.REPLAYS,
    Response: surveys.replaying.REPLAYS,
    Answer: surveys.replaying.REPLAYS,
}


def test_no_change_of_a_column_in_the_database_goes_unnoticed(sealed: Storage):
    chance, done = random.Random(20261123), 0
    with sealed.session(writing=True) as session:
        told = {model: raw_rows(session, model) for model in TABLES}
        with unlocked(session):
            pass
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        while done < IN_TABLES:
            model = chance.choice(list(TABLES))
            row, column = chance.choice(told[model]), chance.choice(TABLES[model])
            value = mutated(chance, row[column])
            try:
                with session.begin_nested() as step:
                    with unlocked(session):
                        put(session, model, row, column, value)
                    session.expire_all()
                    assert is_named(session, model), (model, column, row[column], value)
                    step.rollback()
            except IntegrityError:
                continue  # the database refuses it by itself
            done += 1
            session.execute(text("PRAGMA defer_foreign_keys = ON"))


def put(session: Session, model: type[Base], row: dict[str, Any], column: str, value: Any) -> None:
    key = {name: row[name] for name in cast(Table, model.__table__).primary_key.columns.keys()}  # noqa: SIM118
    where = " AND ".join(f"{name} = :key_{name}" for name in key)
    new = "CAST(:value AS TEXT)" if isinstance(value, bytes) else ":value"
    statement = f"UPDATE {model.__tablename__} SET {column} = {new} WHERE {where}"
    session.execute(text(statement), {"value": value, **{f"key_{name}": part for name, part in key.items()}})


def is_named(session: Session, model: type[Base]) -> bool:
    if model in REPLAYED:
        return compare(session, REPLAYED[model]).difference is not None
    return verify(session).broken is not None
