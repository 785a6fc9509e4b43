"""Anonymous opinions, for those who read them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from complaints.models import Feedback
from complaints.queries.queue import PAGE_SIZE
from kernel.paging import Page, page_number
from kernel.permissions import EVERYWHERE, Actor, Permission
from office.models import Department


def feedback_page(session: Session, actor: Actor, number: int) -> Page[tuple[Any, ...]]:
    """A page of opinions within the reader's scope, newest first. Rows: (Feedback, department name or None)."""
    scope = actor.scope(Permission.FEEDBACK_READ)
    within: ColumnElement[bool] = true() if scope is EVERYWHERE else Feedback.department_id.in_(scope)
    total = session.execute(select(func.count()).select_from(Feedback).where(within)).scalar_one()
    at = page_number(number, total, PAGE_SIZE)
    query = (
        select(Feedback, Department.name)
        .outerjoin(Department, Department.id == Feedback.department_id)
        .where(within)
        .order_by(Feedback.received_at.desc(), Feedback.id)
        .limit(PAGE_SIZE)
        .offset((at - 1) * PAGE_SIZE)
    )
    return Page([tuple(row) for row in session.execute(query)], at, total, PAGE_SIZE)
