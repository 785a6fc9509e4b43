"""The walk names the first broken entry, whatever was done to the record by somebody who holds the database."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text

from ledger.verify import verify
from storage.session import Storage
from tests.ledger.conftest import Unlocked, reworded, rewrite

Tamper = Callable[[Connection], object]


def sql(statement: str) -> Tamper:
    return lambda connection: connection.exec_driver_sql(statement)


def swap(connection: Connection) -> None:
    """Entries 2 and 3 change places."""
    for old, new in ((2, -2), (3, 2), (-2, 3)):
        connection.execute(text("UPDATE ledger_entry SET leaf = :new WHERE leaf = :old"), {"new": new, "old": old})


def changed(leaf: int, **parts: object) -> Tamper:
    return lambda connection: reworded(connection, leaf, **parts)


def replaced(leaf: int, new: str) -> Tamper:
    return lambda connection: rewrite(connection, leaf, new)


def spaced(connection: Connection) -> None:
    """Entry 6 says the same, with blanks."""
    found = connection.execute(text("SELECT canonical FROM ledger_entry WHERE leaf = 6")).scalar_one()
    rewrite(connection, 6, json.dumps(json.loads(found), ensure_ascii=False, sort_keys=True))


def cracked(connection: Connection) -> None:
    """Entry 6 tells of something that cannot happen."""
    reworded(connection, 6, tag="office:safe:crack")
    connection.execute(text("UPDATE ledger_entry SET tag = 'office:safe:crack' WHERE leaf = 6"))


TAMPERED: dict[str, tuple[Tamper, int, str]] = {
    "a changed letter": (
        sql("UPDATE ledger_entry SET canonical = replace(canonical, 'service 3', 'service 8') WHERE leaf = 3"),
        3,
        "does not give its hash",
    ),
    "a changed letter with a fitting hash": (changed(3, reason="later"), 4, "does not follow its predecessor"),
    "a changed hash": (sql("UPDATE ledger_entry SET hash = previous_hash WHERE leaf = 3"), 3, "does not give its hash"),
    "a changed tag": (sql("UPDATE ledger_entry SET tag = 'office:desk:add' WHERE leaf = 3"), 3, "its tag differs"),
    "a changed stream": (sql("UPDATE ledger_entry SET stream = 'x' WHERE leaf = 3"), 3, "its stream differs"),
    "a changed position": (sql("UPDATE ledger_entry SET position = 9 WHERE leaf = 3"), 3, "position leaves a gap"),
    "a changed moment": (
        sql("UPDATE ledger_entry SET recorded_at = '2026-11-21 09:00:00' WHERE leaf = 3"),
        3,
        "its moment differs",
    ),
    "a changed link": (
        sql("UPDATE ledger_entry SET previous_hash = hash WHERE leaf = 3"),
        3,
        "does not follow its predecessor",
    ),
    "a removed entry": (sql("DELETE FROM ledger_entry WHERE leaf = 3"), 3, "entry 3 is missing"),
    "a removed beginning": (sql("DELETE FROM ledger_entry WHERE leaf = 1"), 1, "entry 1 is missing"),
    "a removed end": (sql("DELETE FROM ledger_entry WHERE leaf = 6"), 6, "should end at entry 6"),
    "entries in another order": (swap, 2, "does not follow its predecessor"),
    "an end that says less": (sql("UPDATE ledger_head SET leaf = 5"), 7, "should end at entry 5"),
    "an end with another hash": (sql("UPDATE ledger_head SET hash = 'x'"), 7, "should end at entry 6"),
    "no end": (sql("DELETE FROM ledger_head"), 0, "no row that names the end"),
    "the record of another office": (
        sql("UPDATE ledger_head SET office_id = '00000000000000000000000000000000'"),
        1,
        "another office",
    ),
    "an entry of another office": (changed(6, office="00000000-0000-0000-0000-000000000000"), 6, "another office"),
    "an unknown tag": (
        cracked,
        6,
        "do not fit its tag",
    ),
    "a key too few": (changed(6, data={"service": "s"}), 6, "do not fit its tag"),
    "data that are no object": (changed(6, data=[]), 6, "its shape"),
    "a day that is none": (changed(6, effective_on="2026-02-30"), 6, "effective day"),
    "a day that is a number": (changed(6, effective_on=20261121), 6, "its shape"),
    "a moment that is a number": (changed(6, recorded_at=1), 6, "its shape"),
    "a tag that is a list": (changed(6, tag=[]), 6, "its shape"),
    "a place that is true": (changed(6, format=True), 6, "its shape"),
    "one more part": (changed(6, more=1), 6, "its shape"),
    "another format": (changed(6, format=2), 6, "its shape"),
    "a text with blanks": (spaced, 6, "canonical form"),
    "a text that is a list": (replaced(6, "[]"), 6, "its shape"),
    "a text that is none": (replaced(6, "{"), 6, "canonical form"),
    "a text with a float": (replaced(6, '{"format":1.5}'), 6, "canonical form"),
    "a text that nests without end": (replaced(6, "[" * 100_000 + "]" * 100_000), 6, "canonical form"),
}


ON_BOTH = ("a changed letter", "a removed entry", "a removed end", "no end", "the record of another office")
CASES = [("sqlite", case) for case in TAMPERED] + [("postgresql", case) for case in ON_BOTH]


@pytest.mark.parametrize(("backend", "case"), CASES)
def test_the_walk_names_the_first_broken_entry(six: Storage, unlocked: Unlocked, case: str):
    tamper, leaf, why = TAMPERED[case]
    with unlocked() as connection:
        tamper(connection)
    with six.reading() as session:
        walk = verify(session)
    assert walk.broken is not None, case
    assert walk.broken.leaf == leaf
    assert why in walk.broken.why
    assert walk.entries < leaf or leaf == 0


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_moment_that_cannot_be_read_is_named_too(six: Storage, unlocked: Unlocked):
    with unlocked() as connection:
        connection.exec_driver_sql("UPDATE ledger_entry SET recorded_at = 'yesterday' WHERE leaf = 3")
    with six.reading() as session:
        walk = verify(session)
    assert walk.broken is not None
    assert walk.broken.leaf == 3


def test_a_whole_record_gives_the_number_and_hash_of_its_last_entry(six: Storage):
    steps: list[int] = []
    with six.reading() as session:
        walk = verify(session, steps.append)
        head = session.execute(text("SELECT leaf, hash FROM ledger_head")).one()
    assert walk.is_whole
    assert (walk.entries, walk.last_hash) == tuple(head)
    assert sum(steps) == 6
