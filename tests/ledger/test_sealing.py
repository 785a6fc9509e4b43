"""Making seals: what they hold, what they leave, who waits for whom, and changing the key. On both databases."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from kernel.clock import FixedClock, SystemClock
from kernel.permissions import SYSTEM
from ledger.actions import append, moment_text
from ledger.events import SealMade
from ledger.keys import is_signed, new_key
from ledger.merkle import merkle_root
from ledger.models import LedgerEntry, LedgerSeal
from ledger.queries import head
from ledger.seal_queries import anchor_for, begun_keys, last_seal
from ledger.sealing import SealRefused, make_seal, rotate_key, seal_if_possible
from ledger.seals import NO_SEAL, message_of, read_anchor
from ledger.triggers import REFUSAL
from ledger.verify import verify
from storage.session import Storage
from tests.ledger.conftest import OFFICE_ID, add, draft
from tests.ledger.sealed import key_of, seal

WRITERS, EACH, SEALS = 8, 6, 6


def whole(storage: Storage) -> bool:
    with storage.reading() as session:
        return verify(session).is_whole


def test_a_seal_holds_the_tree_the_head_the_moment_and_the_key_and_leaves_one_entry(six: Storage, clock: FixedClock):
    told: list[SealMade] = []
    six.reactions = {SealMade: [lambda _session, _clock, fact: told.append(fact)]}
    made = seal(six, clock)
    with six.reading() as session:
        entries = list(session.scalars(select(LedgerEntry).order_by(LedgerEntry.leaf)))
        found = last_seal(session)
    assert found is not None
    assert [entry.tag for entry in entries[6:]] == ["ledger:key:begin", "ledger:seal:make"]
    root = merkle_root(bytes.fromhex(entry.hash) for entry in entries[:7]).hex()
    assert json.loads(found.canonical) == {
        "format": 1,
        "office": str(OFFICE_ID),
        "number": 1,
        "size": 7,
        "root": root,
        "head": entries[6].hash,
        "sealed_at": moment_text(clock.now()),
        "previous": NO_SEAL,
        "key": key_of().fingerprint,
    }
    assert is_signed(key_of().public, bytes.fromhex(found.signature), message_of(found.canonical))
    data = json.loads(entries[7].canonical)["data"]
    assert data == {"number": 1, "size": 7, "root": root, "seal": made.hash}
    assert told == [SealMade(1, 7)]
    assert whole(six)


def test_seals_follow_each_other_and_each_covers_the_entry_of_the_one_before(six: Storage, clock: FixedClock):
    first = seal(six, clock)
    for number in range(5):
        clock.advance(days=1)
        add(six, clock, f"later {number}")
        second = seal(six, clock)
        assert json.loads(second.canonical)["previous"] == first.hash
        assert second.size == first.size + 2
        with six.reading() as session:
            hashes = session.scalars(select(LedgerEntry.hash).where(LedgerEntry.leaf <= second.size))
            root = merkle_root([bytes.fromhex(one) for one in hashes])
        assert json.loads(second.canonical)["root"] == root.hex()
        first = second
    assert whole(six)


def test_where_nothing_new_was_recorded_the_last_seal_stands(six: Storage, clock: FixedClock):
    first = seal(six, clock)
    clock.advance(days=1)
    assert seal(six, clock).number == first.number
    with six.reading() as session:
        end = head(session)
    assert end is not None
    assert end.leaf == first.size + 1


def test_peaks_somebody_spoiled_are_not_used(six: Storage, clock: FixedClock):
    seal(six, clock)
    lock = "ledger_seal_no_update" if six.engine.dialect.name == "sqlite" else "ledger_seal_no_change ON ledger_seal"
    with six.writing() as session:
        session.execute(text(f"DROP TRIGGER {lock}"))
        session.execute(text("UPDATE ledger_seal SET peaks = replace(peaks, 'a', 'b')"))
    add(six, clock, "later")
    second = seal(six, clock)
    with six.reading() as session:
        hashes = session.scalars(select(LedgerEntry.hash).where(LedgerEntry.leaf <= second.size))
        root = merkle_root([bytes.fromhex(one) for one in hashes]).hex()
    assert json.loads(second.canonical)["root"] == root


ATTACKS = (
    "UPDATE ledger_seal SET signature = 'x'",
    "DELETE FROM ledger_seal",
    "INSERT INTO ledger_seal SELECT 1, size, sealed_at, key, canonical, hash, signature, peaks FROM ledger_seal",
)
ON_SQLITE = (
    "INSERT OR REPLACE INTO ledger_seal SELECT 1, 3, sealed_at, key, canonical, hash, 'x', peaks FROM ledger_seal",
    "INSERT INTO ledger_seal SELECT 3, size, sealed_at, key, canonical, hash, signature, peaks FROM ledger_seal",
    "UPDATE OR REPLACE ledger_seal SET number = 2",
)
ON_POSTGRESQL = ("TRUNCATE ledger_seal", "TRUNCATE ledger_entry, ledger_seal")


def test_the_database_refuses_every_change_of_a_seal(six: Storage, clock: FixedClock, backend: str):
    seal(six, clock)
    for attack in ATTACKS + (ON_SQLITE if backend == "sqlite" else ON_POSTGRESQL):
        with pytest.raises(DBAPIError) as refused, six.writing() as session:
            session.execute(text(attack))
        assert REFUSAL in str(refused.value) or "ledger_seal" in str(refused.value), attack
    assert whole(six)


# --- keys ---


def test_another_key_signs_after_the_present_one_said_so(six: Storage, clock: FixedClock):
    seal(six, clock)
    with six.writing() as session:
        rotate_key(session, clock, SYSTEM, key_of(), key_of("second"))
    with pytest.raises(SealRefused, match="is not the present one"):
        seal(six, clock)
    made = seal(six, clock, key_of("second"))
    with six.reading() as session:
        assert [key.fingerprint for key in begun_keys(session)] == [key_of().fingerprint, key_of("second").fingerprint]
        assert read_anchor(anchor_for(session, made).as_json()).key == key_of("second").fingerprint
    assert whole(six)


def test_a_key_is_not_changed_without_the_present_one_or_to_an_earlier_one(six: Storage, clock: FixedClock):
    with pytest.raises(SealRefused, match="no seal yet"), six.writing() as session:
        rotate_key(session, clock, SYSTEM, key_of(), key_of("second"))
    seal(six, clock)
    with pytest.raises(SealRefused, match="is not the present one"), six.writing() as session:
        rotate_key(session, clock, SYSTEM, key_of("thief"), key_of("second"))
    with pytest.raises(SealRefused, match="before"), six.writing() as session:
        rotate_key(session, clock, SYSTEM, key_of(), key_of())
    assert whole(six)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_without_an_office_there_is_nothing_to_seal(storage: Storage, clock: FixedClock):
    with pytest.raises(LookupError, match="no office"):
        seal(storage, clock)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_who_publishes_seals_in_the_same_transaction_and_goes_on_without_a_key(
    six: Storage, clock: FixedClock, tmp_path: Path
):
    with six.writing() as session:
        assert seal_if_possible(session, clock, SYSTEM, "") is None
        assert seal_if_possible(session, clock, SYSTEM, str(tmp_path / "away")) is None
    new_key(tmp_path / "key")
    with six.session(writing=True) as session:
        one = draft(clock, "published")
        append(session, clock, SYSTEM, one.tag, one.stream, one.data, one.effective_on)
        made = seal_if_possible(session, clock, SYSTEM, str(tmp_path / "key"))
        assert made is not None
        assert made.size == 8, "the six, what was published just now, and the key"
        session.rollback()
    with six.reading() as session:
        assert last_seal(session) is None


# --- many at once ---


def _write(storage: Storage, writer: int) -> None:
    clock = SystemClock()
    for number in range(EACH):
        add(storage, clock, f"{writer}-{number}", f"writer:{writer}")


def _seal(storage: Storage) -> None:
    clock = SystemClock()
    for _time in range(SEALS):
        seal(storage, clock)


def test_eight_writers_write_while_seals_are_made(record: Storage):
    add(record, SystemClock(), "first")
    with ThreadPoolExecutor(WRITERS + 2) as pool:
        tasks = [pool.submit(_write, record, writer) for writer in range(WRITERS)]
        tasks += [pool.submit(_seal, record) for _sealer in range(2)]
        for task in tasks:
            task.result()
    last = seal(record, SystemClock())
    with record.reading() as session:
        assert verify(session).is_whole
        seals = list(session.scalars(select(LedgerSeal).order_by(LedgerSeal.number)))
        hashes = [bytes.fromhex(one) for one in session.scalars(select(LedgerEntry.hash).order_by(LedgerEntry.leaf))]
    assert [one.number for one in seals] == list(range(1, last.number + 1))
    assert len(hashes) == 1 + WRITERS * EACH + 1 + len(seals), "every entry, the key, and one for each seal"
    for one in seals:
        assert json.loads(one.canonical)["root"] == merkle_root(hashes[: one.size]).hex()


def test_a_seal_waits_for_a_transaction_that_is_open_and_covers_it(record: Storage):
    clock = SystemClock()
    add(record, clock, "first")
    holding, made = threading.Event(), list[LedgerSeal]()

    def seal_now() -> None:
        holding.set()
        made.append(seal(record, clock))

    with ThreadPoolExecutor(1) as pool:
        with record.writing() as session:
            one = draft(clock, "held open")
            append(session, clock, SYSTEM, one.tag, one.stream, one.data, one.effective_on)
            task = pool.submit(seal_now)
            assert holding.wait(10)
            assert not made, "the seal waits for the lock"
        task.result(timeout=30)
    assert made[0].size == 3, "two entries and the key"
    assert whole(record)


def test_a_transaction_that_began_before_a_seal_and_writes_after_it_stands_behind_it(record: Storage, backend: str):
    clock = SystemClock()
    add(record, clock, "first")
    # On SQLite a writing one would hold the lock of all from its first statement.
    with record.session(writing=backend == "postgresql") as session:
        assert head(session) is not None
        made = seal(record, clock)
        if backend == "postgresql":
            one = draft(clock, "after")
            entry = append(session, clock, SYSTEM, one.tag, one.stream, one.data, one.effective_on)
            assert entry.leaf == made.size + 2
            session.commit()
    assert whole(record)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_seal_that_is_given_up_leaves_nothing(six: Storage, clock: FixedClock):
    with six.session(writing=True) as session:
        make_seal(session, clock, SYSTEM, key_of())
        session.rollback()
    with six.reading() as session:
        assert (last_seal(session), begun_keys(session)) == (None, [])
    assert whole(six)
