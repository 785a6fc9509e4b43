"""A worker's pulse: it lives, it keeps what it has in hand, and trouble with the database does not end it."""

from __future__ import annotations

import pytest

from kernel.clock import FixedClock
from storage.session import Storage
from worker import actions
from worker.actions import InHand, RunInHand
from worker.models import OutboxRow, WorkerBeat
from worker.pulse import Pulse
from worker.queries import last_heartbeat
from worker.rules import LEASE, RENEW_SECONDS
from worker.schedules import Daily


def test_a_beat_is_well_within_a_lease():
    assert LEASE.total_seconds() > RENEW_SECONDS * 5


def test_an_effect_that_takes_longer_than_its_lease_is_kept_by_the_beats(storage: Storage, clock: FixedClock):
    with storage.writing() as session:
        actions.enqueue(session, clock, "try", {})
        held = actions.take(session, clock, "slow", {"try"})
    pulse = Pulse(storage, clock, "slow", lambda: held)
    for _ in range(20):
        pulse.beat()
        clock.advance(seconds=RENEW_SECONDS)
        with storage.writing() as session:
            assert actions.take(session, clock, "other", {"try"}) is None
    with storage.writing() as session:
        assert isinstance(held, InHand)
        assert actions.done(session, clock, held)
        assert session.get_one(OutboxRow, held.id).attempts == 1


def test_a_job_is_kept_likewise(storage: Storage, clock: FixedClock):
    period = Daily(7).latest(clock.now())
    with storage.writing() as session:
        held = actions.take_run(session, clock, "slow", "job", period)
    pulse = Pulse(storage, clock, "slow", lambda: held)
    for _ in range(20):
        pulse.beat()
        clock.advance(seconds=RENEW_SECONDS)
        with storage.writing() as session:
            assert actions.take_run(session, clock, "other", "job", period) is None
    with storage.writing() as session:
        assert isinstance(held, RunInHand)
        assert actions.run_done(session, clock, held, "")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_beat_that_cannot_be_written_is_said_and_the_next_one_is(
    storage: Storage, clock: FixedClock, caplog: pytest.LogCaptureFixture
):
    pulse = Pulse(storage, clock, "w", lambda: None)
    for old, new in (("worker_beat", "away"), ("away", "worker_beat")):
        with storage.engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")
        pulse.beat()
    assert "no sign of life could be written" in caplog.text
    with storage.reading() as session:
        assert last_heartbeat(session) == clock.now()


def test_the_last_word_says_that_it_stopped(storage: Storage, clock: FixedClock):
    with Pulse(storage, clock, "w", lambda: None):
        clock.advance(seconds=5)
    with storage.reading() as session:
        beat = session.get_one(WorkerBeat, "w")
        assert (beat.stopped_at, beat.seen_at) == (clock.now(), clock.now())
        assert beat.started_at < clock.now()
