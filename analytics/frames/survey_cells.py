"""Names of the parts of the grid; and where nothing comes in."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from analytics.frames.counted import versions_of
from analytics.frames.scope import in_scope
from analytics.measures.period import Period
from kernel.permissions import Scope
from office.models import Department, Desk, Service
from surveys.models import DeskVisits, ResponseCount
from surveys.queries.counts import response_counts
from surveys.rules.flags import CLEAN


@dataclass(frozen=True)
class Covered:
    """A desk with what came from it: the last day ever; of a month valid responses, days with visits and their sum."""

    key: str
    desk: str
    department: str
    last_on: dt.date | None
    responses: int
    visits_days: int
    visits: int
    answered: int
    """Valid responses of the days whose visits are reported: the numerator of the response rate."""


def names(session: Session, by: str) -> dict[str, str]:
    """The names of the parts by their keys; modes have words of their own."""
    models: dict[str, Any] = {"department": Department, "desk": Desk, "service": Service}
    model = models.get(by)
    return {} if model is None else {str(row.id): row.name for row in session.execute(select(model.id, model.name))}


def coverage(session: Session, scope: Scope, key: str, month: Period, today: dt.date) -> list[Covered]:
    """Every desk of today with what came from it, of one questionnaire in a month. Four statements.

    Of a month, as everywhere: a window that moves by a day tells single answers to whoever looks every day.
    """
    newest = _newest(session)
    days = select(DeskVisits.desk_id, func.count(), func.sum(DeskVisits.visits)).where(
        DeskVisits.day_on.between(month.first, month.last), DeskVisits.visits.is_not(None)
    )
    reported = {row[0]: (row[1], int(row[2] or 0)) for row in session.execute(days.group_by(DeskVisits.desk_id))}
    given = _given(session, key, month)
    query = (
        select(Desk.id, Desk.name, Department.name)
        .join(Department, Department.id == Desk.department_id)
        .where(in_scope(Desk.department_id, scope), (Desk.valid_to_on.is_(None)) | (Desk.valid_to_on >= today))
        .order_by(Department.name, Desk.name)
    )
    return [
        Covered(
            str(desk), name, department, newest.get(desk), given.get(desk, (0, 0))[0], *reported.get(desk, (0, 0)),
            given.get(desk, (0, 0))[1],
        )
        for desk, name, department in session.execute(query)
    ]  # fmt: skip


def _newest(session: Session) -> dict[uuid.UUID, dt.date]:
    """The last day each desk had a response, flagged ones too."""
    found = response_counts().c
    query = select(found.desk_id, func.max(found.local_on)).group_by(found.desk_id)
    return {row[0]: row[1] for row in session.execute(query)}


def _given(session: Session, key: str, month: Period) -> dict[uuid.UUID, tuple[int, int]]:
    """Clean responses of each desk in a month; and how many of them on days whose visits are reported."""
    found = response_counts(ResponseCount.local_on.between(month.first, month.last)).c
    on_told = case((DeskVisits.visits.is_not(None), found.n), else_=0)
    query = (
        select(found.desk_id, func.sum(found.n), func.sum(on_told))
        .outerjoin(DeskVisits, (DeskVisits.desk_id == found.desk_id) & (DeskVisits.day_on == found.local_on))
        .where(found.local_on.between(month.first, month.last), found.flags.in_(CLEAN))
        .where(found.version_id.in_(versions_of(key)))
        .group_by(found.desk_id)
    )
    return {desk: (int(n), int(answered)) for desk, n, answered in session.execute(query)}
