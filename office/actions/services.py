"""Services: offer, change, end."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.ids import new_id, place_code
from kernel.permissions import Actor
from ledger.actions import append
from office.actions.locking import fresh
from office.actions.records import Duplicate, Kept, NoReason, add_record, change_record, end_record
from office.events import OfficeTag, StructureTag
from office.models import Department, Service
from office.rules.service import check_standard
from office.rules.structure import BadStructure

SERVICES: Final = Kept(
    Service, "service", StructureTag.SERVICE_OFFERED, StructureTag.SERVICE_CHANGED, StructureTag.SERVICE_ENDED
)


@dataclass(frozen=True)
class ServiceTyped:
    """A service as somebody describes it.

    ``standard`` is the sentence for people, ``standard_number`` of ``standard_unit`` ("": none) the same to compute
    with.
    """

    name: str
    department_id: uuid.UUID
    valid_from_on: dt.date
    standard: str = ""
    standard_number: int | None = None
    standard_unit: str = ""
    legal_basis: str = ""


def add_service(session: Session, clock: Clock, actor: Actor, *, department: Department, name: str) -> Service:
    """Add a service without a standard to a department, from today on."""
    service = Service(id=new_id(), department_id=department.id, name=name, valid_from_on=clock.today())
    session.add(service)
    data = {"service": str(service.id), "department": str(department.id), "name": name}
    append(session, clock, actor, OfficeTag.SERVICE_ADDED, f"service:{service.id}", data, clock.today())
    return service


def offer_service(session: Session, clock: Clock, actor: Actor, typed: ServiceTyped) -> Service:
    """Add a service with its standard. Raises Duplicate, BadStructure: already_closed, and for the standard."""
    _check(session, typed)
    return add_record(session, clock, actor, SERVICES, asdict(typed))


def change_service(
    session: Session,
    clock: Clock,
    actor: Actor,
    service: Service,
    typed: ServiceTyped,
    *,
    row_version: int,
    reason: str,
) -> bool:
    """Describe a service anew; whether anything changed.

    Raises Stale, NoReason, Duplicate, BadStructure: already_closed, ended, and for the standard.
    """
    if service.valid_to_on is not None:
        raise BadStructure(code="ended", day=service.valid_to_on)
    _check(session, typed, besides=service.id)
    values = asdict(typed)
    return change_record(session, clock, actor, SERVICES, service, values, row_version=row_version, reason=reason)


def end_service(
    session: Session,
    clock: Clock,
    actor: Actor,
    service: Service,
    last_on: dt.date,
    *,
    row_version: int,
    reason: str,
) -> None:
    """Give a service its last day. Raises Stale, AlreadyEnded, BadPeriod, NoReason."""
    end_record(session, clock, actor, SERVICES, service, last_on, row_version=row_version, reason=reason)


def rotate_service_token(
    session: Session, clock: Clock, actor: Actor, service: Service, *, row_version: int, reason: str
) -> None:
    """Give a service a new token; the QR codes printed before lead to no service any more.

    Raises Stale, NoReason, BadStructure: ended.
    """
    fresh(session, service, row_version)
    if service.valid_to_on is not None:
        raise BadStructure(code="ended", day=service.valid_to_on)
    if not reason.strip():
        raise NoReason(field="reason")
    service.token = place_code()
    service.row_version += 1
    data = {"id": str(service.id)}
    stream = f"service:{service.id}"
    append(session, clock, actor, StructureTag.SERVICE_TOKEN_ROTATED, stream, data, clock.today(), reason)


def open_one(session: Session, department_id: uuid.UUID) -> Department:
    """The department. Raises BadStructure (no_department, already_closed): nothing new begins in a closed one."""
    department: Any = session.get(Department, department_id)
    if department is None:
        raise BadStructure(field="department_id", code="no_department")
    if department.valid_to_on is not None:
        raise BadStructure(field="department_id", code="already_closed", day=department.valid_to_on)
    found: Department = department
    return found


def _check(session: Session, typed: ServiceTyped, besides: uuid.UUID | None = None) -> None:
    check_standard(typed.standard_number, typed.standard_unit)
    open_one(session, typed.department_id)
    query = select(Service.id).where(
        Service.department_id == typed.department_id, Service.name == typed.name, Service.valid_to_on.is_(None)
    )
    if any(found != besides for found in session.scalars(query)):
        raise Duplicate(field="name")
