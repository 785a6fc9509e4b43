"""Several workers, killed workers, stopped workers: every effect is carried out, and by one of them."""

from __future__ import annotations

import signal
import threading
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, insert, select

from kernel.clock import FixedClock, SystemClock
from kernel.ids import new_id
from storage.session import Storage
from tests.standing_by import Program, started
from tests.worker import program
from worker import actions
from worker.effects import Work
from worker.loop import Worker
from worker.models import OutboxRow, WorkerBeat
from worker.queries import counts_by_state
from worker.rules import LEASE, State

MANY = 2_000


def ask(storage: Storage, count: int, kind: str = "note", **payload) -> None:
    """Ask for so many effects at once, numbered from 0."""
    clock, rows = SystemClock(), []
    for number in range(count):
        text = f'{{"number": {number}{"".join(f", {chr(34)}{key}{chr(34)}: 1" for key in payload)}}}'
        now = clock.now()
        rows.append(
            {"id": new_id(), "kind": kind, "payload": text, "created_at": now, "state": "waiting", "not_before_at": now}
        )
    with storage.writing() as session:
        session.execute(insert(OutboxRow), rows)


def worker(storage: Storage, folder: Path, how: str) -> AbstractContextManager[Program]:
    return started(program.main, storage.url, str(folder), how)


def notes(folder: Path) -> list[int]:
    return [int(line.split()[0]) for line in (folder / "notes").read_text().splitlines()]


@pytest.fixture
def quick(storage: Storage) -> None:
    """This test is about who does what, not about the disk: SQLite need not wait for it after every row."""

    def hurry(connection, _record) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    if storage.engine.dialect.name == "sqlite":
        event.listen(storage.engine, "connect", hurry)
        storage.engine.dispose()


