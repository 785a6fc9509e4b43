"""Many writers at once: the leaves stay gapless, in the order of commits, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from kernel.clock import SystemClock
from kernel.permissions import SYSTEM
from ledger.actions import append_many
from ledger.models import LedgerEntry
from ledger.verify import verify
from storage.session import Storage
from tests.ledger.conftest import add, draft

WRITERS, EACH = 6, 8


def _write(storage: Storage, writer: int) -> None:
    """Append some entries, and give up as many others before they are committed."""
    clock = SystemClock()
    for number in range(EACH):
        add(storage, clock, f"{writer}-{number}", f"writer:{writer % 3}")
        with storage.session(writing=True) as session:
            append_many(session, clock, SYSTEM, [draft(clock, "never"), draft(clock, "seen")])
            session.rollback()


def test_writers_at_once_leave_gapless_leaves_and_a_whole_chain(record: Storage):
    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(_write, record, writer) for writer in range(WRITERS)]:
            done.result()
    with record.reading() as session:
        walk = verify(session)
        entries = list(session.scalars(select(LedgerEntry).order_by(LedgerEntry.leaf)))
    assert walk.is_whole
    assert [entry.leaf for entry in entries] == list(range(1, WRITERS * EACH + 1))
    assert [entry.recorded_at for entry in entries] == sorted(entry.recorded_at for entry in entries)
    for stream in {entry.stream for entry in entries}:
        positions = [entry.position for entry in entries if entry.stream == stream]
        assert positions == list(range(1, len(positions) + 1))
