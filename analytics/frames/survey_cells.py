"""Clean answers on the scale by question and place or way, by weekday and hour; and where nothing comes in."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from analytics.frames.answers import INSTRUMENT, in_months, of_instrument
from analytics.frames.scope import in_scope, midnight
from analytics.measures.period import Month
from analytics.measures.satisfaction import OVERALL
from kernel.clock import WARSAW
from kernel.permissions import Scope
from office.models import Department, Desk, Service
from surveys.models import Answer, DeskVisits, Response

COLUMNS: Final[Mapping[str, Any]] = {
    "department": Response.department_id,
    "desk": Response.desk_id,
    "service": Response.service_id,
    "mode": Response.mode,
}
"""The fixed grid: survey figures exist by these, and by nothing else."""

DAY_ONLY: Final = ("paper", "import", "follow_up")
"""Ways of answering that tell no hour."""


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
    column = COLUMNS[by]
    top = func.sum(case((Answer.value >= 4, 1), else_=0))
    query = (
        select(Answer.question, column, Response.department_id, func.count(), top)
        .join(Response, Response.id == Answer.response_id)
        .where(*_clean(month, scope), Answer.value.is_not(None))
        .group_by(Answer.question, column, Response.department_id)
    )
    return [
        Cell(question, str(part or ""), str(department or ""), n, int(share))
        for question, part, department, n, share in session.execute(query)
    ]


def hours(session: Session, month: Month, scope: Scope) -> dict[tuple[int, int], tuple[int, int]]:
    """Count clean overall answers by weekday (0 Monday) and hour in Warsaw: how many, and how many of them 4 or 5."""
    query = (
        select(Response.received_at, Answer.value)
        .join(Answer, Answer.response_id == Response.id)
        .where(*_clean(month, scope), Answer.question == OVERALL, Response.mode.not_in(DAY_ONLY))
    )
    n: Counter[tuple[int, int]] = Counter()
    top: Counter[tuple[int, int]] = Counter()
    for at, value in session.execute(query):
        local = at.astimezone(WARSAW)
        n[local.weekday(), local.hour] += 1
        top[local.weekday(), local.hour] += (value or 0) >= 4
    return {place: (count, top[place]) for place, count in n.items()}


def names(session: Session, by: str) -> dict[str, str]:
    """The names of the parts by their keys; modes have words of their own."""
    models: dict[str, Any] = {"department": Department, "desk": Desk, "service": Service}
    model = models.get(by)
    return {} if model is None else {str(row.id): row.name for row in session.execute(select(model.id, model.name))}


def coverage(session: Session, scope: Scope, since: dt.date, today: dt.date) -> list[Covered]:
    """Every desk of today with what came from it. Four statements."""
    last = select(Response.desk_id, func.max(Response.received_at)).group_by(Response.desk_id)
    newest = {row[0]: row[1] for row in session.execute(last)}
    told: dict[Any, dict[dt.date, int]] = defaultdict(dict)
    reported = select(DeskVisits.desk_id, DeskVisits.day_on, DeskVisits.visits).where(
        DeskVisits.day_on >= since, DeskVisits.visits.is_not(None)
    )
    for key, day, visits in session.execute(reported):
        told[key][day] = visits or 0
    counts: Counter[Any] = Counter()
    counted: Counter[Any] = Counter()
    given = select(Response.desk_id, Response.received_at).where(
        Response.received_at >= midnight(since), Response.flags == "", Response.desk_id.is_not(None)
    )
    for place, at in session.execute(given):
        counts[place] += 1
        counted[place] += at.astimezone(WARSAW).date() in told[place]
    query = (
        select(Desk.id, Desk.name, Department.name)
        .join(Department, Department.id == Desk.department_id)
        .where(in_scope(Desk.department_id, scope), (Desk.valid_to_on.is_(None)) | (Desk.valid_to_on >= today))
        .order_by(Department.name, Desk.name)
    )
    return [
        Covered(
            name, department, newest[key].astimezone(WARSAW).date() if key in newest else None,
            counts[key], len(told[key]), sum(told[key].values()), counted[key],
        )
        for key, name, department in session.execute(query)
    ]  # fmt: skip


def _clean(month: Month, scope: Scope) -> tuple[Any, ...]:
    return (
        of_instrument(INSTRUMENT), in_months([month]), in_scope(Response.department_id, scope), Response.flags == "",
    )  # fmt: skip
