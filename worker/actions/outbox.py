"""Asking for effects, taking them in hand, saying how they went."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import Row, Table, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.ids import new_id
from worker.models import OutboxRow
from worker.rules import LEASE, State, is_last, wait_after

KILLED: Final = "error WorkerKilled"
"""The reason of a row whose last worker fell silent over it; shown as an error of the program."""

_ROWS = cast(Table, OutboxRow.__table__)


@dataclass(frozen=True)
class InHand:
    """A row of the outbox that belongs to a worker for the time of a lease. ``attempt`` counts from 1.

    Worker and attempt together are the proof: once another took the row over, nothing is changed with it any more.
    """

    id: uuid.UUID
    kind: str
    payload: dict[str, Any]
    worker: str
    attempt: int


def enqueue(
    session: Session,
    clock: Clock,
    kind: str,
    payload: dict[str, Any],
    *,
    key: str | None = None,
    not_before_at: dt.datetime | None = None,
) -> uuid.UUID:
    """Ask for an effect, in the transaction of the change that asks for it; the id of its row.

    ``payload`` holds ids and plain facts as JSON, never names or addresses. With a ``key`` the effect is asked for
    once, however often this is called; the id then is that of a row that may not have been written.
    """
    row_id = new_id()
    values = {
        "id": row_id,
        "kind": kind,
        "key": key,
        "payload": json.dumps(payload, sort_keys=True),
        "created_at": clock.now(),
        "state": State.WAITING.value,
        "not_before_at": not_before_at or clock.now(),
        "attempts": 0,
        "last_error": "",
    }
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.flush()
    session.execute(dialect.insert(_ROWS).values(values).on_conflict_do_nothing(index_elements=["key"]))
    return row_id


def take(session: Session, clock: Clock, worker: str, kinds: Collection[str]) -> InHand | None:
    """Take the row in hand that has waited longest, None when nothing waits.

    Of several workers each gets another one: PostgreSQL passes over locked rows, SQLite lets one writer in at a time.
    A row whose worker fell silent is taken over once its lease ran out, and put aside when that was its last attempt:
    what kills every worker (too little memory, say) never fails in words and would be taken for ever.
    """
    now = clock.now()
    while (row := _longest_waiting(session, now, kinds)) is not None and is_last(row.attempts):
        aside = {"state": State.DEAD.value, "last_error": KILLED, **_FREE}
        session.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(**aside))
    if row is None:
        return None
    taken = InHand(row.id, row.kind, json.loads(row.payload), worker, row.attempts + 1)
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == row.id)
        .values(claimed_by=worker, claimed_until_at=now + LEASE, attempts=taken.attempt)
    )
    return taken


def _longest_waiting(
    session: Session, now: dt.datetime, kinds: Collection[str]
) -> Row[uuid.UUID, str, str, int] | None:
    """The row nobody has in hand that has waited longest, locked."""
    return session.execute(
        select(OutboxRow.id, OutboxRow.kind, OutboxRow.payload, OutboxRow.attempts)
        .where(
            OutboxRow.state == State.WAITING.value,
            OutboxRow.not_before_at <= now,
            or_(OutboxRow.claimed_until_at.is_(None), OutboxRow.claimed_until_at < now),
            OutboxRow.kind.in_(kinds),
        )
        .order_by(OutboxRow.not_before_at, OutboxRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()


def keep(session: Session, clock: Clock, row: InHand) -> bool:
    """Prolong the lease of a row in hand; False when it belongs to somebody else by now."""
    return _changed(session, row, claimed_until_at=clock.now() + LEASE)


def done(session: Session, clock: Clock, row: InHand) -> bool:
    """Say that a row was carried out; False when it belongs to somebody else by now."""
    return _changed(session, row, state=State.DONE.value, done_at=clock.now(), last_error="", **_FREE)


def failed(session: Session, clock: Clock, row: InHand, reason: str, *, hopeless: bool, chance: float) -> bool:
    """Put a row back to wait for its next attempt, or aside when there is none; False when it is somebody else's."""
    if hopeless or is_last(row.attempt):
        return _changed(session, row, state=State.DEAD.value, last_error=reason, **_FREE)
    again_at = clock.now() + wait_after(row.attempt, chance)
    return _changed(session, row, not_before_at=again_at, last_error=reason, **_FREE)


_FREE = {"claimed_by": None, "claimed_until_at": None}


def _changed(session: Session, row: InHand, **values: object) -> bool:
    mine = (OutboxRow.id == row.id, OutboxRow.claimed_by == row.worker, OutboxRow.attempts == row.attempt)
    statement = update(OutboxRow).where(*mine, OutboxRow.state == State.WAITING.value).values(**values)
    return cast(CursorResult[Any], session.execute(statement)).rowcount == 1
