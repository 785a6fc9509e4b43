"""Clean answers on the scale by question and place or way, by weekday and hour; and where nothing comes in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from analytics.frames.answers import INSTRUMENT
from analytics.frames.counted import between, reached, told, versions_of
from analytics.frames.scope import in_scope
from analytics.measures.period import Month
from analytics.measures.satisfaction import OVERALL
from kernel.permissions import Scope
from office.models import Department, Desk, Service
from surveys.models import AnswerCount, DeskVisits, HourCount, ResponseCount
from surveys.queries.counts import answer_counts, hour_counts, response_counts

COLUMNS: Final[Mapping[str, str]] = {
    "department": "department_id",
    "desk": "desk_id",
    "service": "service_id",
    "mode": "mode",
}
"""The fixed grid: survey figures exist by these, and by nothing else."""

SCALE: Final = ("1", "2", "3", "4", "5")
TOP: Final = ("4", "5")


@dataclass(frozen=True)
class Cell:
    """Clean answers to a question: how many, and how many of them 4 or 5."""

    question: str
    part: str
    department: str
    n: int
    top: int


@dataclass(frozen=True)
class Covered:
    """A desk with what came from it: the last day, responses since a day; days with visits reported and their sum."""

    desk: str
    department: str
    last_on: dt.date | None
    responses: int
    visits_days: int
    visits: int
    answered: int
    """Valid responses of the days whose visits are reported: the numerator of the response rate."""


def cells(session: Session, month: Month, scope: Scope, by: str) -> list[Cell]:
    """Count the clean answers of a month by question and part of the grid. One statement."""
    found = answer_counts(between(AnswerCount.month, [month]), AnswerCount.version_id.in_(versions_of(INSTRUMENT))).c
    keys = (found.question, found[COLUMNS[by]], found.department_id)
    top = func.sum(case((found.answer.in_(TOP), found.n), else_=0))
    query = (
        select(*keys, func.sum(found.n), top)
        .where(between(found.month, [month]), found.version_id.in_(versions_of(INSTRUMENT)), found.is_clean)
        .where(reached(found.department_id, scope), found.answer.in_(SCALE))
        .group_by(*keys)
    )
    return [
        Cell(question, part if by == "mode" else told(part), told(department), int(n), int(share))
        for question, part, department, n, share in session.execute(query)
    ]


def hours(session: Session, month: Month, scope: Scope) -> dict[tuple[int, int], tuple[int, int]]:
    """Count clean overall answers by weekday (0 Monday) and hour in Warsaw: how many, and how many of them 4 or 5."""
    found = hour_counts(
        HourCount.version_id.in_(versions_of(INSTRUMENT)),
        HourCount.question == OVERALL,
        between(HourCount.month, [month]),
    ).c
    top = func.sum(case((found.answer.in_(TOP), found.n), else_=0))
    query = (
        select(found.weekday, found.hour, func.sum(found.n), top)
        .where(between(found.month, [month]), found.version_id.in_(versions_of(INSTRUMENT)))
        .where(found.question == OVERALL, reached(found.department_id, scope))
        .group_by(found.weekday, found.hour)
    )
    return {(day, hour): (int(n), int(share)) for day, hour, n, share in session.execute(query)}


def names(session: Session, by: str) -> dict[str, str]:
    """The names of the parts by their keys; modes have words of their own."""
    models: dict[str, Any] = {"department": Department, "desk": Desk, "service": Service}
    model = models.get(by)
    return {} if model is None else {str(row.id): row.name for row in session.execute(select(model.id, model.name))}


def coverage(session: Session, scope: Scope, since: dt.date, today: dt.date) -> list[Covered]:
    """Every desk of today with what came from it. Four statements."""
    newest = _newest(session)
    days = select(DeskVisits.desk_id, func.count(), func.sum(DeskVisits.visits)).where(
        DeskVisits.day_on >= since, DeskVisits.visits.is_not(None)
    )
    reported = {row[0]: (row[1], int(row[2] or 0)) for row in session.execute(days.group_by(DeskVisits.desk_id))}
    given = _given(session, since)
    query = (
        select(Desk.id, Desk.name, Department.name)
        .join(Department, Department.id == Desk.department_id)
        .where(in_scope(Desk.department_id, scope), (Desk.valid_to_on.is_(None)) | (Desk.valid_to_on >= today))
        .order_by(Department.name, Desk.name)
    )
    return [
        Covered(
            name, department, newest.get(key), given.get(key, (0, 0))[0], *reported.get(key, (0, 0)),
            given.get(key, (0, 0))[1],
        )
        for key, name, department in session.execute(query)
    ]  # fmt: skip


def _newest(session: Session) -> dict[uuid.UUID, dt.date]:
    """The last day each desk had a response, flagged ones too."""
    found = response_counts().c
    query = select(found.desk_id, func.max(found.local_on)).group_by(found.desk_id)
    return {row[0]: row[1] for row in session.execute(query)}


def _given(session: Session, since: dt.date) -> dict[uuid.UUID, tuple[int, int]]:
    """Clean responses of each desk since a day; and how many of them on days whose visits are reported."""
    found = response_counts(ResponseCount.local_on >= since).c
    on_told = case((DeskVisits.visits.is_not(None), found.n), else_=0)
    query = (
        select(found.desk_id, func.sum(found.n), func.sum(on_told))
        .outerjoin(DeskVisits, (DeskVisits.desk_id == found.desk_id) & (DeskVisits.day_on == found.local_on))
        .where(found.local_on >= since, found.flags == "")
        .group_by(found.desk_id)
    )
    return {key: (int(n), int(answered)) for key, n, answered in session.execute(query)}
