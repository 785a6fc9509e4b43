"""Services: offer, change, end."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import append
from office.actions.fresh import take
from office.events import OfficeTag, StructureTag
from office.models import Department, Service
from office.rules.service import ServiceTyped, check_standard
from office.rules.structure import BadStructure, Validity


def add_service(session: Session, clock: Clock, actor: Actor, *, department: Department, name: str) -> Service:
    """Add a service without a standard to a department."""
    service = Service(id=new_id(), department_id=department.id, name=name)
    session.add(service)
    data = {"service": str(service.id), "department": str(department.id), "name": name}
    append(session, clock, actor, OfficeTag.SERVICE_ADDED, f"department:{department.id}", data, clock.today())
    return service


def offer_service(
    session: Session, clock: Clock, actor: Actor, *, department: Department, typed: ServiceTyped
) -> Service:
    """Add a service with its standard to a department. Raises BadStructure: already_closed, and for the standard."""
    check_standard(typed)
    check_open(department)
    service = Service(id=new_id(), department_id=department.id)
    _write(service, typed)
    session.add(service)
    since = typed.valid_from_on or clock.today()
    append(
        session, clock, actor, StructureTag.SERVICE_OFFERED, f"department:{department.id}", _data(service, typed), since
    )
    return service


def change_service(
    session: Session,
    clock: Clock,
    actor: Actor,
    service: Service,
    *,
    typed: ServiceTyped,
    reason: str,
    row_version: int | None = None,
) -> None:
    """Describe a service anew, from today on. Raises Stale, and BadStructure: ended, and for the standard."""
    take(session, service, row_version)
    check_standard(typed)
    if service.valid_to_on is not None:
        raise BadStructure(code="ended", day=service.valid_to_on)
    _write(service, typed)
    stream = f"department:{service.department_id}"
    data = _data(service, typed)
    append(session, clock, actor, StructureTag.SERVICE_CHANGED, stream, data, clock.today(), reason)


def end_service(
    session: Session,
    clock: Clock,
    actor: Actor,
    service: Service,
    *,
    last_on: dt.date,
    reason: str,
    row_version: int | None = None,
) -> None:
    """Offer a service for the last time on a day. Raises Stale, and BadStructure: ended, ends_before_begins."""
    take(session, service, row_version)
    if service.valid_to_on is not None:
        raise BadStructure(code="ended", day=service.valid_to_on)
    if service.valid_from_on is not None and not Validity(service.valid_from_on).on(last_on):
        raise BadStructure(field="last", code="ends_before_begins", day=service.valid_from_on)
    service.valid_to_on = last_on
    data = {"service": str(service.id), "last_day": last_on.isoformat()}
    stream = f"department:{service.department_id}"
    append(session, clock, actor, StructureTag.SERVICE_ENDED, stream, data, last_on, reason)


def check_open(department: Department) -> None:
    """Raises BadStructure (already_closed): nothing new begins in a closed department."""
    if department.valid_to_on is not None:
        raise BadStructure(field="department", code="already_closed", day=department.valid_to_on)


def _write(service: Service, typed: ServiceTyped) -> None:
    service.name, service.standard, service.legal_basis = typed.name, typed.standard, typed.legal_basis
    service.standard_number, service.standard_unit = typed.number, typed.unit.value if typed.unit else ""
    service.valid_from_on = typed.valid_from_on


def _data(service: Service, typed: ServiceTyped) -> dict[str, str | int | None]:
    return {
        "service": str(service.id),
        "department": str(service.department_id),
        "name": typed.name,
        "standard": typed.standard,
        "number": typed.number,
        "unit": typed.unit.value if typed.unit else None,
        "legal_basis": typed.legal_basis,
        "since": typed.valid_from_on.isoformat() if typed.valid_from_on else None,
    }
