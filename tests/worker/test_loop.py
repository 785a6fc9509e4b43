"""The worker: carries out what waits; what goes wrong with one row is that row's affair."""

from __future__ import annotations

import errno

import pytest
from flask import Flask, current_app

from kernel.clock import FixedClock
from storage.session import Storage
from worker import actions
from worker.effects import Hopeless, Later, Work
from worker.loop import Worker, new_name
from worker.models import OutboxRow
from worker.rules import State


@pytest.fixture
def carried(app: Flask) -> list[int]:
    """What the effects of these tests carried out; the app gets one for each way of going wrong."""
    done: list[int] = []

    def fine(work: Work) -> None:
        assert current_app.name == "app"
        done.append(work.payload["number"])

    def raising(error: Exception):
        def effect(_work: Work) -> None:
            raise error

        return effect

    app.extensions["jobs"] = ()
    app.extensions["effects"] = {
        "fine": fine,
        "later": raising(Later("mail_later 451")),
        "hopeless": raising(Hopeless("mail_refused 550")),
        "full": raising(OSError(errno.ENOSPC, "No space left on device")),
        "foreign": raising(ValueError("jan.kowalski@example.pl does not like mail")),
        "silent": raising(Later()),
    }
    return done


def outcome_of(app: Flask, storage: Storage, clock: FixedClock, kind: str) -> tuple[str, str]:
    with storage.writing() as session:
        row_id = actions.enqueue(session, clock, kind, {"number": 1})
    assert Worker(app, "w").drain() == 1
    with storage.reading() as session:
        row = session.get_one(OutboxRow, row_id)
        return row.state, row.last_error


@pytest.mark.parametrize(
    ("kind", "state", "reason"),
    [
        ("fine", State.DONE, ""),
        ("later", State.WAITING, "mail_later 451"),
        ("hopeless", State.DEAD, "mail_refused 550"),
        ("full", State.WAITING, "disk_full"),
        ("foreign", State.WAITING, "error ValueError"),
        ("silent", State.WAITING, "error"),
    ],
)
def test_how_it_went_is_kept_in_words_of_our_own(
    app: Flask, storage: Storage, clock: FixedClock, carried: list[int], kind: str, state: str, reason: str
):
    assert outcome_of(app, storage, clock, kind) == (state, reason)


def test_rows_are_carried_out_in_the_order_they_were_asked_for(
    app: Flask, storage: Storage, clock: FixedClock, carried: list[int]
):
    for number in range(5):
        with storage.writing() as session:
            actions.enqueue(session, clock, "foreign" if number == 2 else "fine", {"number": number})
        clock.advance(seconds=1)
    assert Worker(app).drain() == 5
    assert carried == [0, 1, 3, 4]


def test_a_stop_lets_the_row_in_hand_be_finished_and_takes_no_other(
    app: Flask, storage: Storage, clock: FixedClock, carried: list[int]
):
    with storage.writing() as session:
        for number in range(3):
            actions.enqueue(session, clock, "fine", {"number": number})
    assert Worker(app).drain(lambda: bool(carried)) == 1
    with storage.reading() as session:
        states = [row.state for row in session.query(OutboxRow)]
        assert sorted(states) == [State.DONE, State.WAITING, State.WAITING]
        assert not any(row.claimed_by for row in session.query(OutboxRow))


def test_the_command_carries_out_what_waits(app: Flask, storage: Storage, clock: FixedClock, carried: list[int]):
    with storage.writing() as session:
        actions.enqueue(session, clock, "fine", {"number": 7})
    said = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert (said.exit_code, said.output) == (0, "0 jobs run, 1 effects carried out or tried\n")
    assert carried == [7]


def test_no_two_workers_have_the_same_name():
    assert len({new_name() for _ in range(100)}) == 100
