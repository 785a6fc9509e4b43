"""What is stuck: listed, tried again, given up for a reason that stands in the record."""

from __future__ import annotations

import json
import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from kernel.clock import FixedClock
from kernel.errors import NotFound
from kernel.permissions import SYSTEM
from ledger.models import LedgerEntry
from storage.session import Storage
from tests.cast import FoundedOffice
from worker import actions
from worker.models import OutboxRow
from worker.queries import count_failing, counts_by_state, dead_rows, failing_rows, stuck
from worker.rules import KEPT, State


def row_that(storage: Storage, clock: FixedClock, state: str) -> uuid.UUID:
    """A row that is done, dead, dropped, failing (waits after a failure), new, or in a worker's hands."""
    with storage.writing() as session:
        row_id = actions.enqueue(session, clock, "try", {})
        if state == "new":
            return row_id
        held = actions.take(session, clock, "w", {"try"})
        assert held is not None
        if state == "done":
            actions.done(session, clock, held)
        if state in {"dead", "failing", "dropped"}:
            actions.failed(session, clock, held, "mail_refused 550", hopeless=state != "failing", chance=0.5)
        if state == "dropped":
            actions.drop(session, clock, SYSTEM, row_id, "na papierze")
    return row_id


@pytest.mark.parametrize("state", ["dead", "failing", "new"])
def test_what_is_stuck_is_tried_again_from_the_first_attempt(
    storage: Storage, clock: FixedClock, office: FoundedOffice, state: str
):
    row_id = row_that(storage, clock, state)
    with storage.writing() as session:
        actions.retry(session, clock, row_id)
        held = actions.take(session, clock, "second", {"try"})
        assert held is not None
        assert (held.id, held.attempt) == (row_id, 1)


@pytest.mark.parametrize("state", ["done", "dropped", "in hand"])
def test_what_is_not_stuck_is_left_alone(storage: Storage, clock: FixedClock, office: FoundedOffice, state: str):
    row_id = row_that(storage, clock, state)
    with storage.writing() as session, pytest.raises(actions.NotStuck):
        actions.retry(session, clock, row_id)
    with storage.writing() as session, pytest.raises(actions.NotStuck):
        actions.drop(session, clock, SYSTEM, row_id, "why")


def test_everything_that_failed_is_tried_again_at_once(storage: Storage, clock: FixedClock, office: FoundedOffice):
    for state in ("dead", "failing", "new", "done", "in hand"):
        row_that(storage, clock, state)
    with storage.writing() as session:
        assert actions.retry_all(session, clock) == 2
        assert counts_by_state(session)[State.DEAD] == 0


def test_giving_up_leaves_one_entry_with_the_reason(storage: Storage, clock: FixedClock, office: FoundedOffice):
    row_id = row_that(storage, clock, "dead")
    with storage.writing() as session:
        before = session.query(LedgerEntry).count()
        actions.drop(session, clock, SYSTEM, row_id, "wysłano na papierze")
        (entry,) = session.scalars(select(LedgerEntry).where(LedgerEntry.tag == "worker:effect:drop"))
        content = json.loads(entry.canonical)
        assert content["data"] == {"effect": str(row_id), "kind": "try"}
        assert content["reason"] == "wysłano na papierze"
        assert session.query(LedgerEntry).count() == before + 1
        assert session.get_one(OutboxRow, row_id).state == State.DROPPED


def test_what_is_not_there_is_said_so(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session, pytest.raises(NotFound):
        actions.retry(session, clock, uuid.uuid4())
    with storage.writing() as session, pytest.raises(NotFound):
        actions.drop(session, clock, SYSTEM, uuid.uuid4(), "why")


def test_what_counts_as_stuck(storage: Storage, clock: FixedClock, office: FoundedOffice):
    for state in ("dead", "failing", "new", "done"):
        row_that(storage, clock, state)
    with storage.reading() as session:
        found = stuck(session, clock.now(), [])
        assert (found.dead, found.waiting, found.jobs, found.count) == (1, 0, 0, 1)
        assert [row.state for row in dead_rows(session)] == [State.DEAD]
        assert len(failing_rows(session)) == count_failing(session) == 1
    clock.advance(hours=25)
    with storage.reading() as session:
        assert stuck(session, clock.now(), []).waiting == 2


def test_what_is_over_is_forgotten_after_thirty_days_and_what_is_stuck_never(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    for state in ("done", "dropped", "dead", "failing", "new"):
        row_that(storage, clock, state)
    clock.advance(seconds=KEPT.total_seconds())
    with storage.writing() as session:
        assert actions.sweep_outbox(session, clock) == 0
    clock.advance(seconds=1)
    with storage.writing() as session:
        assert actions.sweep_outbox(session, clock) == 2
        assert counts_by_state(session) == {State.WAITING: 2, State.DONE: 0, State.DEAD: 1, State.DROPPED: 0}


def test_old_signs_of_life_go_and_the_last_one_stays(storage: Storage, clock: FixedClock):
    with storage.writing() as session:
        actions.begin(session, clock, "old")
        clock.advance(days=1)
        actions.begin(session, clock, "last")
        clock.advance(days=90)
        assert actions.sweep_beats(session, clock) == 1
        assert actions.sweep_beats(session, clock) == 0


# --- on the command line ---


def said(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["worker", *words])
    return done.exit_code, done.output


def test_the_command_lists_retries_and_gives_up(app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice):
    assert said(app, "dead") == (0, "nothing is stuck\n")
    row_id = row_that(storage, clock, "dead")
    code, listed = said(app, "dead")
    assert listed.split() == [str(row_id), "dead", "2026-11-21", "10:00", "try", "mail_refused", "550"]
    assert said(app, "retry", str(row_id)) == (0, f"{row_id} will be tried again\n")
    assert said(app, "retry", "--all") == (0, "1 will be tried again\n")
    assert said(app, "drop", str(row_id), "--reason", "sent on paper") == (0, f"{row_id} is given up\n")
    assert code == 0


def test_the_command_refuses_in_one_sentence(app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice):
    row_id, nobody = row_that(storage, clock, "done"), uuid.uuid4()
    assert said(app, "retry")[1].startswith("Error: Give the ID of one effect")
    assert said(app, "retry", "--all", str(row_id))[1].startswith("Error: Give the ID of one effect")
    assert said(app, "retry", str(nobody))[1].startswith(f"Error: There is no effect {nobody}")
    assert said(app, "drop", str(row_id), "--reason", "x")[1].startswith(f"Error: {row_id} is done")
    assert said(app, "drop", str(row_id), "--reason", " ")[1].startswith("Error: The reason is empty")
    assert said(app, "retry", "one")[0] == 2
