"""The record can only grow: the database itself refuses everything else, whoever asks."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ledger import triggers
from ledger.verify import verify
from storage.session import Storage
from tests.cast import FoundedOffice

COLUMNS = "leaf, stream, position, tag, recorded_at, canonical, previous_hash, hash"
UPSERT = (
    f"INSERT INTO ledger_entry SELECT {COLUMNS} FROM ledger_entry WHERE leaf = 1 "
    "ON CONFLICT (leaf) DO UPDATE SET canonical = 'x'"
)
EVERYWHERE = (
    "UPDATE ledger_entry SET canonical = 'x' WHERE leaf = 1",
    "UPDATE ledger_entry SET tag = tag",
    "DELETE FROM ledger_entry WHERE leaf = 1",
    "DELETE FROM ledger_entry",
    "DELETE FROM ledger_head",
)
SQLITE_ONLY = (
    f"REPLACE INTO ledger_entry SELECT {COLUMNS} FROM ledger_entry WHERE leaf = 1",
    f"INSERT OR REPLACE INTO ledger_entry SELECT {COLUMNS} FROM ledger_entry WHERE leaf = 2",
    UPSERT,
)
POSTGRESQL_ONLY = (
    "TRUNCATE ledger_entry",
    "TRUNCATE ledger_entry CASCADE",
    "TRUNCATE ledger_head",
    UPSERT,
)


def attacks(backend: str) -> tuple[str, ...]:
    return EVERYWHERE + (SQLITE_ONLY if backend == "sqlite" else POSTGRESQL_ONLY)


def test_the_locks_are_in_place(storage: Storage):
    with storage.engine.connect() as connection:
        assert triggers.missing(connection) == []


def test_every_way_to_change_the_past_is_refused(storage: Storage, office: FoundedOffice, backend: str):
    for attack in attacks(backend):
        with storage.writing() as session, pytest.raises(DBAPIError, match=triggers.REFUSAL):
            session.execute(text(attack))
    with storage.reading() as session:
        assert verify(session).is_whole


def test_the_walk_notices_a_lock_that_was_taken_off(storage: Storage, office: FoundedOffice, backend: str):
    name = "ledger_entry_no_update" if backend == "sqlite" else "ledger_entry_no_change ON ledger_entry"
    with storage.writing() as session:
        session.execute(text(f"DROP TRIGGER {name}"))
    with storage.reading() as session:
        walk = verify(session)
    assert walk.broken is not None
    assert name.split()[0] in walk.broken.why
