"""The whole verification: the walk along the chain, and beside it what repeats the record outside of it.

A long record is looked at by two processes, each with a view of its own on the database: one walks, one compares.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.models import LedgerHead
from ledger.queries import head
from ledger.replays import Comparison, Projection, compare, joined
from ledger.seals import Anchor
from ledger.verify import Walk, verify
from ledger.verify_seals import fault_against
from storage.session import Storage

LONG: Final = 50_000
"""Entries from which a second process is worth its start of a second or two."""
WORD: Final = 1_000
"""Rows between two words of the second process about its progress."""

OnStep = Callable[[int], None]


@dataclass
class Verified:
    """What was found: how the walk ended, and, where it ended well, how the comparing did."""

    walk: Walk
    comparison: Comparison = field(default_factory=lambda: Comparison({}))

    @property
    def is_whole(self) -> bool:
        """Whether the chain is whole and nothing outside it says otherwise."""
        return self.walk.is_whole and self.comparison.difference is None


class NotCompared(RuntimeError):
    """The second process ended without an answer; its words say why."""


def size(session: Session, projections: Sequence[Projection]) -> int:
    """Steps of a whole verification: entries and rows."""
    end = head(session)
    return (end.leaf if end else 0) + sum(projection.size(session) for projection in projections)


def verified(
    storage: Storage,
    projections: Sequence[Projection],
    on_step: OnStep | None = None,
    *,
    anchor: Anchor | None = None,
    long: int = LONG,
) -> Verified:
    """Walk the chain and its seals, and compare its projections.

    ``anchor``: a seal kept outside that has to be here; ``long``: entries from which two processes share the work.

    Raises NotCompared.
    """
    with storage.reading() as session:
        end = head(session)
        if end is not None and end.leaf >= long and (os.cpu_count() or 1) > 1:
            return _shared(storage, session, projections, on_step or _silent, anchor)
        found = Verified(_walked(session, anchor, on_step))
        if found.walk.is_whole:
            found.comparison = compare(session, projections, on_step)
        return found


def _walked(session: Session, anchor: Anchor | None, on_step: OnStep | None) -> Walk:
    walk = verify(session, on_step)
    if anchor is not None and walk.is_whole:
        walk.broken = fault_against(session, str(session.scalar(select(LedgerHead.office_id))), anchor)
    return walk


def _shared(
    storage: Storage, session: Session, projections: Sequence[Projection], on_step: OnStep, anchor: Anchor | None
) -> Verified:
    ours = [projection for projection in projections if projection.is_walkers]
    theirs = [projection for projection in projections if not projection.is_walkers]
    context = multiprocessing.get_context("spawn")  # a forked process would share our connections
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_compare_there, args=(storage.url, theirs, there), daemon=True)
    process.start()
    there.close()
    answers: list[Comparison | str] = []
    try:

        def step(count: int) -> None:
            on_step(count)
            while not answers and here.poll():
                _hear(here, on_step, answers)

        walk = _walked(session, anchor, step)
        own = compare(session, ours, step) if walk.is_whole else Comparison({})
        while walk.is_whole and not answers:
            _hear(here, on_step, answers)
    finally:
        process.terminate()
        process.join()
        here.close()
    if not walk.is_whole:
        return Verified(walk)
    if not isinstance(answers[0], Comparison):
        raise NotCompared(str(answers[0]))
    return Verified(walk, joined(answers[0], own))


def _hear(here: Connection, on_step: OnStep, answers: list[Comparison | str]) -> None:
    """One word of the other process: rows it looked at, or its answer."""
    try:
        word = here.recv()
    except EOFError:
        word = "it ended without an answer"
    if isinstance(word, int):
        on_step(word)
    else:
        answers.append(word)


def _compare_there(url: str, projections: Sequence[Projection], answer: Connection) -> None:
    storage, waiting = Storage(url), 0

    def step(count: int) -> None:
        nonlocal waiting
        waiting += count
        if waiting >= WORD:
            answer.send(waiting)
            waiting = 0

    try:
        with storage.reading() as session:
            found: Comparison | str = compare(session, projections, step)
        answer.send(waiting)
    except Exception as error:  # noqa: BLE001 - told to whoever asked, who raises it
        found = f"{type(error).__name__}: {error}"
    answer.send(found)
    storage.close()


def _silent(_count: int) -> None:
    """Nobody watches."""
