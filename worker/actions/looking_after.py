"""What an administrator does with effects that are stuck: let them be tried again now, or give them up."""

from __future__ import annotations

import uuid
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import NotFound, RuleBroken
from kernel.permissions import Actor
from ledger.actions import append
from worker.events import WorkerTag
from worker.models import OutboxRow
from worker.rules import State


class NotStuck(RuleBroken):
    """The effect is done, given up, or in a worker's hands at this moment."""

    code = "not_stuck"


def retry(session: Session, clock: Clock, row_id: uuid.UUID) -> None:
    """Let an effect be tried again now, with all its attempts before it. Raises NotFound or NotStuck."""
    if not _again(session, clock, OutboxRow.id == row_id):
        raise (NotStuck if session.get(OutboxRow, row_id) else NotFound)


def retry_all(session: Session, clock: Clock) -> int:
    """Let everything that failed be tried again now; how many there are."""
    return _again(session, clock, OutboxRow.last_error != "")


def drop(session: Session, clock: Clock, actor: Actor, row_id: uuid.UUID, reason: str) -> None:
    """Give an effect up, for a reason that goes into the record. Raises NotFound or NotStuck."""
    row = session.scalars(select(OutboxRow).where(OutboxRow.id == row_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    now = clock.now()
    is_in_hand = row.claimed_until_at is not None and row.claimed_until_at >= now
    if row.state not in {State.WAITING, State.DEAD} or is_in_hand:
        raise NotStuck
    row.state, row.done_at, row.claimed_by, row.claimed_until_at = State.DROPPED.value, now, None, None
    data = {"effect": str(row.id), "kind": row.kind}
    append(session, clock, actor, WorkerTag.DROPPED, f"effect:{row.id}", data, clock.today(), reason)


def _again(session: Session, clock: Clock, which: ColumnElement[bool]) -> int:
    now = clock.now()
    is_free = or_(OutboxRow.claimed_until_at.is_(None), OutboxRow.claimed_until_at < now)
    is_stuck = or_(OutboxRow.state == State.DEAD.value, and_(OutboxRow.state == State.WAITING.value, is_free))
    values = {"state": State.WAITING.value, "not_before_at": now, "attempts": 0}
    done = session.execute(update(OutboxRow).where(which, is_stuck).values(**values))
    return cast(CursorResult[Any], done).rowcount
