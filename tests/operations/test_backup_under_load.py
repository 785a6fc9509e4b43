"""A backup while others write: whole, with everything acknowledged before it began, and nothing by halves."""

from __future__ import annotations

import threading
import tracemalloc
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from attachments.shelf import Shelf
from complaints.actions import FilingTyped, receive
from complaints.models import Complaint, Feedback
from complaints.rules.kinds import Channel, Kind
from kernel.clock import FixedClock
from kernel.permissions import Role
from operations.backup.archive import opened
from operations.backup.loading import load
from operations.backup.making import make_backup
from operations.backup.restoring import restore
from storage.session import Storage
from tests.cast import FoundedOffice

WRITERS = 3
BACKUPS = 3


class Writers:
    """Threads that file complaints one after the other and write down every one that was acknowledged."""

    def __init__(self, url: str, clock: FixedClock, office: FoundedOffice) -> None:
        self.acknowledged: list[uuid.UUID] = []
        self.errors: list[Exception] = []
        self._url, self._clock, self._office = url, clock, office
        self._stop = threading.Event()
        self._enough = threading.Semaphore(0)
        self._threads = [threading.Thread(target=self._write) for _number in range(WRITERS)]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in self._threads:
                thread.join()

    def wait_for(self, more: int) -> None:
        """Until so many more filings were acknowledged."""
        for _number in range(more):
            assert self._enough.acquire(timeout=60)

    def _write(self) -> None:
        storage = Storage(self._url)
        try:
            while not self._stop.is_set():
                typed = FilingTyped(
                    kind=Kind.SKARGA,
                    channel=Channel.PAPER,
                    subject="Kolejka",
                    text="Czekanie trwało trzy godziny.",
                    name="Osoba Próbna",
                    address="ul. Próbna 2",
                )
                with storage.writing() as session:
                    filed = receive(session, self._clock, self._office.actor(Role.CLERK), typed)
                self.acknowledged.append(filed.complaint_id)
                self._enough.release()
        except Exception as error:  # noqa: BLE001 - told by the test
            self.errors.append(error)
        finally:
            storage.close()


def test_a_backup_under_load_holds_all_that_was_acknowledged_before_it_began(
    storage: Storage, office: FoundedOffice, clock: FixedClock, another, backend: str, tmp_path: Path
):
    writers = Writers(storage.url, clock, office)
    made, before = [], []
    with writers.at_work():
        for number in range(BACKUPS):
            writers.wait_for(5)
            before.append(set(writers.acknowledged))
            made.append(make_backup(storage, clock, tmp_path / f"{number}.zip", shelf=Shelf(tmp_path)))
            writers.wait_for(1)  # nobody was shut out by the backup
    assert writers.errors == []
    other = "sqlite" if backend == "postgresql" else "postgresql"
    for number, (backup, acknowledged) in enumerate(zip(made, before, strict=True)):
        target = another(other if number == 0 else "sqlite")
        restored = restore(target, backup.path, shelf=None)  # the record, checksums and row counts are proved here
        with target.reading() as session:
            there = {row.id: row.number for row in session.execute(select(Complaint.id, Complaint.number))}
        assert acknowledged <= there.keys() <= set(writers.acknowledged)
        assert sorted(there.values()) == list(range(1, len(there) + 1)), "a prefix: numbers without a gap"
        assert restored.leaf == backup.manifest.leaf


@pytest.mark.parametrize(("backend", "direction"), [("sqlite", "restore"), ("postgresql", "backup")])
def test_memory_does_not_grow_with_the_office(
    direction: str, storage: Storage, office: FoundedOffice, clock: FixedClock, another, backend: str, tmp_path: Path
):
    """Twenty-four megabytes of letters pass through; what is held at a time is a batch of rows."""
    with storage.writing() as session:
        for start in range(0, 4000, 500):
            rows = [
                {
                    "id": uuid.UUID(int=start + number + 1),
                    "language": "pl",
                    "subject": "Opinia",
                    "text": f"{start + number:06}" * 1000,
                    "received_at": clock.now(),
                    "salt": "0" * 32,
                }
                for number in range(500)
            ]
            session.execute(insert(Feedback), rows)
    target = another(backend, "migrated")
    path = tmp_path / "large.zip"
    if direction == "restore":
        make_backup(storage, clock, path, shelf=Shelf(tmp_path))
    tracemalloc.start()
    try:
        if direction == "backup":
            make_backup(storage, clock, path, shelf=Shelf(tmp_path))
        else:
            with opened(path) as reader, target.engine.execution_options(writing=True).begin() as connection:
                load(connection, reader)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 15_000_000
