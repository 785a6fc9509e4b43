"""Reading the office and its departments."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, cast

from sqlalchemy import Table, bindparam, func, or_, select, union_all
from sqlalchemy.orm import Session

from kernel.errors import NotFound
from office.models import Department, DepartmentName, Desk, Office, RoleAssignment, Service
from office.rules.structure import name_on, todays
from storage.session import plainly


def the_office(session: Session) -> Office | None:
    """The office of this database, None before it is founded."""
    return session.scalars(select(Office)).one_or_none()


def departments(session: Session, on: dt.date) -> list[Department]:
    """Departments valid on a day. Sort them by name in the reader's language when showing them."""
    return list(
        session.scalars(
            select(Department)
            .where(Department.valid_from_on <= on, or_(Department.valid_to_on.is_(None), Department.valid_to_on >= on))
            .order_by(Department.name)
        )
    )


_DEPARTMENTS: Final = cast(Table, Department.__table__).c
_NAMES: Final = (
    select(_DEPARTMENTS.id, _DEPARTMENTS.name)
    .where(
        _DEPARTMENTS.valid_from_on <= bindparam("day"),
        or_(_DEPARTMENTS.valid_to_on.is_(None), _DEPARTMENTS.valid_to_on >= bindparam("day")),
    )
    .order_by(_DEPARTMENTS.name)
)


def department_names(session: Session, on: dt.date) -> tuple[tuple[uuid.UUID, str], ...]:
    """The same, but only ids and names: what residents choose from."""
    return tuple((row[0], row[1]) for row in session.connection().execute(_NAMES, {"day": on}))


def all_departments(session: Session) -> dict[uuid.UUID, str]:
    """Names of all departments there ever were, by id."""
    return {row.id: row.name for row in session.execute(select(Department.id, Department.name))}


def every_department(session: Session) -> Sequence[Department]:
    """All departments there ever were, those that end first at the end."""
    return session.scalars(select(Department).order_by(Department.valid_to_on.is_not(None), Department.name)).all()


def department_by_id(session: Session, department_id: uuid.UUID) -> Department:
    """A department, closed or not. Raises NotFound."""
    found = session.get(Department, department_id)
    if found is None:
        raise NotFound
    return found


_CLOSED: Final = select(_DEPARTMENTS.id, _DEPARTMENTS.successor_id).where(_DEPARTMENTS.valid_to_on < bindparam("day"))


def todays_departments(session: Session, today: dt.date) -> dict[uuid.UUID, uuid.UUID]:
    """From each closed department to the one of today that took over; see ``office.rules.structure.todays``."""
    return todays({row[0]: row[1] for row in plainly(session).execute(_CLOSED, {"day": today})})


def predecessors(session: Session, today: dt.date) -> dict[uuid.UUID, set[uuid.UUID]]:
    """From each department to the closed ones it took over, through as many steps as there were."""
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for closed, now in todays_departments(session, today).items():
        found[now].add(closed)
    return found


def names_of(session: Session, department_id: uuid.UUID) -> list[tuple[dt.date, str]]:
    """The names a department had, each with the day it began, oldest first."""
    query = select(DepartmentName.from_on, DepartmentName.name).where(DepartmentName.department_id == department_id)
    return [(row.from_on, row.name) for row in session.execute(query.order_by(DepartmentName.from_on))]


def names_on(session: Session, day: dt.date) -> dict[uuid.UUID, str]:
    """The name every department had on a day (before its first name began: the first), by id."""
    names: dict[uuid.UUID, list[tuple[dt.date, str]]] = defaultdict(list)
    for row in session.scalars(select(DepartmentName)):
        names[row.department_id].append((row.from_on, row.name))
    return {department: name_on(known, day) for department, known in names.items()}


def newest_in(session: Session, department_id: uuid.UUID) -> dt.date | None:
    """The youngest beginning of a role, a name or a service in a department."""
    days = union_all(
        select(RoleAssignment.from_on.label("day")).where(RoleAssignment.department_id == department_id),
        select(DepartmentName.from_on).where(DepartmentName.department_id == department_id),
        select(Service.valid_from_on).where(Service.department_id == department_id),
    ).subquery()
    found: dt.date | None = session.execute(select(func.max(days.c.day))).scalar_one()
    return found


def services(session: Session, department_id: uuid.UUID | None = None) -> list[tuple[Service, Department]]:
    """Services with their departments, those that ended last; of one department or of all."""
    query = select(Service, Department).join(Department, Department.id == Service.department_id)
    if department_id is not None:
        query = query.where(Service.department_id == department_id)
    query = query.order_by(Service.valid_to_on.is_not(None), Department.name, Service.name)
    return [(row[0], row[1]) for row in session.execute(query)]


def service_by_id(session: Session, service_id: uuid.UUID) -> Service:
    """A service. Raises NotFound."""
    found = session.get(Service, service_id)
    if found is None:
        raise NotFound
    return found


def desks(session: Session, department_id: uuid.UUID | None = None) -> list[tuple[Desk, Department, Service | None]]:
    """Desks with department and service, those that ended last; of one department or of all."""
    query = (
        select(Desk, Department, Service)
        .join(Department, Department.id == Desk.department_id)
        .outerjoin(Service, Service.id == Desk.service_id)
        .order_by(Desk.valid_to_on.is_not(None), Department.name, Desk.name)
    )
    if department_id is not None:
        query = query.where(Desk.department_id == department_id)
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def desk_by_id(session: Session, desk_id: uuid.UUID) -> Desk:
    """A desk. Raises NotFound."""
    found = session.get(Desk, desk_id)
    if found is None:
        raise NotFound
    return found
