"""Whatever is done to seals by somebody who holds the database, the verification names it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, select, text

from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from ledger.canonical import canonical
from ledger.models import LedgerHead, LedgerSeal
from ledger.seal_queries import anchor_for
from ledger.sealing import rotate_key
from ledger.seals import Anchor, NotASeal, message_of, read_anchor, seal_hash
from ledger.verify import verify
from ledger.verify_seals import fault_against
from storage.session import Storage
from tests.ledger.conftest import Unlocked, add
from tests.ledger.sealed import key_of, seal

Tamper = Callable[[Connection], object]


@pytest.fixture
def three(six: Storage, clock: FixedClock) -> Storage:
    """A record with three seals, the third by another key."""
    for number in range(3):
        if number == 2:
            with six.writing() as session:
                rotate_key(session, clock, SYSTEM, key_of(), key_of("second"))
        seal(six, clock, key_of("second") if number == 2 else None)
        clock.advance(days=1)
        add(six, clock, f"later {number}")
    return six


def sql(statement: str) -> Tamper:
    return lambda connection: connection.exec_driver_sql(statement)


def resealed(which: int, **changes: object) -> Tamper:
    """Seal ``which`` says something else and is signed anew by its own key: what only a thief of the key could do."""

    def change(connection: Connection) -> None:
        query = text("SELECT canonical FROM ledger_seal WHERE number = :number")
        parts = json.loads(connection.execute(query, {"number": which}).scalar_one())
        new = canonical({**parts, **changes})
        key = key_of("second") if which == 3 else key_of()
        values = {"text": new, "hash": seal_hash(new), "signature": key.sign(message_of(new)).hex(), "number": which}
        connection.execute(
            text(
                "UPDATE ledger_seal SET canonical = :text, hash = :hash, signature = :signature WHERE number = :number"
            ),
            values,
        )

    return change


def raw(number: int, column: str, value: str) -> Tamper:
    return sql(f"UPDATE ledger_seal SET {column} = {value} WHERE number = {number}")


TAMPERED: dict[str, tuple[Tamper, str]] = {
    "the last seal is taken away": (sql("DELETE FROM ledger_seal WHERE number = 3"), "seal 3 is missing"),
    "all seals are taken away": (sql("DELETE FROM ledger_seal"), "seal 1 is missing"),
    "a seal in the middle is taken away": (sql("DELETE FROM ledger_seal WHERE number = 2"), "seal 2: its number"),
    "another text": (raw(2, "canonical", "replace(canonical, '2026', '2025')"), "seal 2: its text does not give"),
    "a text that is none": (raw(2, "canonical", "'{'"), "seal 2: the text of the seal cannot be read"),
    "a text that is a list": (raw(2, "canonical", "'[]'"), "seal 2: the text of the seal is not in its canonical"),
    "a text with blanks": (raw(2, "canonical", "' ' || canonical"), "seal 2: the text of the seal is not in its"),
    "another hash": (raw(2, "hash", "'0'"), "seal 2: its text does not give"),
    "another signature": (raw(2, "signature", "replace(signature, '1', '2')"), "seal 2: its signature"),
    "a signature in capitals": (raw(2, "signature", "upper(signature)"), "seal 2: its signature"),
    "a signature that is none": (raw(2, "signature", "'none'"), "seal 2: its signature"),
    "another moment beside the text": (raw(2, "sealed_at", "'2026-11-01 10:00:00.000000'"), "seal 2: its columns"),
    "a moment that is none": (raw(2, "sealed_at", "'yesterday'"), "seal 2: its columns cannot be read"),
    "another key beside the text": (raw(2, "key", "'0'"), "seal 2: its columns differ"),
    "another size beside the text": (raw(2, "size", "8"), "seal 2: its columns differ"),
    "other peaks": (raw(2, "peaks", "replace(peaks, '1', '2')"), "seal 2: its peaks"),
    "another number in the text": (resealed(2, number=7), "seal 2: its number"),
    "another office": (resealed(2, office="00000000-0000-0000-0000-000000000000"), "seal 2: it belongs to another"),
    "another predecessor": (resealed(2, previous="0" * 64), "seal 2: it does not follow"),
    "another root": (resealed(2, root="0" * 64), "seal 2: its entry tells of another"),
    "the key that came later": (resealed(2, key=key_of("second").fingerprint), "seal 2: its columns differ"),
    "another format": (resealed(2, format=2), "seal 2: the shape of the seal"),
    "a size that is a word": (resealed(2, size="9"), "seal 2: the shape of the seal"),
    "more than there is": (resealed(3, size=99), "seal 3: it covers no entries"),
    "less than the one before": (resealed(2, size=7), "seal 2: it covers no entries"),
    "a part more": (resealed(2, more=1), "seal 2: the text of the seal is not in its canonical"),
}
ON_BOTH = ("the last seal is taken away", "another text", "another root", "other peaks")
CASES = [("sqlite", case) for case in TAMPERED] + [("postgresql", case) for case in ON_BOTH]


@pytest.mark.parametrize(("backend", "case"), CASES)
def test_the_verification_names_the_first_broken_seal(three: Storage, unlocked: Unlocked, case: str):
    tamper, why = TAMPERED[case]
    with unlocked() as connection:
        tamper(connection)
    with three.reading() as session:
        walk = verify(session)
    assert walk.broken is not None, case
    assert walk.broken.leaf == 0
    assert why in walk.broken.why


def anchor_of_seal(storage: Storage, number: int) -> Anchor:
    with storage.reading() as session:
        return anchor_for(session, session.get_one(LedgerSeal, number))


def against(storage: Storage, anchor: Anchor) -> str:
    with storage.reading() as session:
        assert verify(session).is_whole, "by itself nothing can be seen"
        office = session.scalars(select(LedgerHead.office_id)).one()
        found = fault_against(session, str(office), anchor)
    return found.why if found else ""


@pytest.mark.parametrize("backend", ["sqlite"])
def test_each_seal_kept_outside_is_found_again(three: Storage):
    for number in (1, 2, 3):
        assert against(three, anchor_of_seal(three, number)) == ""


def cut(storage: Storage, unlocked: Unlocked, leaf: int) -> None:
    """Cut off the end of the record as if it had never been: entries, seals, and the row that names the end."""
    with unlocked() as connection:
        connection.execute(text("DELETE FROM ledger_entry WHERE leaf > :leaf"), {"leaf": leaf})
        connection.execute(text("DELETE FROM ledger_seal WHERE size >= :leaf"), {"leaf": leaf})
        connection.execute(
            text(
                "UPDATE ledger_head SET leaf = :leaf, hash = (SELECT hash FROM ledger_entry WHERE leaf = :leaf), "
                "recorded_at = (SELECT recorded_at FROM ledger_entry WHERE leaf = :leaf)"
            ),
            {"leaf": leaf},
        )


def test_a_cut_end_is_seen_against_the_seal_kept_outside(three: Storage, unlocked: Unlocked):
    kept, first = anchor_of_seal(three, 3), anchor_of_seal(three, 1)
    cut(three, unlocked, first.size + 2)
    assert "was cut off, or this is an old copy" in against(three, kept)
    assert against(three, first) == ""


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_record_written_anew_is_seen_against_the_seal_kept_outside(
    three: Storage, unlocked: Unlocked, clock: FixedClock
):
    kept = anchor_of_seal(three, 2)
    cut(three, unlocked, 3)
    add(three, clock, "another past")
    for _time in range(3):
        seal(three, clock)
        add(three, clock, "another past")
    assert "is not the one kept outside: the record was rebuilt" in against(three, kept)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_seal_of_another_office_is_none_of_this_one(three: Storage):
    with three.reading() as session:
        found = fault_against(session, "another", anchor_of_seal(three, 1))
    assert found is not None
    assert "another office" in found.why


SPOILED: dict[str, tuple[Callable[[dict[str, object]], object], str]] = {
    "a list": (lambda _anchor: [], "it is no anchor"),
    "a part less": (lambda anchor: {k: v for k, v in anchor.items() if k != "root"}, "it is no anchor"),
    "a number that is a word": (lambda anchor: {**anchor, "size": "9"}, "wrong kind"),
    "another root": (lambda anchor: {**anchor, "root": "0" * 64}, "its parts are not those"),
    "another size": (lambda anchor: {**anchor, "size": 3}, "its parts are not those"),
    "another signature": (lambda anchor: {**anchor, "signature": "00" * 64}, "its signature does not fit"),
    "another key": (lambda anchor: {**anchor, "public_key": "00" * 32}, "its key is not the one"),
    "a key that is none": (lambda anchor: {**anchor, "public_key": "key"}, "not written in hex"),
    "a text that is none": (lambda anchor: {**anchor, "canonical": "x"}, "cannot be read"),
}


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_spoiled_anchor_is_refused_with_its_fault(three: Storage):
    anchor = anchor_of_seal(three, 2).as_json()
    assert read_anchor(json.loads(json.dumps(anchor))) == anchor_of_seal(three, 2)
    for spoil, why in SPOILED.values():
        with pytest.raises(NotASeal, match=why):
            read_anchor(spoil(anchor))
