"""The worker itself: takes what waits in hand, one after the other, and carries it out."""

from __future__ import annotations

import logging
import os
import random
import secrets
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from kernel.clock import Clock
from storage.session import Storage
from worker import actions
from worker.actions import InHand, RunInHand
from worker.effects import Effect, Hopeless, Work, place_of, reason_of
from worker.jobs import Job, JobWork
from worker.pulse import Pulse
from worker.stopping import Stop

log: Final = logging.getLogger(__name__)

IDLE_SECONDS: Final = 1.0
"""Ours: how long a worker with nothing to do waits before it looks again; a mail is on its way after a second."""

TROUBLE_SECONDS: Final = 5.0
"""Ours: how long it waits when the database does not answer."""


@dataclass(frozen=True)
class Outcome:
    """How carrying out a row went. ``reason`` is empty when it went well."""

    row: InHand
    reason: str = ""
    is_hopeless: bool = False


class Worker:
    """One worker. It holds one row or one job at a time, so that a stop or a kill concerns one only."""

    def __init__(self, app: Flask, name: str | None = None, chance: Callable[[], float] = random.random) -> None:
        self.app, self.name, self._chance = app, name or new_name(), chance
        self.storage: Storage = app.extensions["storage"]
        self.clock: Clock = app.extensions["clock"]
        self.effects: Mapping[str, Effect] = app.extensions["effects"]
        self.jobs: Sequence[Job] = app.extensions["jobs"]
        self.in_hand: InHand | RunInHand | None = None
        self._outcome: Outcome | None = None
        self._over: dict[str, str] = {}  # of each job, the period that needs no more looking at

    def run(self, stop: Stop) -> None:
        """Work until told to stop; then finish what is in hand. Trouble with the database is waited out."""
        log.info("worker %s started", self.name)
        with Pulse(self.storage, self.clock, self.name, lambda: self.in_hand):
            while not stop.is_set():
                try:
                    worked = self.run_due_jobs(stop.is_set) + self.drain(stop.is_set)
                except SQLAlchemyError as error:
                    log.error("the database does not answer: %s", type(error).__name__)
                    stop.wait(TROUBLE_SECONDS)
                    continue
                if not worked:
                    stop.wait(IDLE_SECONDS)
        log.info("worker %s stopped", self.name)

    # --- effects ---

    def drain(self, is_stopping: Callable[[], bool] = lambda: False) -> int:
        """Carry out what waits until nothing does or a stop was asked for; how many rows were in hand."""
        count = 0
        while (row := self._turn(is_stopping())) is not None:
            count += 1
            self._outcome = self._carry_out(row)
        return count

    def _turn(self, is_last: bool) -> InHand | None:
        """Write how the last row went and take the next one, in one transaction.

        Where the database is away just then, the outcome is kept and written once it is back.
        """
        outcome, is_mine = self._outcome, True
        with self.storage.writing() as session:
            if outcome is not None:
                is_mine = self._settle(session, outcome)
            row = None if is_last else actions.take(session, self.clock, self.name, self.effects.keys())
        if outcome is not None and not is_mine:
            log.warning("row %s of the outbox was taken over while this worker was silent", outcome.row.id)
        self._outcome, self.in_hand = None, row
        return row

    def _settle(self, session: Session, outcome: Outcome) -> bool:
        if not outcome.reason:
            return actions.done(session, self.clock, outcome.row)
        row, reason, is_hopeless = outcome.row, outcome.reason, outcome.is_hopeless
        return actions.failed(session, self.clock, row, reason, hopeless=is_hopeless, chance=self._chance())

    def _carry_out(self, row: InHand) -> Outcome:
        work = Work(row.id, row.payload, self.storage, self.clock)
        try:
            with self.app.app_context():
                self.effects[row.kind](work)
        except Exception as error:  # noqa: BLE001 - whatever an effect runs into, the worker goes on and the row waits
            reason = reason_of(error)
            log.warning(
                "effect %s of row %s, attempt %d: %s at %s", row.kind, row.id, row.attempt, reason, place_of(error)
            )
            return Outcome(row, reason, isinstance(error, Hopeless))
        return Outcome(row)

    # --- jobs ---

    def run_due_jobs(self, is_stopping: Callable[[], bool] = lambda: False) -> int:
        """Run every job whose period has come and that nobody ran yet; how many there were."""
        return sum(self._run_if_due(job) for job in self.jobs if not is_stopping())

    def _run_if_due(self, job: Job) -> bool:
        period = job.schedule.latest(self.clock.now())
        if self._over.get(job.name) == period.key:
            return False
        with self.storage.writing() as session:
            run = actions.take_run(session, self.clock, self.name, job.name, period)
            if run is None and actions.is_run_over(session, job.name, period.key):
                self._over[job.name] = period.key
        if run is not None:
            self.carry_out_run(job, run)
        return run is not None

    def carry_out_run(self, job: Job, run: RunInHand) -> str:
        """Run a job that is in hand; the reason of its failure, empty when it went well."""
        self.in_hand = run
        try:
            result, reason = self._result(job, run)
            with self.storage.writing() as session:
                if reason:
                    actions.run_failed(session, self.clock, run, reason, self._chance())
                else:
                    actions.run_done(session, self.clock, run, result)
        finally:
            self.in_hand = None
        return reason

    def _result(self, job: Job, run: RunInHand) -> tuple[str, str]:
        try:
            with self.app.app_context():
                return job.run(JobWork(run.period, self.storage, self.clock)), ""
        except Exception as error:  # noqa: BLE001 - whatever a job runs into, the worker goes on and it is tried again
            reason = reason_of(error)
            log.warning(
                "job %s of %s, attempt %d: %s at %s", run.name, run.period, run.attempt, reason, place_of(error)
            )
            return "", reason


def new_name() -> str:
    """A name no other worker has: machine, process, and something drawn, as process numbers come back."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
