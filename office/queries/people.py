"""Reading people."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kernel.permissions import Role
from office.models import Person, RoleAssignment


def person_by_login(session: Session, login: str) -> Person | None:
    """An active member of staff by login."""
    return session.scalars(select(Person).where(Person.login == login, Person.is_active.is_(True))).one_or_none()


def handlers(session: Session, on: dt.date, department_id: uuid.UUID | None = None) -> list[Person]:
    """Active people who may handle cases of a department on a day (handlers and heads there or everywhere)."""
    query = (
        select(Person)
        .join(RoleAssignment)
        .where(
            Person.is_active.is_(True),
            RoleAssignment.role.in_([Role.HANDLER.value, Role.HEAD.value]),
            RoleAssignment.from_on <= on,
            or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on >= on),
        )
        .order_by(Person.display_name)
        .distinct()
    )
    if department_id is not None:
        query = query.where(or_(RoleAssignment.department_id == department_id, RoleAssignment.department_id.is_(None)))
    return list(session.scalars(query))


def people(session: Session) -> dict[uuid.UUID, str]:
    """Display names of all members of staff there ever were, by id."""
    return {row.id: row.display_name for row in session.execute(select(Person.id, Person.display_name))}
