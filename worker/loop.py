"""The worker itself: takes what waits in hand, one after the other, and carries it out."""

from __future__ import annotations

import logging
import os
import random
import secrets
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Flask
from sqlalchemy.orm import Session

from kernel.clock import Clock
from storage.session import Storage
from worker import actions
from worker.actions import InHand
from worker.effects import Effect, Hopeless, Work, reason_of

log: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How carrying out a row went. ``reason`` is empty when it went well."""

    row: InHand
    reason: str = ""
    is_hopeless: bool = False


class Worker:
    """One worker. It holds one row at a time, so that a stop or a kill concerns one row only."""

    def __init__(self, app: Flask, name: str | None = None, chance: Callable[[], float] = random.random) -> None:
        self.app, self.name, self._chance = app, name or new_name(), chance
        self.in_hand: InHand | None = None

    @property
    def storage(self) -> Storage:
        """The database of the app."""
        found: Storage = self.app.extensions["storage"]
        return found

    @property
    def clock(self) -> Clock:
        """The clock of the app."""
        found: Clock = self.app.extensions["clock"]
        return found

    @property
    def effects(self) -> Mapping[str, Effect]:
        """What can be done: a row of another kind is left for a worker that knows it."""
        found: Mapping[str, Effect] = self.app.extensions["effects"]
        return found

    def drain(self, is_stopping: Callable[[], bool] = lambda: False) -> int:
        """Carry out what waits until nothing does or a stop was asked for; how many rows were in hand."""
        outcome: Outcome | None = None
        count = 0
        while (row := self._turn(outcome, is_stopping())) is not None:
            count += 1
            outcome = self._carry_out(row)
        return count

    def _turn(self, outcome: Outcome | None, is_last: bool) -> InHand | None:
        """Write how the last row went and take the next one, in one transaction."""
        with self.storage.writing() as session:
            is_mine = outcome is None or self._settle(session, outcome)
            row = None if is_last else actions.take(session, self.clock, self.name, self.effects.keys())
        if outcome is not None and not is_mine:
            log.warning("row %s of the outbox was taken over while this worker was silent", outcome.row.id)
        self.in_hand = row
        return row

    def _settle(self, session: Session, outcome: Outcome) -> bool:
        if not outcome.reason:
            return actions.done(session, self.clock, outcome.row)
        return actions.failed(
            session,
            self.clock,
            outcome.row,
            outcome.reason,
            hopeless=outcome.is_hopeless,
            chance=self._chance(),
        )

    def _carry_out(self, row: InHand) -> Outcome:
        work = Work(row.id, row.payload, self.storage, self.clock)
        try:
            with self.app.app_context():
                self.effects[row.kind](work)
        except Exception as error:  # noqa: BLE001 - whatever an effect runs into, the worker goes on and the row waits
            reason = reason_of(error)
            log.warning("effect %s of row %s, attempt %d: %s", row.kind, row.id, row.attempt, reason)
            return Outcome(row, reason or "error", isinstance(error, Hopeless))
        return Outcome(row)


def new_name() -> str:
    """A name no other worker has: machine, process, and something drawn, as process numbers come back."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
