"""Somebody who holds the database, and may take the locks off and put them back, is found out, and the place is named.

A tail cut off, an old copy, a record built anew are consistent in themselves: only a seal kept outside shows them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import Table, insert, select, text, update
from sqlalchemy.orm import Session

import app as house
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from ledger import triggers
from ledger.canonical import GENESIS_HASH, canonical, entry_hash
from ledger.models import LedgerEntry, LedgerHead, LedgerSeal
from ledger.replays import compare
from ledger.seal_queries import anchor_for
from ledger.sealing import make_seal
from ledger.seals import Anchor
from ledger.verify import verify
from ledger.verify_seals import fault_against
from storage.session import Storage
from tests.assurance.scene import play
from tests.cast import FoundedOffice
from tests.complaints.handling import received
from tests.ledger.sealed import key_of

Attack = Callable[[Session], object]
ENTRY, HEAD = cast(Table, LedgerEntry.__table__), cast(Table, LedgerHead.__table__)
ANSWERED = "SELECT stream FROM ledger_entry WHERE tag = 'complaints:answer:draft'"
OTHER_OFFICE = "00000000-0000-0000-0000-000000000000"


@contextmanager
def unlocked(session: Session) -> Iterator[None]:
    """Without the locks; afterwards they stand there as if nothing had been."""
    dialect = session.get_bind().dialect.name
    for name in triggers.SQLITE if dialect == "sqlite" else triggers.POSTGRESQL:
        table = "_".join(name.split("_")[:2])
        session.execute(text(f"DROP TRIGGER {name}" + ("" if dialect == "sqlite" else f" ON {table}")))
    yield
    session.flush()
    for statement in triggers.statements(dialect):
        session.connection().exec_driver_sql(statement)


def found(session: Session, anchor: Anchor | None = None) -> str:
    """What a verification says: the first broken or different place, empty when all is well."""
    session.expire_all()
    walk = verify(session)
    broken = walk.broken
    if broken is None and anchor is not None:
        broken = fault_against(session, str(session.scalar(select(LedgerHead.office_id))), anchor)
    if broken is not None:
        return f"entry {broken.leaf}: {broken.why}" if broken.leaf else broken.why
    different = compare(session, house.REPLAYS).difference
    return f"{different.place}: {different.why}" if different else ""


def rows(session: Session) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in session.execute(select(ENTRY).order_by(ENTRY.c.leaf))]


def rebuilt(session: Session, told: list[dict[str, Any]]) -> None:
    """The record anew from these entries, every leaf, position, link and hash right, and the end moved."""
    session.execute(text("DELETE FROM ledger_entry"))
    previous, fresh = GENESIS_HASH, []
    positions: dict[str, int] = {}
    for leaf, row in enumerate(told, start=1):
        position = positions[row["stream"]] = positions.get(row["stream"], 0) + 1
        content = json.loads(row["canonical"])
        new = canonical({**content, "leaf": leaf, "position": position, "previous": previous})
        hashed = entry_hash(new)
        fresh.append(
            {**row, "leaf": leaf, "position": position, "previous_hash": previous, "canonical": new, "hash": hashed}
        )
        previous = hashed
    session.execute(insert(ENTRY), fresh)
    session.execute(update(HEAD).values(leaf=len(fresh), hash=previous, recorded_at=fresh[-1]["recorded_at"]))


def sql(statement: str) -> Attack:
    return lambda session: session.execute(text(statement))


def reworded(leaf: int, **changes: Any) -> Attack:
    """An entry says something else and has the hash that fits."""

    def change(session: Session) -> None:
        content = json.loads(session.execute(select(ENTRY.c.canonical).where(ENTRY.c.leaf == leaf)).scalar_one())
        new = canonical({**content, **changes})
        session.execute(update(ENTRY).where(ENTRY.c.leaf == leaf).values(canonical=new, hash=entry_hash(new)))

    return change


def reordered(session: Session) -> None:
    for old, new in ((20, -20), (21, 20), (-20, 21)):
        session.execute(update(ENTRY).where(ENTRY.c.leaf == old).values(leaf=new))


def actors_swapped(session: Session) -> None:
    one, other = (json.loads(row["canonical"])["actor"] for row in rows(session)[-4:-2])
    end = rows(session)[-1]["leaf"]
    reworded(end - 3, actor=other)(session)
    reworded(end - 2, actor=one)(session)


def ten_cut_off(session: Session) -> None:
    kept = rows(session)[:-10]
    session.execute(text("DELETE FROM ledger_seal"))
    rebuilt(session, kept)


def a_case_gone(session: Session) -> None:
    """Every trace of case 1, and of seals, goes; the rest is rebuilt."""
    case = session.execute(text("SELECT id FROM complaint WHERE number = 1")).scalar_one()
    for table in ("complainant", "complaint_matter", "complaint_draft", "complaint_step"):
        session.execute(text(f"DELETE FROM {table} WHERE complaint_id = :id"), {"id": case})
    session.execute(text("DELETE FROM complaint WHERE id = :id"), {"id": case})
    session.execute(text("DELETE FROM ledger_seal"))
    stream = session.execute(text(ANSWERED)).scalar_one()
    rebuilt(session, [row for row in rows(session) if row["stream"] != stream and not row["tag"].startswith("ledger:")])


def back_dated(session: Session) -> None:
    """One more grant of a role long ago, and everything behind it built anew."""
    told = rows(session)
    granted = next(n for n, row in enumerate(told) if row["tag"] == "office:role:grant")
    content = json.loads(told[granted]["canonical"])
    content["data"] = {**content["data"], "role": "administrator", "department": None}
    rebuilt(session, [*told[: granted + 1], {**told[granted], "canonical": canonical(content)}, *told[granted + 1 :]])


def back_dated_and_sealed_anew(session: Session) -> None:
    """The same by a thief of the key of seals, with the role put into its table as well."""
    session.execute(text("DELETE FROM ledger_seal"))
    rebuilt(session, [row for row in rows(session) if not row["tag"].startswith("ledger:")])
    told = rows(session)
    content = json.loads(told[-1]["canonical"])
    told[-1]["canonical"] = canonical({**content, "reason": "Inny powód."})
    rebuilt(session, told)
    make_seal(session, FixedClock(told[-1]["recorded_at"]), SYSTEM, key_of())


BY_ITSELF: dict[str, tuple[Attack, str]] = {
    "a byte of a text": (
        sql("UPDATE ledger_entry SET canonical = replace(canonical, 'Komunikacji', 'Komunikacjj') WHERE leaf = 3"),
        "entry 3: its text does not give its hash",
    ),
    "a byte of a text, and its hash": (reworded(3, reason="x"), "entry 4: it does not follow its predecessor"),
    "one row gone": (sql("DELETE FROM ledger_entry WHERE leaf = 9"), "entry 9: entry 9 is missing"),
    "the last ten gone": (
        sql("DELETE FROM ledger_entry WHERE leaf > (SELECT leaf FROM ledger_head) - 10"),
        "the chain should end at entry",
    ),
    "a whole case gone": (
        sql(f"DELETE FROM ledger_entry WHERE stream = ({ANSWERED})"),
        "is missing; the next one found is",
    ),
    "a whole case gone, all rebuilt": (a_case_gone, "register SW of 2026: no entry gives number 1, though 3 is given"),
    "two in another order": (reordered, "entry 20: it does not follow its predecessor"),
    "back-dated, the tail rebuilt": (back_dated, "seal 1: "),
    "actors swapped": (actors_swapped, "it does not follow its predecessor"),
    "an entry of another office": (reworded(5, office=OTHER_OFFICE), "entry 5: it belongs to another office"),
    "the whole record of another office": (
        lambda session: rebuilt(
            session,
            [
                {**row, "canonical": canonical({**json.loads(row["canonical"]), "office": OTHER_OFFICE})}
                for row in rows(session)
            ],
        ),
        "entry 1: it belongs to another office",
    ),
    "an entry in front of the first": (
        sql(
            "INSERT INTO ledger_entry SELECT -1, 'x', 1, tag, recorded_at, canonical, previous_hash, hash "
            "FROM ledger_entry WHERE leaf = 1"
        ),
        "entry 1 is missing; the next one found is -1",
    ),
    "a projection only": (
        sql("UPDATE complaint SET due_on = '2027-03-01' WHERE number = 2"),
        'case SW 2/2026',
    ),
    "a right only": (
        sql("UPDATE role_assignment SET role = 'administrator', department_id = NULL WHERE role = 'clerk'"),
        "role administrator from",
    ),
}  # fmt: skip
NEED_AN_ANCHOR: dict[str, tuple[Attack, str]] = {
    "the last ten cut off and the end moved": (
        ten_cut_off,
        "the end of the record was cut off, or this is an old copy",
    ),
    "rebuilt and sealed anew by a thief of the key": (back_dated_and_sealed_anew, "the record was rebuilt"),
}


def test_every_attack_is_found_and_named(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.session(writing=True) as session:
        play(session, clock, office)
        seal = make_seal(session, clock, SYSTEM, key_of())
        anchor = anchor_for(session, seal)
        received(session, clock, office)
        assert found(session, anchor) == ""
        for what, (attack, words) in {**BY_ITSELF, **NEED_AN_ANCHOR}.items():
            with session.begin_nested() as step:
                with unlocked(session):
                    attack(session)
                said = found(session, anchor if what in NEED_AN_ANCHOR else None)
                step.rollback()
            session.expire_all()
            assert words in said, (what, said)
        assert found(session, anchor) == ""


def test_an_old_copy_is_whole_in_itself_and_lacks_the_seal_kept_outside(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.session(writing=True) as session:
        play(session, clock, office)
        make_seal(session, clock, SYSTEM, key_of())
        with session.begin_nested() as later:
            received(session, clock, office)
            anchor = anchor_for(session, make_seal(session, clock, SYSTEM, key_of()))
            assert found(session, anchor) == ""
            later.rollback()
        session.expire_all()
        assert found(session) == ""
        assert "this is an old copy" in found(session, anchor)


def test_locks_that_are_off_are_named(storage: Storage, clock: FixedClock, office: FoundedOffice):
    names = triggers.SQLITE if storage.engine.dialect.name == "sqlite" else triggers.POSTGRESQL
    with storage.session(writing=True) as session:
        for name in names:
            table = "" if storage.engine.dialect.name == "sqlite" else " ON " + "_".join(name.split("_")[:2])
            with session.begin_nested() as step:
                session.execute(text(f"DROP TRIGGER {name}{table}"))
                assert found(session) == f"the locks on the record are missing or changed: {name}"
                step.rollback()
        assert session.scalars(select(LedgerSeal)).all() == []
