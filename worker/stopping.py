"""Being told to stop, and waiting until then."""

from __future__ import annotations

import select
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol


class Stop(Protocol):
    """Whether to stop, and a wait that ends early when told so."""

    def is_set(self) -> bool:
        """Whether the worker was told to stop."""

    def wait(self, seconds: float) -> None:
        """Wait so long, or until told to stop."""


class SignalStop:
    """Set by SIGTERM and SIGINT.

    A pair of sockets and not ``threading.Event``: its lock could be held by the very thread the signal interrupts.
    """

    def __init__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        self._is_set = False

    def is_set(self) -> bool:
        """Whether a signal came."""
        return self._is_set

    def wait(self, seconds: float) -> None:
        """Wait so long, or until a signal comes; none that came just before is missed."""
        select.select([self._reader], [], [], seconds)

    def set(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """End the waiting; also the handler of the signals. A second signal is heard but changes nothing."""
        if not self._is_set:
            self._is_set = True
            self._writer.send(b"!")

    def close(self) -> None:
        """Give the sockets back."""
        self._reader.close()
        self._writer.close()


@contextmanager
def by_signals() -> Iterator[SignalStop]:
    """A stop that listens to SIGTERM and SIGINT while the block lasts."""
    stop = SignalStop()
    before = {number: signal.signal(number, stop.set) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        stop.close()
