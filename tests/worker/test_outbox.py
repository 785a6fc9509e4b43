"""Asking for an effect, taking it in hand, saying how it went: each row belongs to one worker at a time."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from storage.session import Storage
from worker import actions
from worker.models import OutboxRow
from worker.queries import counts_by_state, last_heartbeat, oldest_waiting
from worker.rules import LEASE, MOST_ATTEMPTS, State

KINDS = {"try"}


def ask(storage: Storage, clock: FixedClock, **more) -> uuid.UUID:
    with storage.writing() as session:
        return actions.enqueue(session, clock, "try", {"number": 1}, **more)


def take(session: Session, clock: FixedClock, name: str = "first") -> actions.InHand:
    row = actions.take(session, clock, name, KINDS)
    assert row is not None
    return row


def test_what_a_transaction_gives_up_was_never_asked_for(storage: Storage, clock: FixedClock):
    with storage.session(writing=True) as session:
        actions.enqueue(session, clock, "try", {})
        session.rollback()
    with storage.reading() as session:
        assert counts_by_state(session)[State.WAITING] == 0


def test_under_one_key_it_is_asked_for_once(storage: Storage, clock: FixedClock):
    ask(storage, clock, key="mail:1")
    ask(storage, clock, key="mail:1")
    ask(storage, clock)
    with storage.reading() as session:
        assert counts_by_state(session) == {State.WAITING: 2, State.DONE: 0, State.DEAD: 0, State.DROPPED: 0}


def test_a_row_in_hand_is_nobody_elses_until_its_lease_ends(storage: Storage, clock: FixedClock):
    row_id = ask(storage, clock)
    with storage.writing() as session:
        first = take(session, clock)
        assert (first.id, first.kind, first.payload, first.attempt) == (row_id, "try", {"number": 1}, 1)
    with storage.writing() as session:
        assert actions.take(session, clock, "second", KINDS) is None
    clock.advance(seconds=LEASE.total_seconds())
    with storage.writing() as session:
        assert actions.take(session, clock, "second", KINDS) is None, "the lease still lasts"
    clock.advance(seconds=1)
    with storage.writing() as session:
        second = take(session, clock, "second")
        assert second.attempt == 2
    with storage.writing() as session:
        assert not actions.done(session, clock, first), "the silent worker comes too late"
        assert not actions.keep(session, clock, first)
        assert not actions.failed(session, clock, first, "error", hopeless=True, chance=0)
        assert actions.done(session, clock, second)
        assert not actions.done(session, clock, second)


def test_a_lease_that_is_renewed_does_not_end(storage: Storage, clock: FixedClock):
    ask(storage, clock)
    with storage.writing() as session:
        row = take(session, clock)
    for _ in range(5):
        clock.advance(seconds=LEASE.total_seconds() - 1)
        with storage.writing() as session:
            assert actions.keep(session, clock, row)
            assert actions.take(session, clock, "second", KINDS) is None


def test_the_longest_waiting_comes_first_and_the_future_waits(storage: Storage, clock: FixedClock):
    later = ask(storage, clock, not_before_at=clock.now() + dt.timedelta(hours=1))
    clock.advance(minutes=1)
    now = ask(storage, clock)
    with storage.writing() as session:
        assert take(session, clock).id == now
        assert actions.take(session, clock, "first", KINDS) is None
    clock.advance(hours=1)
    with storage.writing() as session:
        assert take(session, clock, "second").id == now, "its lease has ended"
        assert take(session, clock, "second").id == later


def test_a_kind_this_worker_does_not_know_is_left_for_one_that_does(storage: Storage, clock: FixedClock):
    ask(storage, clock)
    with storage.writing() as session:
        assert actions.take(session, clock, "old", {"another"}) is None
        assert actions.take(session, clock, "old", set()) is None


def test_a_failed_row_waits_and_after_the_last_attempt_it_is_put_aside(storage: Storage, clock: FixedClock):
    row_id = ask(storage, clock)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        with storage.writing() as session:
            row = take(session, clock)
            assert row.attempt == attempt
            assert actions.failed(session, clock, row, "mail_later 451", hopeless=False, chance=1)
            assert actions.take(session, clock, "second", KINDS) is None
        clock.advance(hours=8)
    with storage.writing() as session:
        assert actions.take(session, clock, "second", KINDS) is None
        kept = session.get_one(OutboxRow, row_id)
        assert (kept.state, kept.last_error, kept.claimed_by) == (State.DEAD, "mail_later 451", None)


def test_a_row_that_kills_every_worker_is_put_aside_and_the_next_one_taken(storage: Storage, clock: FixedClock):
    deadly = ask(storage, clock)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        with storage.writing() as session:
            row = take(session, clock)
            assert (row.id, row.attempt) == (deadly, attempt)
            assert actions.take(session, clock, "second", KINDS) is None
        clock.advance(seconds=LEASE.total_seconds() + 1)
    harmless = ask(storage, clock)
    with storage.writing() as session:
        assert take(session, clock).id == harmless
    with storage.reading() as session:
        kept = session.get_one(OutboxRow, deadly)
        assert (kept.state, kept.last_error, kept.claimed_by) == (State.DEAD, "error WorkerKilled", None)
        assert (kept.claimed_until_at, kept.attempts) == (None, MOST_ATTEMPTS)


def test_a_hopeless_row_is_put_aside_at_once(storage: Storage, clock: FixedClock):
    ask(storage, clock)
    with storage.writing() as session:
        assert actions.failed(session, clock, take(session, clock), "mail_refused 550", hopeless=True, chance=1)
    with storage.reading() as session:
        assert counts_by_state(session)[State.DEAD] == 1


def test_how_long_the_oldest_has_waited(storage: Storage, clock: FixedClock):
    with storage.reading() as session:
        assert oldest_waiting(session) is None
        assert last_heartbeat(session) is None
    asked_at = clock.now()
    ask(storage, clock)
    clock.advance(hours=5)
    ask(storage, clock)
    with storage.reading() as session:
        assert oldest_waiting(session) == asked_at
