"""Desks: set up, change, end, and give a new token."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.ids import new_id, place_code
from kernel.permissions import Actor
from ledger.actions import append
from office.actions.locking import fresh
from office.actions.records import Kept, NoReason, add_record, change_record, end_record
from office.actions.services import open_one
from office.events import OfficeTag, StructureTag
from office.models import Department, Desk, Service
from office.rules.structure import BadStructure

DESKS: Final = Kept(Desk, "desk", StructureTag.DESK_SET_UP, StructureTag.DESK_CHANGED, StructureTag.DESK_ENDED)


@dataclass(frozen=True)
class DeskTyped:
    """A desk as typed; ``service_id`` None: people come there for anything the department does."""

    name: str
    department_id: uuid.UUID
    valid_from_on: dt.date
    service_id: uuid.UUID | None = None


def add_desk(
    session: Session, clock: Clock, actor: Actor, *, department: Department, name: str, service: Service | None = None
) -> Desk:
    """Add a desk from today on; its token goes into the QR code on the counter."""
    desk = Desk(
        id=new_id(),
        department_id=department.id,
        service_id=service.id if service else None,
        name=name,
        token=place_code(),
        valid_from_on=clock.today(),
    )
    session.add(desk)
    data = {"desk": str(desk.id), "department": str(department.id), "name": name}
    append(session, clock, actor, OfficeTag.DESK_ADDED, f"desk:{desk.id}", data, clock.today())
    return desk


def set_up_desk(session: Session, clock: Clock, actor: Actor, typed: DeskTyped) -> Desk:
    """Set up a desk with a token of its own. Raises BadStructure: no_department, already_closed, foreign_service."""
    _check(session, typed)
    return add_record(session, clock, actor, DESKS, asdict(typed), besides={"token": place_code()})


def change_desk(
    session: Session, clock: Clock, actor: Actor, desk: Desk, typed: DeskTyped, *, row_version: int, reason: str
) -> bool:
    """Give a desk another name, department or service; its token, and the QR code, stay. Whether anything changed.

    Answers given there before keep the department they were given for.
    Raises Stale, NoReason, BadStructure: ended, no_department, already_closed, foreign_service.
    """
    _check_works(desk)
    _check(session, typed)
    return change_record(session, clock, actor, DESKS, desk, asdict(typed), row_version=row_version, reason=reason)


def end_desk(
    session: Session, clock: Clock, actor: Actor, desk: Desk, last_on: dt.date, *, row_version: int, reason: str
) -> None:
    """Give a desk its last day; after it its QR code leads nowhere.

    Raises Stale, AlreadyEnded, BadPeriod, NoReason.
    """
    end_record(session, clock, actor, DESKS, desk, last_on, row_version=row_version, reason=reason)


def rotate_token(session: Session, clock: Clock, actor: Actor, desk: Desk, *, row_version: int, reason: str) -> None:
    """Give a desk a new token; the QR codes printed before lead to no desk any more.

    Raises Stale, NoReason, BadStructure: ended.
    """
    fresh(session, desk, row_version)
    _check_works(desk)
    if not reason.strip():
        raise NoReason(field="reason")
    desk.token = place_code()
    desk.row_version += 1
    data = {"id": str(desk.id)}
    append(session, clock, actor, StructureTag.DESK_TOKEN_ROTATED, f"desk:{desk.id}", data, clock.today(), reason)


def _check_works(desk: Desk) -> None:
    if desk.valid_to_on is not None:
        raise BadStructure(code="ended", day=desk.valid_to_on)


def _check(session: Session, typed: DeskTyped) -> None:
    open_one(session, typed.department_id)
    if typed.service_id is None:
        return
    service = session.get(Service, typed.service_id)
    if service is None or service.department_id != typed.department_id or service.valid_to_on is not None:
        raise BadStructure(field="service_id", code="foreign_service")
