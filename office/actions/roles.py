"""Roles: give, take, and hand on when a department closes."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Actor, Grant, Role
from ledger.actions import Draft, append
from office.actions.locking import hold
from office.events import OfficeTag, PeopleTag
from office.models import Department, Person, RoleAssignment
from office.queries import is_last_administrator
from office.rules.roles import BadRole, check_grant, check_new_end, check_revoking, check_span, ending
from office.rules.structure import BadStructure


def grant_role(
    session: Session,
    clock: Clock,
    actor: Actor,
    *,
    person: Person,
    role: Role,
    department: Department | None = None,
    from_on: dt.date | None = None,
    to_on: dt.date | None = None,
    reason: str = "",
) -> Grant:
    """Give a person a role from a day on (default: today) to a day (None: until taken; an auditor's: for a year).

    In one department, or (None) in the whole office.
    Raises BadStructure (already_closed), BadRole: not_active, whole_office_role, role_already_held, ends_before_begins,
    audit_too_long.
    """
    since = from_on or clock.today()
    to_on = ending(role, since, to_on)
    wanted = Grant(role, department.id if department else None)
    check_span(since, to_on)
    hold(session, person)
    check_grant(_held(session, person, since, to_on), wanted)
    if not session.scalars(select(Person.is_active).where(Person.id == person.id)).one():
        raise BadRole(field="role", code="not_active")
    if department is not None and department.valid_to_on is not None:
        raise BadStructure(field="department", code="already_closed", day=department.valid_to_on)
    session.add(
        RoleAssignment(
            person_id=person.id, role=role.value, department_id=wanted.department_id, from_on=since, to_on=to_on
        )
    )
    draft = _granted(person.id, wanted, since, to_on, reason)
    append(session, clock, actor, draft.tag, draft.stream, draft.data, draft.effective_on, reason)
    return wanted


def revoke_role(
    session: Session, clock: Clock, actor: Actor, assignment: RoleAssignment, *, last_on: dt.date, reason: str
) -> None:
    """Take a role from a person after a last day, which may have been yesterday but no longer ago, or is to come.

    Raises BadRole: already_revoked, ends_before_begins, revoked_too_late, audit_too_long, own_administrator,
    last_administrator.
    """
    session.refresh(assignment, with_for_update=True)
    if assignment.to_on is not None and assignment.to_on <= last_on:
        raise BadRole(code="already_revoked", day=assignment.to_on)
    yesterday = clock.today() - dt.timedelta(days=1)
    if last_on < yesterday:
        raise BadRole(field="last", code="revoked_too_late", day=yesterday)
    if last_on < assignment.from_on - dt.timedelta(days=1):
        raise BadRole(field="last", code="ends_before_begins", day=assignment.from_on)
    check_new_end(Role(assignment.role), last_on, max(assignment.from_on, clock.today()))
    check_revoking(
        Role(assignment.role),
        is_own=actor.person_id == assignment.person_id,
        is_last=is_last_administrator(session, last_on + dt.timedelta(days=1), assignment.person_id),
    )
    assignment.to_on = last_on
    draft = _revoked(assignment, last_on, reason)
    append(session, clock, actor, draft.tag, draft.stream, draft.data, draft.effective_on, reason)
    # The end of the record is ours from here on: of two administrators who take each other's role, the second is asked
    # again and finds none left.
    check_revoking(
        Role(assignment.role),
        is_own=False,
        is_last=is_last_administrator(session, last_on + dt.timedelta(days=1), assignment.person_id),
    )


def hand_roles_on(session: Session, department: Department, successor: Department, last_on: dt.date) -> list[Draft]:
    """End the roles held in a department with its last day and begin them in the successor; drafts of the entries."""
    next_day = last_on + dt.timedelta(days=1)
    query = select(RoleAssignment).where(
        RoleAssignment.department_id == department.id,
        or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on > last_on),
    )
    drafts = []
    for assignment in session.scalars(query.order_by(RoleAssignment.id)).all():
        until, assignment.to_on = assignment.to_on, last_on
        drafts.append(_revoked(assignment, last_on))
        wanted = Grant(Role(assignment.role), successor.id)
        person = session.get_one(Person, assignment.person_id)
        if wanted not in _held(session, person, next_day, until):
            after = RoleAssignment(
                person_id=person.id, role=assignment.role, department_id=successor.id, from_on=next_day, to_on=until
            )
            session.add(after)
            drafts.append(_granted(person.id, wanted, next_day, until))
    return drafts


def _held(session: Session, person: Person, from_on: dt.date, to_on: dt.date | None) -> set[Grant]:
    """What a person holds on any day of a span."""
    session.flush()
    rows = session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == person.id)).all()
    return {
        Grant(Role(row.role), row.department_id)
        for row in rows
        if (to_on is None or row.from_on <= to_on) and not (row.to_on is not None and row.to_on < from_on)
    }


def _granted(person_id: uuid.UUID, grant: Grant, since: dt.date, to_on: dt.date | None, reason: str = "") -> Draft:
    data: dict[str, str | None] = {
        "person": str(person_id),
        "role": grant.role.value,
        "department": str(grant.department_id) if grant.department_id else None,
    }
    if to_on is None:
        return Draft(OfficeTag.ROLE_GRANTED, f"person:{person_id}", data, since, reason)
    data["last_day"] = to_on.isoformat()
    return Draft(PeopleTag.ROLE_GRANTED_UNTIL, f"person:{person_id}", data, since, reason)


def _revoked(assignment: RoleAssignment, last_on: dt.date, reason: str = "") -> Draft:
    data = {
        "person": str(assignment.person_id),
        "role": assignment.role,
        "department": str(assignment.department_id) if assignment.department_id else None,
        "last_day": last_on.isoformat(),
    }
    return Draft(PeopleTag.ROLE_REVOKED, f"person:{assignment.person_id}", data, last_on, reason)
