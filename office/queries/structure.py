"""Reading the office and its departments."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from office.models import Department, Office


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


def all_departments(session: Session) -> dict[uuid.UUID, str]:
    """Names of all departments there ever were, by id."""
    return {row.id: row.name for row in session.execute(select(Department.id, Department.name))}
