"""Bodies outside the office."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Actor
from office.actions.records import Duplicate, Kept, add_record, change_record, end_record
from office.events import AdministrationTag
from office.models import OutsideBody

BODIES: Final = Kept(
    OutsideBody,
    "outside_body",
    AdministrationTag.OUTSIDE_BODY_ADDED,
    AdministrationTag.OUTSIDE_BODY_CHANGED,
    AdministrationTag.OUTSIDE_BODY_ENDED,
)


@dataclass(frozen=True)
class OutsideBodyTyped:
    """An outside body as typed; ``kind`` is a BodyKind."""

    kind: str
    name: str
    valid_from_on: dt.date
    address: str = ""
    email: str = ""
    edelivery: str = ""


def add_outside_body(session: Session, clock: Clock, actor: Actor, typed: OutsideBodyTyped) -> OutsideBody:
    """Add an outside body. Raises Duplicate for a name that is in use."""
    _check_name(session, typed.name)
    return add_record(session, clock, actor, BODIES, asdict(typed))


def change_outside_body(
    session: Session,
    clock: Clock,
    actor: Actor,
    body: OutsideBody,
    typed: OutsideBodyTyped,
    *,
    row_version: int,
    reason: str,
) -> bool:
    """Correct an outside body; whether anything changed. Raises Stale, Duplicate, NoReason."""
    _check_name(session, typed.name, besides=body.id)
    return change_record(session, clock, actor, BODIES, body, asdict(typed), row_version=row_version, reason=reason)


def end_outside_body(
    session: Session,
    clock: Clock,
    actor: Actor,
    body: OutsideBody,
    last_on: dt.date,
    *,
    row_version: int,
    reason: str,
) -> None:
    """Give an outside body its last day: it is not offered any more, and old cases still name it."""
    end_record(session, clock, actor, BODIES, body, last_on, row_version=row_version, reason=reason)


def _check_name(session: Session, name: str, besides: uuid.UUID | None = None) -> None:
    """One name is one body, while it lasts."""
    query = select(OutsideBody.id).where(OutsideBody.name == name, OutsideBody.valid_to_on.is_(None))
    if any(found != besides for found in session.scalars(query)):
        raise Duplicate(field="name")