@pytest.mark.usefixtures("quick")
def test_four_workers_carry_out_two_thousand_effects_each_exactly_once(app: Flask, storage: Storage):
    ask(storage, MANY, "count")
    lock, counted = threading.Lock(), []

    def count(work: Work) -> None:
        with lock:
            counted.append((work.payload["number"], threading.get_ident()))

    app.extensions.update(effects={"count": count}, jobs=(), clock=SystemClock())
    threads = [threading.Thread(target=Worker(app).drain) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(number for number, _who in counted) == list(range(MANY))
    assert len({who for _number, who in counted}) > 1, "they shared the work"
    with storage.reading() as session:
        assert counts_by_state(session) == {State.WAITING: 0, State.DONE: MANY, State.DEAD: 0, State.DROPPED: 0}
        assert set(session.scalars(select(OutboxRow.attempts))) == {1}


def test_what_a_killed_worker_had_in_hand_is_done_by_another_and_nothing_is_lost(storage: Storage, tmp_path: Path):
    ask(storage, 20, hangs_once=True)
    with worker(storage, tmp_path, "drain") as first:
        assert first.said() == "in hand"
        first.send_signal(signal.SIGKILL)
    with worker(storage, tmp_path, "drain") as second:
        assert second.ended() == 0
    with storage.writing() as session:
        assert counts_by_state(session)[State.DONE] == 19, "the one in hand waits for the end of its lease"
        (held,) = session.scalars(select(OutboxRow).where(OutboxRow.state == State.WAITING.value))
        assert held.claimed_until_at is not None
        assert held.claimed_until_at - LEASE <= SystemClock().now()
        held.claimed_until_at -= LEASE
    with worker(storage, tmp_path, "drain") as third:
        assert third.ended() == 0
    done = notes(tmp_path)
    assert set(done) == set(range(20))
    assert len(done) == 21, "the one that was begun twice, and no other"
    with storage.reading() as session:
        assert counts_by_state(session)[State.DONE] == 20


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_worker_told_to_stop_finishes_what_it_has_in_hand_and_leaves_the_rest(
    storage: Storage, tmp_path: Path, number: signal.Signals
):
    with worker(storage, tmp_path, "run") as process:
        assert process.said() == "ready"
        ask(storage, 3, hangs_once=True)
        assert process.said() == "in hand"
        process.send_signal(number)
        process.tell("go on")
        assert process.ended() == 0
    assert len(notes(tmp_path)) == 1
    with storage.reading() as session:
        assert counts_by_state(session)[State.DONE] == 1
        rest = session.scalars(select(OutboxRow).where(OutboxRow.state == State.WAITING.value)).all()
        assert [(row.attempts, row.claimed_by) for row in rest] == [(0, None), (0, None)]
        (beat,) = session.scalars(select(WorkerBeat))
        assert beat.stopped_at is not None


@pytest.mark.parametrize("backend", ["sqlite"])
def test_an_idle_worker_stops_at_once(storage: Storage, tmp_path: Path):
    with worker(storage, tmp_path, "run") as process:
        assert process.said() == "ready"
        process.send_signal(signal.SIGTERM)
        assert process.ended() == 0


class Rounds:
    """A stop that lets the worker wait so often, moves the clock meanwhile, and then tells it to stop."""

    def __init__(self, clock: FixedClock, rounds: int) -> None:
        self.clock, self.left, self.waited = clock, rounds, list[float]()

    def is_set(self) -> bool:
        return self.left <= 0

    def wait(self, seconds: float) -> None:
        self.left -= 1
        self.waited.append(seconds)
        self.clock.advance(seconds=seconds)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_worker_with_nothing_to_do_waits_between_two_looks(app: Flask, storage: Storage, clock: FixedClock):
    app.extensions.update(effects={}, jobs=())
    stop = Rounds(clock, 5)
    Worker(app, "idle").run(stop)
    assert stop.waited == [1.0] * 5
    with storage.reading() as session:
        beat = session.get_one(WorkerBeat, "idle")
        assert beat.started_at < clock.now() == beat.stopped_at == beat.seen_at


def rename(storage: Storage, table: str, name: str) -> None:
    with storage.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_while_the_database_is_away_the_worker_waits_and_then_goes_on(
    app: Flask, storage: Storage, clock: FixedClock, caplog: pytest.LogCaptureFixture
):
    done: list[int] = []

    def effect(work: Work) -> None:
        done.append(work.payload["number"])
        if work.payload["number"] == 0:
            rename(storage, "outbox_row", "away")

    class Mended(Rounds):
        def wait(self, seconds: float) -> None:
            super().wait(seconds)
            if self.left == 2:
                rename(storage, "away", "outbox_row")

    app.extensions.update(effects={"try": effect}, jobs=())
    with storage.writing() as session:
        for number in range(2):
            actions.enqueue(session, clock, "try", {"number": number})
            clock.advance(seconds=1)
    stop = Mended(clock, 4)
    Worker(app, "patient").run(stop)
    assert done == [0, 1], "what was done before the trouble is not done again"
    assert stop.waited == [5.0, 5.0, 1.0, 1.0]
    assert "the database does not answer" in caplog.text
    with storage.reading() as session:
        assert counts_by_state(session)[State.DONE] == 2


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_worker_outlives_a_restart_of_the_database_server(app: Flask, storage: Storage, clock: FixedClock):
    """All its connections are cut, as a restart cuts them; what waits is carried out as soon as it looks again."""
    done: list[int] = []
    app.extensions.update(effects={"try": lambda work: done.append(work.payload["number"])}, jobs=())
    worker = Worker(app, "outliving")
    assert worker.drain() == 0
    with storage.writing() as session:
        actions.enqueue(session, clock, "try", {"number": 1})
    with psycopg.connect(storage.url.replace("+psycopg", ""), autocommit=True) as other:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = %s"
        other.execute(cut, [storage.engine.url.database])
    stop = Rounds(clock, 4)
    worker.run(stop)
    assert done == [1]
    assert stop.waited[-1] == 1.0, "it went back to its ordinary pace"
