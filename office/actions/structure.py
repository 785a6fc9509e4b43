"""Departments, services, desks."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import append
from office.events import OfficeTag
from office.models import Department, Desk, Service


def open_department(
    session: Session, clock: Clock, actor: Actor, *, code: str, name: str, valid_from_on: dt.date | None = None
) -> Department:
    """Open a department, valid from a day on (default: today)."""
    since = valid_from_on or clock.today()
    department = Department(id=new_id(), code=code, name=name, valid_from_on=since)
    session.add(department)
    data = {"code": code, "name": name, "valid_from": since.isoformat()}
    append(session, clock, actor, OfficeTag.DEPARTMENT_OPENED, f"department:{department.id}", data, since)
    return department


def add_service(session: Session, clock: Clock, actor: Actor, *, department: Department, name: str) -> Service:
    """Add a service to a department."""
    service = Service(id=new_id(), department_id=department.id, name=name)
    session.add(service)
    data = {"service": str(service.id), "department": str(department.id), "name": name}
    append(session, clock, actor, OfficeTag.SERVICE_ADDED, f"department:{department.id}", data, clock.today())
    return service


def add_desk(
    session: Session, clock: Clock, actor: Actor, *, department: Department, name: str, service: Service | None = None
) -> Desk:
    """Add a desk; its token (128 random bits) goes into the QR code on the counter."""
    desk = Desk(
        id=new_id(),
        department_id=department.id,
        service_id=service.id if service else None,
        name=name,
        token=secrets.token_urlsafe(16),
    )
    session.add(desk)
    data = {"desk": str(desk.id), "department": str(department.id), "name": name}
    append(session, clock, actor, OfficeTag.DESK_ADDED, f"department:{department.id}", data, clock.today())
    return desk
