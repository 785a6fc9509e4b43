"""Sweeping away what the worker need not remember for ever."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Delete, delete, func, or_, select
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session, aliased

from kernel.clock import Clock
from worker.models import JobRun, OutboxRow, WorkerBeat
from worker.rules import FREQUENT_RUNS_KEPT, KEPT, RUNS_KEPT, RunState, State


def sweep_outbox(session: Session, clock: Clock) -> int:
    """Forget effects that were done or given up more than 30 days ago; how many. What is stuck stays."""
    over = OutboxRow.state.in_((State.DONE.value, State.DROPPED.value))
    return _swept(session, delete(OutboxRow).where(over, OutboxRow.done_at < clock.now() - KEPT))


def sweep_runs(session: Session, clock: Clock) -> int:
    """Forget old runs of jobs, those of frequent jobs sooner; how many. The newest of each job stays."""
    now, later = clock.now(), aliased(JobRun)
    newest = select(func.max(later.started_at)).where(later.name == JobRun.name).scalar_subquery()
    # The period of a job that runs every few seconds is a moment; others are days and months.
    is_old = or_(
        JobRun.started_at < now - RUNS_KEPT,
        JobRun.period.contains("T") & (JobRun.started_at < now - FREQUENT_RUNS_KEPT),
    )
    over = JobRun.state != RunState.RUNNING.value
    return _swept(session, delete(JobRun).where(is_old, over, JobRun.started_at < newest))


def sweep_beats(session: Session, clock: Clock) -> int:
    """Forget workers that were not seen for 30 days; how many. The one seen last stays."""
    newest = select(func.max(aliased(WorkerBeat).seen_at)).scalar_subquery()
    is_old = WorkerBeat.seen_at < clock.now() - KEPT
    return _swept(session, delete(WorkerBeat).where(is_old, WorkerBeat.seen_at < newest))


def _swept(session: Session, statement: Delete) -> int:
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount
