"""Jobs: taking a period in hand, saying how it went."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import Table, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from kernel.clock import Clock
from worker.models import JobRun
from worker.rules import LEASE, MOST_RUNS, RunState, may_run_again, wait_after
from worker.schedules import Period

_RUNS: Final = cast(Table, JobRun.__table__)


@dataclass(frozen=True)
class RunInHand:
    """A job's period that belongs to a worker for the time of a lease. ``attempt`` counts from 1."""

    name: str
    period: str
    worker: str
    attempt: int


def take_run(
    session: Session, clock: Clock, worker: str, name: str, period: Period, *, again: bool = False
) -> RunInHand | None:
    """Take a period of a job in hand; None when it is done, has to wait, or is in another worker's hands.

    ``again``: even when it is done or has to wait.
    """
    where = (JobRun.name == name, JobRun.period == period.key)
    row = session.execute(select(JobRun).where(*where).with_for_update()).scalar_one_or_none()
    if row is None:
        return _first(session, clock, worker, name, period)
    now = clock.now()
    state = RunState(row.state)
    is_in_hand = state is RunState.RUNNING and row.claimed_until_at >= now
    if is_in_hand or not (again or may_run_again(state, row.attempts, is_waiting=row.not_before_at > now)):
        return None
    row.state, row.started_at, row.finished_at = RunState.RUNNING.value, now, None
    row.claimed_by, row.claimed_until_at = worker, now + LEASE
    row.attempts += 1
    return RunInHand(name, period.key, worker, row.attempts)


def _first(session: Session, clock: Clock, worker: str, name: str, period: Period) -> RunInHand | None:
    """The first attempt: of several workers that insert the row at once, one succeeds."""
    now = clock.now()
    values = {
        "name": name,
        "period": period.key,
        "state": RunState.RUNNING.value,
        "started_at": now,
        "not_before_at": now,
        "attempts": 1,
        "claimed_by": worker,
        "claimed_until_at": now + LEASE,
        "result": "",
        "last_error": "",
    }
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(_RUNS).values(values).on_conflict_do_nothing(index_elements=["name", "period"])
    inserted = session.execute(insert.returning(_RUNS.c.name)).one_or_none()
    return RunInHand(name, period.key, worker, 1) if inserted else None


def is_run_over(session: Session, name: str, period: str) -> bool:
    """Whether a period of a job needs no more looking at: it is done, or was tried often enough."""
    row = session.get(JobRun, (name, period))
    if row is None:
        return False
    return row.state == RunState.DONE or (row.state == RunState.FAILED and row.attempts >= MOST_RUNS)


def keep_run(session: Session, clock: Clock, run: RunInHand) -> bool:
    """Prolong the lease of a run in hand; False when it belongs to somebody else by now."""
    return _changed(session, run, claimed_until_at=clock.now() + LEASE)


def run_done(session: Session, clock: Clock, run: RunInHand, result: str) -> bool:
    """Say that a job ran, with its result in words; False when the run belongs to somebody else by now."""
    values: dict[str, object] = {"state": RunState.DONE.value, "result": result, "last_error": ""}
    return _changed(session, run, finished_at=clock.now(), **values)


def run_failed(session: Session, clock: Clock, run: RunInHand, reason: str, chance: float) -> dt.datetime | None:
    """Say that a job failed; when it may run again, None when the run belongs to somebody else by now."""
    again_at = clock.now() + wait_after(run.attempt, chance)
    values: dict[str, object] = {"state": RunState.FAILED.value, "last_error": reason, "not_before_at": again_at}
    return again_at if _changed(session, run, finished_at=clock.now(), **values) else None


def _changed(session: Session, run: RunInHand, **values: object) -> bool:
    mine = (
        JobRun.name == run.name,
        JobRun.period == run.period,
        JobRun.claimed_by == run.worker,
        JobRun.attempts == run.attempt,
        JobRun.state == RunState.RUNNING.value,
    )
    return cast(CursorResult[Any], session.execute(update(JobRun).where(*mine).values(**values))).rowcount == 1
