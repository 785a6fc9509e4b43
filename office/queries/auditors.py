"""Auditors and the days their accounts are open; and who holds no right on a day, so that no sign-in opens."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from kernel.errors import NotFound
from kernel.permissions import Role
from office.models import Person, RoleAssignment
from office.queries.absence import deputising
from office.rules import is_valid_on


@dataclass(frozen=True)
class ShutOut:
    """Somebody without a right today. ``ended_on``: the last day of the last role; ``begins_on``: of the next one."""

    is_audit: bool
    ended_on: dt.date | None
    begins_on: dt.date | None


def auditors(session: Session) -> list[RoleAssignment]:
    """Every auditor's role there is or was, with its person; the latest end first, none above."""
    query = (
        select(RoleAssignment)
        .join(RoleAssignment.person)
        .where(RoleAssignment.role == Role.AUDITOR.value)
        .options(joinedload(RoleAssignment.person))
        .order_by(
            RoleAssignment.to_on.is_not(None), RoleAssignment.to_on.desc(), Person.display_name, RoleAssignment.id
        )
    )
    return list(session.scalars(query))


def audit_by_id(session: Session, assignment_id: uuid.UUID) -> RoleAssignment:
    """An auditor's role. Raises NotFound, also for the role of anybody else."""
    found = session.get(RoleAssignment, assignment_id)
    if found is None or found.role != Role.AUDITOR.value:
        raise NotFound
    return found


def has_undated_auditors(session: Session, today: dt.date) -> bool:
    """Whether an active auditor's account has no last day: only from before last days were asked for."""
    query = (
        select(RoleAssignment.id)
        .join(RoleAssignment.person)
        .where(
            RoleAssignment.role == Role.AUDITOR.value,
            RoleAssignment.from_on <= today,
            RoleAssignment.to_on.is_(None),
            Person.is_active.is_(True),
        )
    )
    return session.execute(query.limit(1)).first() is not None


def audit_until(session: Session, person_id: uuid.UUID, today: dt.date) -> dt.date | None:
    """The last day of the audit somebody is here for; None for who is no auditor, or has no last day."""
    query = select(RoleAssignment.to_on).where(
        RoleAssignment.person_id == person_id,
        RoleAssignment.role == Role.AUDITOR.value,
        RoleAssignment.from_on <= today,
        or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on >= today),
    )
    return session.scalars(query.order_by(RoleAssignment.to_on.desc())).first()


def shut_out(session: Session, person_id: uuid.UUID, today: dt.date) -> ShutOut | None:
    """Why nothing opens for a person today: no role, neither one's own nor of somebody away. None where one does."""
    held = session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == person_id)).all()
    if any(is_valid_on(role.from_on, role.to_on, today) for role in held):
        return None
    if deputising(session, today, person_id).grants:
        return None
    over = [role for role in held if role.to_on is not None and role.to_on < today]
    last = max(over, key=lambda role: role.to_on or today, default=None)
    coming = min((role.from_on for role in held if role.from_on > today), default=None)
    return ShutOut(last is not None and last.role == Role.AUDITOR.value, last.to_on if last else None, coming)
