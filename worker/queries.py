"""Reading the outbox, the runs of jobs and the workers' signs of life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from worker.models import JobRun, OutboxRow, WorkerBeat
from worker.rules import STUCK_AFTER, RunState, State


@dataclass(frozen=True)
class Stuck:
    """What needs a person: effects put aside, effects that wait for more than a day, jobs whose last run failed."""

    dead: int
    waiting: int
    jobs: int

    @property
    def count(self) -> int:
        """All of it."""
        return self.dead + self.waiting + self.jobs


def last_heartbeat(session: Session) -> dt.datetime | None:
    """When a worker last said that it lives, None when there never was one. A living one says so every 30 seconds."""
    return session.scalar(select(func.max(WorkerBeat.seen_at)))


def oldest_waiting(session: Session) -> dt.datetime | None:
    """When the oldest effect that still waits was asked for, None when nothing waits."""
    return session.scalar(select(func.min(OutboxRow.created_at)).where(OutboxRow.state == State.WAITING.value))


def counts_by_state(session: Session) -> dict[State, int]:
    """How many rows of the outbox there are in each state, zeros included."""
    counted = session.execute(select(OutboxRow.state, func.count()).group_by(OutboxRow.state))
    found = {State(state): count for state, count in counted}
    return {state: found.get(state, 0) for state in State}


def dead_rows(session: Session, limit: int | None = None) -> list[OutboxRow]:
    """Effects that were put aside, the longest first."""
    query = select(OutboxRow).where(OutboxRow.state == State.DEAD.value).order_by(OutboxRow.created_at, OutboxRow.id)
    return list(session.scalars(query.limit(limit)))


def failing_rows(session: Session, limit: int | None = None) -> list[OutboxRow]:
    """Effects that failed and wait for another attempt, the next one first."""
    query = select(OutboxRow).where(OutboxRow.state == State.WAITING.value, OutboxRow.last_error != "")
    return list(session.scalars(query.order_by(OutboxRow.not_before_at, OutboxRow.id).limit(limit)))


def last_runs(session: Session, names: Collection[str]) -> dict[str, JobRun]:
    """The last begun run of each of the jobs, by name."""
    newest = select(JobRun.name, func.max(JobRun.started_at).label("at")).group_by(JobRun.name).subquery()
    query = select(JobRun).join(newest, (JobRun.name == newest.c.name) & (JobRun.started_at == newest.c.at))
    return {run.name: run for run in session.scalars(query.where(JobRun.name.in_(names)).order_by(JobRun.period))}


def stuck(session: Session, now: dt.datetime, names: Collection[str]) -> Stuck:
    """What needs a person at this moment; ``names`` are the jobs there are."""
    waiting = select(func.count()).where(
        OutboxRow.state == State.WAITING.value, OutboxRow.created_at < now - STUCK_AFTER, OutboxRow.not_before_at <= now
    )
    dead = select(func.count()).where(OutboxRow.state == State.DEAD.value)
    failed = [run for run in last_runs(session, names).values() if run.state == RunState.FAILED]
    return Stuck(session.scalar(dead) or 0, session.scalar(waiting) or 0, len(failed))


def count_failing(session: Session) -> int:
    """How many effects failed and wait for another attempt."""
    query = select(func.count()).where(OutboxRow.state == State.WAITING.value, OutboxRow.last_error != "")
    return session.scalar(query) or 0
