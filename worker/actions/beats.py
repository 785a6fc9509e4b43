"""A worker's signs of life."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from kernel.clock import Clock
from worker.models import WorkerBeat


def begin(session: Session, clock: Clock, worker: str) -> None:
    """Say that a worker started."""
    session.add(WorkerBeat(name=worker, started_at=clock.now(), seen_at=clock.now()))


def seen(session: Session, clock: Clock, worker: str) -> None:
    """Say that it lives."""
    session.execute(update(WorkerBeat).where(WorkerBeat.name == worker).values(seen_at=clock.now()))


def stopped(session: Session, clock: Clock, worker: str) -> None:
    """Say that it stopped as it was told to."""
    now = clock.now()
    session.execute(update(WorkerBeat).where(WorkerBeat.name == worker).values(seen_at=now, stopped_at=now))
