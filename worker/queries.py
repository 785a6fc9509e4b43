"""Reading the outbox and the workers' signs of life."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from worker.models import OutboxRow, WorkerBeat
from worker.rules import State


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
