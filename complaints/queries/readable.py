"""Whose words a reader may use, as conditions on ``complaint``: for a search, which asks before any case is loaded."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, case, false, or_, select, true

from complaints.models import Complaint
from kernel.permissions import EVERYWHERE, Actor, Permission
from office.models import RoleAssignment


def readable(actor: Actor) -> ColumnElement[bool]:
    """Cases whose words the actor may read (scope.may_read), and whose personal data are not only kept.

    Source: art. 232 § 2, 236 § 2-3 KPA; art. 18(2) of Regulation (EU) 2016/679 (GDPR): finding is processing.
    """
    concerned = []
    if actor.person_id is not None:
        concerned.append(Complaint.about_person_id == actor.person_id)
    own = [grant.department_id for grant in actor.grants if grant.department_id is not None]
    if own:
        beside = select(RoleAssignment.person_id).where(RoleAssignment.department_id.in_(own))
        unnamed = and_(Complaint.about_department_id.is_(None), Complaint.about_person_id.in_(beside))
        concerned.append(and_(Complaint.is_withheld, or_(Complaint.about_department_id.in_(own), unnamed)))
    kept_only = Complaint.restricted_at.is_not(None)
    return case((or_(kept_only, *concerned), false()), else_=true()) == true()


def knowable(actor: Actor) -> ColumnElement[bool]:
    """Cases of which the actor may know who filed them (scope.may_know)."""
    scope = actor.scope(Permission.COMPLAINANT_READ)
    if scope is EVERYWHERE:
        return readable(actor)
    return and_(Complaint.department_id.in_(scope), readable(actor)) if scope else false()
