"""Which complaints somebody may see: one condition that every list, page and export goes through."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, true

from complaints.models import Complaint
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
    """Whether the actor may know who filed a case.

    Where that is withheld (art. 236 § 2-3 KPA), neither the person the case is about nor anybody whose permission
    reaches only the department it is about.
    """
    if not actor.can_for(Permission.COMPLAINANT_READ, complaint.department_id):
        return False
    if not complaint.is_withheld:
        return True
    scope = actor.scope(Permission.COMPLAINANT_READ)
    is_concerned = actor.person_id is not None and actor.person_id == complaint.about_person_id
    return not is_concerned and (scope is EVERYWHERE or complaint.about_department_id not in scope)
