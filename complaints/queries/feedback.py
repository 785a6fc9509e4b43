"""Anonymous opinions, for those who read them."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from complaints.models import Feedback
from complaints.queries.queue import PAGE_SIZE
from kernel.errors import NotFound
from kernel.paging import Page, page_number
from kernel.permissions import EVERYWHERE, Actor, Permission
from office.models import Department, Topic


def feedback_page(session: Session, actor: Actor, number: int) -> Page[tuple[Any, ...]]:
    """A page of opinions within the reader's scope, newest first. Rows: (Feedback, department name, Topic), or None."""
    within = _within(actor)
    total = session.execute(select(func.count()).select_from(Feedback).where(within)).scalar_one()
    at = page_number(number, total, PAGE_SIZE)
    query = (
        select(Feedback, Department.name, Topic)
        .outerjoin(Department, Department.id == Feedback.department_id)
        .outerjoin(Topic, Topic.id == Feedback.topic_id)
        .where(within)
        .order_by(Feedback.received_at.desc(), Feedback.id)
        .limit(PAGE_SIZE)
        .offset((at - 1) * PAGE_SIZE)
    )
    return Page([tuple(row) for row in session.execute(query)], at, total, PAGE_SIZE)


def feedback_for(session: Session, actor: Actor, feedback_id: uuid.UUID) -> Feedback:
    """One opinion, for somebody who may read it. Raises NotFound for strangers and for wrong numbers alike."""
    found = session.scalars(select(Feedback).where(Feedback.id == feedback_id, _within(actor))).one_or_none()
    if found is None:
        raise NotFound
    return found


def _within(actor: Actor) -> ColumnElement[bool]:
    scope = actor.scope(Permission.FEEDBACK_READ)
    return true() if scope is EVERYWHERE else Feedback.department_id.in_(scope)
