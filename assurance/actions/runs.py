"""Asking for a verification of the whole record, and carrying it out with a word about how far it is."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from assurance.models import VerificationRun
from assurance.queries import run_under_way
from assurance.verifying import NotCompared, Verified, size, verified
from kernel.clock import Clock
from kernel.errors import Forbidden
from kernel.permissions import Actor, Permission
from ledger.replays import Projection
from storage.session import Storage
from worker.actions import enqueue

VERIFY: Final = "assurance.verify"
"""The kind of the outbox row that asks for it."""

WORDS: Final = 50
"""Progress is written so many times a run: often enough to be seen moving, seldom enough to cost nothing."""


def ask(session: Session, clock: Clock, actor: Actor) -> VerificationRun:
    """Ask the worker to verify the record; the run that is under way already, where there is one. Raises Forbidden.

    It reads only, so it leaves no entry.
    """
    if not actor.can(Permission.RECORD_READ):
        raise Forbidden
    before = run_under_way(session, clock.now())
    if before is not None:
        return before
    run = VerificationRun(asked_by_id=actor.person_id, asked_at=clock.now(), done=0, total=0)
    session.add(run)
    session.flush()
    enqueue(session, clock, VERIFY, {"run": str(run.id)}, key=f"{VERIFY}:{run.id}")
    return run


def carry_out(storage: Storage, clock: Clock, projections: Sequence[Projection], run_id: uuid.UUID) -> Verified | None:
    """Verify, and write down how far it came and what was found; None where that was done before.

    Taken up again after a worker was killed, it begins anew. Raises NotCompared, after writing that it failed.
    """
    with storage.reading() as session:
        total = size(session, projections)
    with storage.writing() as session:
        run = session.get_one(VerificationRun, run_id)
        if run.is_over:
            return None
        run.started_at = run.seen_at = clock.now()
        run.done, run.total = 0, total
    progress = _Progress(storage, clock, run_id, max(total // WORDS, 1))
    try:
        found = verified(storage, projections, progress.step)
    except NotCompared as failed:
        _finish(storage, clock, run_id, verdict="failed", why=str(failed))
        raise
    _finish(storage, clock, run_id, **_told(found))
    return found


class _Progress:
    """Counts steps and writes the count now and then, each time in a transaction of its own."""

    def __init__(self, storage: Storage, clock: Clock, run_id: uuid.UUID, every: int) -> None:
        self._storage, self._clock, self._run_id, self._every = storage, clock, run_id, every
        self._done = self._written = 0

    def step(self, count: int) -> None:
        """So many more were looked at."""
        self._done += count
        if self._done - self._written >= self._every:
            self._written = self._done
            with self._storage.writing() as session:
                run = session.get_one(VerificationRun, self._run_id)
                run.done, run.seen_at = self._done, self._clock.now()


def _told(found: Verified) -> dict[str, str | int]:
    walk, difference = found.walk, found.comparison.difference
    facts: dict[str, str | int] = {"entries": walk.entries, "last_hash": walk.last_hash, "verdict": "whole"}
    if walk.broken is not None:
        place = f"entry {walk.broken.leaf}" if walk.broken.leaf else "the record"
        return facts | {"verdict": "broken", "place": place, "why": walk.broken.why}
    if difference is not None:
        return facts | {"verdict": "different", "place": difference.place, "why": difference.why}
    untold = found.comparison.untold
    return facts | {"untold": json.dumps(untold)} if untold else facts


def _finish(storage: Storage, clock: Clock, run_id: uuid.UUID, **facts: str | int) -> None:
    with storage.writing() as session:
        run = session.get_one(VerificationRun, run_id)
        for name, value in facts.items():
            setattr(run, name, value)
        run.finished_at = run.seen_at = clock.now()
        run.done = run.total if run.verdict == "whole" else run.done
