"""Who writes next on SQLite: within a process one thread asks, the others stand behind it, and all of them come."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storage import turns
from storage.session import Storage

WRITERS = 6


@pytest.fixture
def counted(tmp_path: Path) -> Storage:
    """A table with a number in it."""
    storage = Storage(f"sqlite:///{tmp_path / 'turns.sqlite'}")
    with storage.writing() as session:
        session.execute(text("CREATE TABLE tally (number INTEGER)"))
        session.execute(text("INSERT INTO tally VALUES (0)"))
    return storage


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many threads were asking SQLite whenever one did."""
    asking, seen, plain = [0], [], turns._refused

    def watched(driver):
        asking[0] += 1
        seen.append(asking[0])
        try:
            return plain(driver)
        finally:
            asking[0] -= 1

    monkeypatch.setattr(turns, "_refused", watched)
    return seen


def add_one(storage: Storage) -> None:
    """A change that would be lost if two read before one wrote."""
    with storage.writing() as session:
        number = session.execute(text("SELECT number FROM tally")).scalar_one()
        time.sleep(0.002)
        session.execute(text("UPDATE tally SET number = :next"), {"next": number + 1})


def test_one_thread_asks_while_the_others_stand_behind_it_and_no_change_is_lost(counted: Storage, asked: list[int]):
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda _number: add_one(counted), range(10 * WRITERS)))
    with counted.reading() as session:
        assert session.execute(text("SELECT number FROM tally")).scalar_one() == 10 * WRITERS
    assert max(asked) == 1
    assert len(asked) >= 10 * WRITERS


def test_whoever_does_not_wait_long_is_told_even_behind_one_that_does(
    counted: Storage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(turns, "BRIEFLY_SECONDS", 0.02)
    elsewhere = Storage(counted.url)
    with elsewhere.writing() as other:
        other.execute(text("UPDATE tally SET number = 7"))
        patient = threading.Thread(target=add_one, args=(counted,))
        patient.start()
        with pytest.raises(OperationalError, match="locked"), counted.writing_briefly() as session:
            session.execute(text("SELECT 1"))
    patient.join()
    with counted.reading() as session:
        assert session.execute(text("SELECT number FROM tally")).scalar_one() == 8


def test_what_is_no_matter_of_waiting_is_said_at_once_and_the_next_one_may_ask(counted: Storage, monkeypatch):
    plain = turns._refused
    monkeypatch.setattr(turns, "_refused", lambda _driver: 11)  # SQLITE_CORRUPT
    begun = time.monotonic()
    with counted.writing() as session:  # the words come from SQLite itself, which finds nothing wrong here
        session.execute(text("SELECT 1"))
    assert time.monotonic() - begun < turns.BUSY_SECONDS / 3
    monkeypatch.setattr(turns, "_refused", plain)
    add_one(counted)
