"""Which complaints somebody may see: one condition that every list, page and export goes through."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, true

from complaints.models import Complaint
from complaints.rules.independence import Reader, Subject, may_know_who_filed
from kernel.permissions import EVERYWHERE, Actor, Permission


def within(actor: Actor, permission: Permission = Permission.COMPLAINT_READ) -> ColumnElement[bool]:
    """The condition on ``complaint`` for what the actor may reach; whoever handles a case sees it in any department."""
    scope = actor.scope(permission)
    if scope is EVERYWHERE:
        return true()
    condition: ColumnElement[bool] = Complaint.department_id.in_(scope) if scope else false()
    if scope and actor.person_id is not None:
        condition = condition | (Complaint.handler_id == actor.person_id)
    return condition


def may_know(actor: Actor, complaint: Complaint) -> bool:
    """Whether the actor may know who filed the case: by their role, and not withheld from those it is about."""
    subject = Subject(complaint.about_person_id, complaint.about_department_id)
    units = frozenset(grant.department_id for grant in actor.grants if grant.department_id is not None)
    return actor.can_for(Permission.COMPLAINANT_READ, complaint.department_id) and may_know_who_filed(
        subject, Reader(actor.person_id, units), is_withheld=complaint.is_withheld
    )
