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
