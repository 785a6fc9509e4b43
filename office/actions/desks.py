"""Desks: set up, change, end, and give a new token."""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import append
from office.actions.fresh import take
from office.actions.services import check_open
from office.events import OfficeTag, StructureTag
from office.models import Department, Desk, Service
from office.rules.structure import BadStructure

TOKEN_BYTES = 16
"""128 random bits: nobody guesses the address of a desk."""


def add_desk(
    session: Session, clock: Clock, actor: Actor, *, department: Department, name: str, service: Service | None = None
) -> Desk:
    """Add a desk; its token goes into the QR code on the counter.

    Raises BadStructure: already_closed, foreign_service.
    """
    check_open(department)
    _check_service(department, service)
    desk = Desk(
        id=new_id(),
        department_id=department.id,
        service_id=service.id if service else None,
        name=name,
        token=secrets.token_urlsafe(TOKEN_BYTES),
    )
    session.add(desk)
    data = {"desk": str(desk.id), "department": str(department.id), "name": name}
    append(session, clock, actor, OfficeTag.DESK_ADDED, f"department:{department.id}", data, clock.today())
    return desk


def change_desk(
    session: Session,
    clock: Clock,
    actor: Actor,
    desk: Desk,
    *,
    department: Department,
    name: str,
    service: Service | None,
    reason: str,
    row_version: int | None = None,
) -> None:
    """Give a desk another name, department or service from today on; its token, and the QR code, stay.

    Answers given there before keep the department they were given for.
    Raises Stale, and BadStructure: ended, already_closed, foreign_service.
    """
    take(session, desk, row_version)
    _check_works(desk)
    check_open(department)
    _check_service(department, service)
    desk.department_id, desk.name, desk.service_id = department.id, name, service.id if service else None
    data = {
        "desk": str(desk.id),
        "department": str(department.id),
        "name": name,
        "service": str(service.id) if service else None,
    }
    stream = f"department:{department.id}"
    append(session, clock, actor, StructureTag.DESK_CHANGED, stream, data, clock.today(), reason)


def rotate_token(
    session: Session, clock: Clock, actor: Actor, desk: Desk, *, reason: str, row_version: int | None = None
) -> None:
    """Give a desk a new token; the QR codes printed before lead nowhere any more. Raises Stale, BadStructure: ended."""
    take(session, desk, row_version)
    _check_works(desk)
    desk.token = secrets.token_urlsafe(TOKEN_BYTES)
    stream, data = f"department:{desk.department_id}", {"desk": str(desk.id)}
    append(session, clock, actor, StructureTag.DESK_TOKEN_ROTATED, stream, data, clock.today(), reason)


def end_desk(
    session: Session, clock: Clock, actor: Actor, desk: Desk, *, reason: str, row_version: int | None = None
) -> None:
    """Close a desk today; its QR code leads to a page that says so. Raises Stale, BadStructure: ended."""
    take(session, desk, row_version)
    _check_works(desk)
    desk.valid_to_on = clock.today()
    stream, data = f"department:{desk.department_id}", {"desk": str(desk.id), "last_day": clock.today().isoformat()}
    append(session, clock, actor, StructureTag.DESK_ENDED, stream, data, clock.today(), reason)


def _check_works(desk: Desk) -> None:
    if desk.valid_to_on is not None:
        raise BadStructure(code="ended", day=desk.valid_to_on)


def _check_service(department: Department, service: Service | None) -> None:
    if service is not None and (service.department_id != department.id or service.valid_to_on is not None):
        raise BadStructure(field="service", code="foreign_service")
