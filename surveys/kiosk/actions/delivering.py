"""Taking in what a device sends, each submission once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import new_id
from kernel.permissions import RESIDENT
from ledger.canonical import canonical
from office.models import Desk
from surveys.actions import submit_response
from surveys.actions.submitting import PAYLOAD_PREFIX
from surveys.kiosk.rules import BadItem, Item, flags_of, given_at, read_item
from surveys.models import Delivery, Device, DeviceState, Quarantined
from surveys.rules.submission import AnsweredOtherwise, ResponseTyped, payload

CREATED, DUPLICATE, QUARANTINED, REFUSED = 201, 200, 409, 422


@dataclass(frozen=True)
class Outcome:
    """What became of one submission: its id as it was sent, a status as HTTP numbers it, and why it was refused."""

    id: str
    status: int
    code: str


def deliver(
    session: Session, clock: Clock, device: Device, sent: Sequence[Any], clock_difference: dt.timedelta
) -> list[Outcome]:
    """Take in submissions in their order. Every one gets an outcome, whatever becomes of the others.

    201 stored, 200 it was already, 409 kept aside because other answers came under this id, 422 it is no submission.
    """
    return [_one(session, clock, device, item, clock_difference) for item in sent]


def note_beat(session: Session, clock: Clock, device: Device, told: dict[str, Any]) -> None:
    """Note what a device says of itself: ``queued``, ``refused``, ``oldest_ms``, ``version``, ``clock_ms``."""
    now, state = clock.now(), session.get_one(DeviceState, device.id)
    state.seen_at, state.queued, state.refused = now, told["queued"], told["refused"]
    state.oldest_at = now - dt.timedelta(milliseconds=told["oldest_ms"]) if told["queued"] else None
    state.app_version, state.clock_ms = told["version"], told["clock_ms"]


def _one(session: Session, clock: Clock, device: Device, sent: Any, clock_difference: dt.timedelta) -> Outcome:
    named = str(sent.get("id"))[:40] if isinstance(sent, dict) else ""
    try:
        item = read_item(sent)
        if item.is_void:
            return Outcome(named, _noted(session, device, item), "void")
        typed = _typed(session, item)
        try:
            stored = submit_response(
                session,
                clock,
                RESIDENT,
                typed,
                received_at=given_at(item, clock.now()),
                flags=flags_of(item, clock_difference),
            )
        except AnsweredOtherwise:
            _keep_aside(session, clock, device, typed)
            return Outcome(named, QUARANTINED, AnsweredOtherwise.code)
    except RuleBroken as broken:
        return Outcome(named, REFUSED, broken.code)
    _noted(session, device, item)
    return Outcome(named, DUPLICATE, "duplicate") if stored.is_duplicate else Outcome(named, CREATED, "stored")


def _typed(session: Session, item: Item) -> ResponseTyped:
    desk = session.get(Desk, item.desk_id) if item.desk_id else None
    if desk is None or item.version_id is None:
        raise BadItem(field="desk")
    return ResponseTyped(
        submission_id=item.id,
        version_id=item.version_id,
        mode=item.mode,
        language=item.language,
        answers=item.answers,
        department_id=desk.department_id,
        service_id=desk.service_id,
        desk_id=desk.id,
        layout_version=item.layout,
    )


def _noted(session: Session, device: Device, item: Item) -> int:
    """Note the number of a submission once: 201, or 200 when it was noted before."""
    row = {"submission_id": item.id, "device_id": device.id, "seq": item.seq, "is_void": item.is_void}
    insert = _dialect(session).insert(cast(Table, Delivery.__table__)).values(row)
    found = session.execute(insert.on_conflict_do_nothing().returning(Delivery.submission_id))
    return DUPLICATE if found.scalar_one_or_none() is None else CREATED


def _keep_aside(session: Session, clock: Clock, device: Device, typed: ResponseTyped) -> None:
    """Keep what differs from the response of this id; the same difference is kept once."""
    text = canonical(payload(typed))
    row = {
        "id": new_id(),
        "submission_id": typed.submission_id,
        "device_id": device.id,
        "received_at": clock.now(),
        "payload": text,
        "payload_hash": hashlib.sha256(PAYLOAD_PREFIX + text.encode()).hexdigest(),
    }
    insert = _dialect(session).insert(cast(Table, Quarantined.__table__)).values(row)
    session.execute(insert.on_conflict_do_nothing())


def _dialect(session: Session) -> Any:
    return sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
