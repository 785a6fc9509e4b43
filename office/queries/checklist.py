"""What an office needs before it can work, read from the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Actor, Role
from office.models import Department, OutsideBody, Person, RoleAssignment

Check = Callable[[Session, Clock, Actor], bool]
"""What another room knows of the checklist; ``app.py`` names it."""


def facts(session: Session, today: dt.date) -> dict[str, bool]:
    """Whether each thing is there, by key."""
    queries = {
        "departments": select(Department.id).where(*_valid(Department, today)),
        "head": _head_of_all(today),
        "outside_bodies": select(OutsideBody.id).where(*_valid(OutsideBody, today)),
    }
    return {key: session.execute(query.limit(1)).first() is not None for key, query in queries.items()}


def _valid(model: Any, today: dt.date) -> tuple[Any, Any]:
    return model.valid_from_on <= today, or_(model.valid_to_on.is_(None), model.valid_to_on >= today)


def _head_of_all(today: dt.date) -> Select[Any]:
    """Somebody who is head for the whole office: cases without a department land with nobody else."""
    return (
        select(Person.id)
        .join(RoleAssignment)
        .where(
            Person.is_active.is_(True),
            RoleAssignment.role == Role.HEAD.value,
            RoleAssignment.department_id.is_(None),
            RoleAssignment.from_on <= today,
            or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on >= today),
        )
    )
