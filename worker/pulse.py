"""A worker's pulse: beside its work it says that it lives, and keeps what it has in hand."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from kernel.clock import Clock
from storage.session import Storage
from worker import actions
from worker.actions import InHand, RunInHand
from worker.rules import RENEW_SECONDS

log: Final = logging.getLogger(__name__)


class Pulse:
    """A thread that beats every ``RENEW_SECONDS`` while the block lasts, and a last word at its end."""

    def __init__(
        self, storage: Storage, clock: Clock, name: str, in_hand: Callable[[], InHand | RunInHand | None]
    ) -> None:
        self._storage, self._clock, self._name, self._in_hand = storage, clock, name, in_hand
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._go, name="pulse", daemon=True)
        self._is_known = False

    def __enter__(self) -> Pulse:
        self.beat()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()
        try:
            with self._storage.writing() as session:
                actions.stopped(session, self._clock, self._name)
        except SQLAlchemyError as away:
            log.warning("the last word of this worker could not be written: %s", type(away).__name__)

    def beat(self) -> None:
        """Say that the worker lives and keep what it has in hand; when the database is away, the next beat says it."""
        try:
            with self._storage.writing() as session:
                (actions.seen if self._is_known else actions.begin)(session, self._clock, self._name)
                held = self._in_hand()
                if isinstance(held, InHand):
                    actions.keep(session, self._clock, held)
                elif held is not None:
                    actions.keep_run(session, self._clock, held)
            self._is_known = True
        except SQLAlchemyError as away:
            log.warning("no sign of life could be written: %s", type(away).__name__)

    def _go(self) -> None:
        while not self._end.wait(RENEW_SECONDS):
            self.beat()
