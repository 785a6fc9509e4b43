"""Programs of tests that are processes of their own, and are there in milliseconds: forked from one that stands ready.

Loading the program takes more than a second, and a test of two processes is not about that. The first such test of a
worker starts Python's fork server, which loads it once; a process forked from that shares no connection, no thread and
nothing else with the test. Where there is no fork (Windows) each is started anew.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

LOADED: Final = ["app"]
"""What stands ready."""

WAITS: Final = 60
"""Seconds a process may take to say something, or to end."""


class Program:
    """A process that runs a function of a module; the function is given a line to the test and some words."""

    def __init__(self, run: Callable[..., None], *words: str) -> None:
        context = _context()
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=run, args=(theirs, *words), daemon=True)
        self._process.start()
        theirs.close()

    def said(self) -> Any:
        """The next thing it says. Raises EOFError where it ended instead."""
        assert self._line.poll(WAITS), "it says nothing"
        return self._line.recv()

    def tell(self, what: object) -> None:
        """Say something to it."""
        self._line.send(what)

    def send_signal(self, number: signal.Signals) -> None:
        """As kill(1) does."""
        os.kill(self._process.pid, number)

    def ended(self) -> int | None:
        """Its exit code, negative the signal that ended it; None when it does not end."""
        self._process.join(WAITS)
        code: int | None = self._process.exitcode
        return code

    def close(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.join()
        self._line.close()


@contextmanager
def started(run: Callable[..., None], *words: str) -> Iterator[Program]:
    """Run ``run(line, *words)`` in a process that does not outlive the block."""
    program = Program(run, *words)
    try:
        yield program
    finally:
        program.close()


def both_at_once(run: Callable[..., None], *words: str) -> list[Any]:
    """What two processes answer that were told to go at the same time, once both had said that they are ready."""
    with started(run, *words) as one, started(run, *words) as other:
        assert (one.said(), other.said()) == ("ready", "ready")
        for process in (one, other):
            process.tell("go")
        answers = [process.said() for process in (one, other)]
        assert (one.ended(), other.ended()) == (0, 0)
    return answers


def _context() -> Any:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    return context
