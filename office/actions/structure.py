"""Departments: open, rename, close."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import Draft, append, append_many
from office.actions.locking import take
from office.actions.roles import hand_roles_on
from office.events import DepartmentClosed, OfficeTag, StructureTag
from office.models import Department, DepartmentName, Desk, Service
from office.queries import departments, names_of, newest_in
from office.rules.structure import BadStructure, Closing, Validity, check_closing, check_renaming
from storage.telling import tell


def open_department(
    session: Session, clock: Clock, actor: Actor, *, code: str, name: str, valid_from_on: dt.date | None = None
) -> Department:
    """Open a department, valid from a day on (default: today). Raises BadStructure: code_taken."""
    since = valid_from_on or clock.today()
    if session.scalar(select(Department.id).where(Department.code == code)) is not None:
        raise BadStructure(field="code", code="code_taken", value=code)
    department = Department(id=new_id(), code=code, name=name, valid_from_on=since)
    session.add(department)
    session.flush()
    session.add(DepartmentName(department_id=department.id, name=name, from_on=since))
    data = {"code": code, "name": name, "valid_from": since.isoformat()}
    append(session, clock, actor, OfficeTag.DEPARTMENT_OPENED, f"department:{department.id}", data, since)
    return department


def rename_department(
    session: Session,
    clock: Clock,
    actor: Actor,
    department: Department,
    *,
    name: str,
    since: dt.date,
    reason: str,
    row_version: int | None = None,
) -> None:
    """Give a department another name from a day on; what happened before keeps the old one.

    Raises Stale, and BadStructure: already_closed, same_name, name_from_to_come, name_before_newest.
    """
    take(session, department, row_version)
    if department.valid_to_on is not None:
        raise BadStructure(code="already_closed", day=department.valid_to_on)
    if name == department.name:
        raise BadStructure(field="name", code="same_name")
    check_renaming([day for day, _name in names_of(session, department.id)], since, clock.today())
    department.name = name
    session.add(DepartmentName(department_id=department.id, name=name, from_on=since))
    data = {"department": str(department.id), "name": name, "since": since.isoformat()}
    stream = f"department:{department.id}"
    append(session, clock, actor, StructureTag.DEPARTMENT_RENAMED, stream, data, since, reason)


def close_department(
    session: Session,
    clock: Clock,
    actor: Actor,
    department: Department,
    *,
    last_on: dt.date,
    successor: Department | None,
    reason: str,
    with_roles: bool = False,
    row_version: int | None = None,
) -> DepartmentClosed:
    """Close a department after its last day and hand over what goes on to its successor.

    What happened in it stays with it for ever. Its services and desks pass to the successor (without one they end), and
    with ``with_roles`` so do the roles held there; open cases are handed on by whoever is told. An entry for each.
    Raises Stale, and BadStructure as ``check_closing`` does.
    """
    take(session, department, row_version)
    check_closing(_closing(session, clock, department, last_on, successor), clock.today())
    department.valid_to_on = last_on
    department.successor_id = successor.id if successor else None
    data = {
        "department": str(department.id),
        "last_day": last_on.isoformat(),
        "successor": str(successor.id) if successor else None,
    }
    drafts = [Draft(StructureTag.DEPARTMENT_CLOSED, f"department:{department.id}", data, last_on, reason)]
    drafts += _pass_services_on(session, department, successor, last_on)
    drafts += _pass_desks_on(session, department, successor, last_on)
    if successor is not None and with_roles:
        drafts += hand_roles_on(session, department, successor, last_on)
    append_many(session, clock, actor, drafts)
    fact = DepartmentClosed(department.id, last_on, department.successor_id, actor, reason)
    return tell(session, clock, fact)


def _closing(
    session: Session, clock: Clock, department: Department, last_on: dt.date, successor: Department | None
) -> Closing:
    valid = {other.id for other in departments(session, clock.today())}
    return Closing(
        last_on,
        Validity(department.valid_from_on, department.valid_to_on),
        newest_in(session, department.id) or department.valid_from_on,
        Validity(successor.valid_from_on, successor.valid_to_on) if successor else None,
        is_own_successor=successor is not None and successor.id == department.id,
        is_only_one=valid <= {department.id},
    )


def _pass_services_on(
    session: Session, department: Department, successor: Department | None, last_on: dt.date
) -> list[Draft]:
    query = select(Service).where(Service.department_id == department.id, Service.valid_to_on.is_(None))
    found = session.scalars(query.order_by(Service.name))
    tags = (StructureTag.SERVICE_ENDED, StructureTag.SERVICE_MOVED)
    return [_pass_on(service, "service", tags, successor, last_on) for service in found]


def _pass_desks_on(
    session: Session, department: Department, successor: Department | None, last_on: dt.date
) -> list[Draft]:
    query = select(Desk).where(Desk.department_id == department.id, Desk.valid_to_on.is_(None))
    found = session.scalars(query.order_by(Desk.name))
    return [
        _pass_on(desk, "desk", (StructureTag.DESK_ENDED, StructureTag.DESK_MOVED), successor, last_on) for desk in found
    ]


def _pass_on(
    row: Service | Desk,
    stream: str,
    tags: tuple[StructureTag, StructureTag],
    successor: Department | None,
    last_on: dt.date,
) -> Draft:
    """A successor takes the row over; without one it ends. ``tags``: of the end, of the move."""
    row.row_version += 1
    ended, moved = tags
    if successor is None:
        row.valid_to_on = last_on
        data = {"id": str(row.id), "last_day": last_on.isoformat()}
    else:
        row.department_id = successor.id
        data = {"id": str(row.id), "department": str(successor.id)}
    return Draft(moved if successor else ended, f"{stream}:{row.id}", data, last_on)
