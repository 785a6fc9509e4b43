"""Phone calls, for those who register what comes in."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from complaints.models import Complaint, PhoneCall
from complaints.queries.queue import PAGE_SIZE
from kernel.errors import NotFound
from kernel.paging import Page, page_number
from kernel.permissions import EVERYWHERE, Actor, Permission
from office.models import Person


def calls_page(session: Session, actor: Actor, number: int) -> Page[tuple[Any, ...]]:
    """A page of calls, newest first. Rows: the call, who noted it, the case it led to (None: none so far). Two
    statements.
    """
    inside = _within(actor)
    total = session.execute(select(func.count()).select_from(PhoneCall).where(inside)).scalar_one()
    at = page_number(number, total, PAGE_SIZE)
    query = (
        select(PhoneCall, Person.display_name, Complaint)
        .join(Person, Person.id == PhoneCall.noted_by_id)
        .outerjoin(Complaint, Complaint.id == PhoneCall.complaint_id)
        .where(inside)
        .order_by(PhoneCall.noted_at.desc(), PhoneCall.id)
        .limit(PAGE_SIZE)
        .offset((at - 1) * PAGE_SIZE)
    )
    return Page([tuple(row) for row in session.execute(query)], at, total, PAGE_SIZE)


def call_for(session: Session, actor: Actor, call_id: uuid.UUID) -> PhoneCall:
    """One call, for somebody who may see it. Raises NotFound for strangers and for wrong numbers alike."""
    found = session.scalars(select(PhoneCall).where(PhoneCall.id == call_id, _within(actor))).one_or_none()
    if found is None:
        raise NotFound
    return found


def _within(actor: Actor) -> ColumnElement[bool]:
    """The calls of the actor's departments and those of none, and whatever the actor noted."""
    scope = actor.scope(Permission.COMPLAINT_REGISTER)
    if scope is EVERYWHERE:
        return true()
    own = PhoneCall.noted_by_id == actor.person_id
    return or_(PhoneCall.department_id.in_(scope), PhoneCall.department_id.is_(None), own)
