"""Which complaints somebody may see: one condition that every list, page and export goes through."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.rules.independence import Reader, Subject, may_know_who_filed
from kernel.permissions import EVERYWHERE, Actor, Permission
from office.models import RoleAssignment

Units = Mapping[uuid.UUID, frozenset[uuid.UUID]]
"""The units people hold roles for, by person."""


def within(actor: Actor, permission: Permission = Permission.COMPLAINT_READ) -> ColumnElement[bool]:
    """The condition on ``complaint`` for what the actor may reach; whoever handles a case sees it in any department."""
    scope = actor.scope(permission)
    if scope is EVERYWHERE:
        return true()
    condition: ColumnElement[bool] = Complaint.department_id.in_(scope) if scope else false()
    if scope and actor.person_id is not None:
        condition = condition | (Complaint.handler_id == actor.person_id)
    return condition


def apart(actor: Actor, permission: Permission = Permission.COMPLAINT_READ) -> list[ColumnElement[bool]]:
    """``within`` as conditions that exclude one another, so that an index can serve each; none: nothing may be seen."""
    scope = actor.scope(permission)
    if scope is EVERYWHERE:
        return [true()]
    if not scope:
        return []
    inside = Complaint.department_id.in_(scope)
    if actor.person_id is None:
        return [inside]
    elsewhere = or_(Complaint.department_id.is_(None), Complaint.department_id.not_in(scope))
    return [inside, and_(Complaint.handler_id == actor.person_id, elsewhere)]


def may_know(session: Session, actor: Actor, complaint: Complaint, units: Units | None = None) -> bool:
    """Whether the actor may know who filed the case: by their role, and not withheld from those it is about.

    ``units``: units_about of several cases, where they were read together; else at most one statement.
    """
    is_able = actor.can_for(Permission.COMPLAINANT_READ, complaint.department_id)
    return is_able and may_read(session, actor, complaint, units)


def may_read(session: Session, actor: Actor, complaint: Complaint, units: Units | None = None) -> bool:
    """Whether somebody who sees the case may read its words: its letter, notes, reasons and answer say who filed it.

    Not the person it is about, nor where the complainant is withheld anybody of their unit. ``units`` as in may_know.
    """
    known = units_about(session, [complaint]) if units is None else units
    works_in = known.get(complaint.about_person_id, frozenset()) if complaint.about_person_id else frozenset()
    subject = Subject(complaint.about_person_id, complaint.about_department_id, works_in)
    own = frozenset(grant.department_id for grant in actor.grants if grant.department_id is not None)
    return may_know_who_filed(subject, Reader(actor.person_id, own), is_withheld=complaint.is_withheld)


def units_about(session: Session, complaints: Iterable[Complaint]) -> Units:
    """The units of those whom cases with a withheld complainant are about, where the person is named and no unit.

    One statement; none where there is no such case.
    """
    people = {case.about_person_id for case in complaints if case.is_withheld and case.about_department_id is None}
    wanted = people - {None}
    if not wanted:
        return {}
    found: dict[uuid.UUID, frozenset[uuid.UUID]] = {}
    query = select(RoleAssignment.person_id, RoleAssignment.department_id)
    for person, unit in session.execute(query.where(RoleAssignment.person_id.in_(wanted))):
        if unit is not None:
            found[person] = found.get(person, frozenset()) | {unit}
    return found
