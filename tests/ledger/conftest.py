"""A record of one's own, and a way to tamper with it as somebody who holds the database could."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, text

from kernel.clock import Clock, FixedClock
from kernel.permissions import SYSTEM
from ledger import triggers
from ledger.actions import Draft, Entry, append, open_ledger
from ledger.canonical import canonical, entry_hash
from office.events import OfficeTag
from storage.session import Storage

OFFICE_ID = uuid.UUID("0b0e7c8e-4f3a-4c0e-9d52-3f1b6a2c7d10")
Unlocked = Callable[[], AbstractContextManager[Connection]]


def draft(clock: Clock, name: str, stream: str = "department:a", reason: str = "") -> Draft:
    """Something that happened: a service with a name was added."""
    data = {"service": "s", "department": "d", "name": name}
    return Draft(OfficeTag.SERVICE_ADDED, stream, data, clock.today(), reason)


def add(storage: Storage, clock: Clock, name: str, stream: str = "department:a") -> Entry:
    """Append one entry in a transaction of its own."""
    with storage.writing() as session:
        one = draft(clock, name, stream)
        return append(session, clock, SYSTEM, one.tag, one.stream, one.data, one.effective_on)


@pytest.fixture
def record(storage: Storage, clock: FixedClock) -> Storage:
    """A database whose record is open and empty."""
    with storage.writing() as session:
        open_ledger(session, clock, OFFICE_ID)
    return storage


@pytest.fixture
def six(record: Storage, clock: FixedClock) -> Storage:
    """A record of six entries in two streams, a minute apart."""
    for number in range(1, 7):
        add(record, clock, f"service {number}", "department:a" if number % 2 else "department:b")
        clock.advance(minutes=1)
    return record


@pytest.fixture
def unlocked(record: Storage) -> Unlocked:
    """``with unlocked() as connection:`` takes the locks off, lets one tamper, and puts them back."""

    @contextmanager
    def opened() -> Iterator[Connection]:
        dialect = record.engine.dialect.name
        with record.engine.execution_options(writing=True).begin() as connection:
            for name in triggers.SQLITE if dialect == "sqlite" else triggers.POSTGRESQL:
                table = "_".join(name.split("_")[:2])
                connection.execute(text(f"DROP TRIGGER {name}" + ("" if dialect == "sqlite" else f" ON {table}")))
            yield connection
            for statement in triggers.statements(dialect):
                connection.exec_driver_sql(statement)

    return opened


def rewrite(connection: Connection, leaf: int, new: str) -> None:
    """Give an entry another text and the hash that fits it; where it is the last one, the end of the chain too."""
    values = {"leaf": leaf, "text": new, "hash": entry_hash(new)}
    connection.execute(text("UPDATE ledger_entry SET canonical = :text, hash = :hash WHERE leaf = :leaf"), values)
    connection.execute(text("UPDATE ledger_head SET hash = :hash WHERE leaf = :leaf"), values)


def reworded(connection: Connection, leaf: int, **changes: Any) -> None:
    """Rewrite an entry with some of its parts changed."""
    query = text("SELECT canonical FROM ledger_entry WHERE leaf = :leaf")
    content = json.loads(connection.execute(query, {"leaf": leaf}).scalar_one())
    rewrite(connection, leaf, canonical({**content, **changes}))
