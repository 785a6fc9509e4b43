"""Seals responses soon after they came in, outside the request that brought them."""

from __future__ import annotations

import logging
import os
import threading
from typing import Final

from flask import Flask, current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError

from kernel.clock import Clock
from kernel.permissions import SYSTEM
from storage.session import Storage
from surveys.actions import BATCH, seal_responses
from surveys.events import ResponsesSealed
from worker.jobs import Job, JobWork
from worker.schedules import Every

log: Final = logging.getLogger(__name__)


def seal_all(storage: Storage, clock: Clock) -> list[ResponsesSealed]:
    """Seal everything that waits, one batch and one transaction at a time."""
    seals: list[ResponsesSealed] = []
    while True:
        with storage.writing() as session:
            sealed = seal_responses(session, clock, SYSTEM)
        if sealed is None:
            return seals
        seals.append(sealed)


class Sealer:
    """Waits at most so many seconds, or for a full batch, and then seals. One for each process; several do no harm."""

    def __init__(self, app: Flask, seconds: float) -> None:
        self._app, self._seconds = app, seconds
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._process, self._waiting = os.getpid(), 0
        self._awake_in: int | None = None

    def wake(self) -> None:
        """The first request of a process: what an earlier process left unsealed does not wait for the next response."""
        if self._awake_in != os.getpid():
            self._awake_in = os.getpid()
            self.poke()

    def poke(self) -> None:
        """A response was committed: it will be sealed within the time, or at once when it fills a batch."""
        with self._lock:
            if self._process != os.getpid():  # a forked worker has our fields but not our thread
                self._process, self._timer, self._waiting = os.getpid(), None, 0
            self._waiting += 1
            if self._timer is None or self._waiting == BATCH:
                self._start(0.0 if self._waiting >= BATCH else self._seconds)

    def _start(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(seconds, self._seal)
        self._timer.daemon = True
        self._timer.start()

    def _seal(self) -> None:
        with self._lock:
            self._timer, self._waiting = None, 0
        try:
            seal_all(self._app.extensions["storage"], self._app.extensions["clock"])
        except SQLAlchemyError as error:
            log.warning("sealing responses has to wait: %s", type(error).__name__)
            with self._lock:
                self._start(self._seconds)


def _run(work: JobWork) -> str:
    seals = seal_all(work.storage, work.clock)
    return f"{sum(sealed.count for sealed in seals)} responses under {len(seals)} seals"


SEALING: Final = Job("sealing", Every(60), _run, _l("Pieczętowanie odpowiedzi z ankiet"))
"""What the server's own sealer left behind, because it was stopped or nobody asked it anything any more."""


def register(app: Flask, seconds: int) -> None:
    """Seal in this process within ``seconds`` of a response; 0 leaves it to ``flask surveys seal``."""
    if seconds and not app.config["TESTING"]:
        sealer = app.extensions["sealer"] = Sealer(app, seconds)
        app.before_request(sealer.wake)


def poke() -> None:
    """Tell the sealer of the running program, if it has one, that a response was committed."""
    sealer: Sealer | None = current_app.extensions.get("sealer")
    if sealer is not None:
        sealer.poke()
