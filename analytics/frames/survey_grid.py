"""Clean answers of a year and of a period by everything the fixed grid knows, added up by the database."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Subquery, case, cast, extract, func, select
from sqlalchemy.orm import Session

from analytics.frames.counted import between, reached, versions_of
from analytics.measures.period import Month, Period
from kernel.permissions import Scope
from office.models import Desk
from surveys.models import (
    AnswerCount,
    DeskVisits,
    HourCount,
    Questionnaire,
    QuestionnaireVersion,
    Response,
    ResponseCount,
)
from surveys.queries import definition_of
from surveys.queries.counts import (
    answer_counts,
    answers_sealed,
    hour_counts,
    hours_sealed,
    response_counts,
    responses_sealed,
)
from surveys.rules.definition import Definition
from surveys.rules.flags import CLEAN
from surveys.rules.kinds import NOT_APPLICABLE
from surveys.rules.submission import DRAFT

COLUMNS: Final[Mapping[str, str]] = {
    "department": "department_id",
    "desk": "desk_id",
    "service": "service_id",
    "mode": "mode",
}
"""The fixed grid: survey figures exist by these and by hour of the week, and by nothing else."""

HOURS: Final = "hours"


@dataclass(frozen=True)
class Wording:
    """A version of a questionnaire that people may have answered."""

    id: uuid.UUID
    version: int
    definition: Definition


@dataclass(frozen=True)
class Received:
    """Responses of a period by flags, and clean ones of days whose visits are reported, with the visits."""

    by_flags: Mapping[str, int]
    answered: int
    visits: int | None

    @property
    def clean(self) -> int:
        """Responses no rule leaves out."""
        return sum(self.by_flags.get(flags, 0) for flags in CLEAN)


def questionnaires(session: Session) -> dict[str, str]:
    """Titles of the questionnaires that were ever open to answers, by key."""
    query = (
        select(Questionnaire.key, Questionnaire.title)
        .join(QuestionnaireVersion, QuestionnaireVersion.questionnaire_id == Questionnaire.id)
        .where(QuestionnaireVersion.state != DRAFT)
        .order_by(Questionnaire.title)
    )
    return {row.key: row.title for row in session.execute(query)}


def wordings(session: Session, key: str) -> list[Wording]:
    """The versions of a questionnaire, oldest first."""
    query = (
        select(QuestionnaireVersion.id, QuestionnaireVersion.version, QuestionnaireVersion.definition)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.key == key, QuestionnaireVersion.state != DRAFT)
        .order_by(QuestionnaireVersion.version)
    )
    return [Wording(row[0], row[1], definition_of(row[2])) for row in session.execute(query)]


Months = Sequence[Month]
"""The first and the last of them are looked at; the others lie between."""

PlaceRow = tuple[uuid.UUID, str, int, uuid.UUID, uuid.UUID, uuid.UUID, int]
WayRow = tuple[uuid.UUID, str, int, str, int]
HourRow = tuple[uuid.UUID, str, int, str, int, int, int]
VisitedRow = tuple[uuid.UUID, int, uuid.UUID, uuid.UUID, uuid.UUID, int]
MarkedRow = tuple[int, uuid.UUID, str, str, int]


def by_place(session: Session, key: str, months: Months, scope: Scope, upto_leaf: int | None = None) -> list[PlaceRow]:
    """Clean valid answers of months of a year: version, question, month 1 to 12, department, desk, service, n.

    ``upto_leaf``: only those sealed by an entry.
    """
    return _year_rows(session, key, months, scope, ("department_id", "desk_id", "service_id"), upto_leaf)


def by_way(session: Session, key: str, months: Months, scope: Scope, upto_leaf: int | None = None) -> list[WayRow]:
    """Clean valid answers of months of a year: version, question, month, way, n."""
    return _year_rows(session, key, months, scope, ("mode",), upto_leaf)


def _year_rows(
    session: Session, key: str, months: Months, scope: Scope, names: tuple[str, ...], upto_leaf: int | None
) -> list[Any]:
    found = _answers(key, months, upto_leaf).c
    keys = (found.version_id, found.question, found.month % 100, *(found[name] for name in names))
    query = (
        select(*keys, cast(func.sum(found.n), Integer))
        .where(between(found.month, months), found.version_id.in_(versions_of(key)), found.is_clean)
        .where(reached(found.department_id, scope), found.answer != NOT_APPLICABLE)
        .group_by(*keys)
    )
    return [tuple(row) for row in session.execute(query)]


def _answers(key: str, months: Months, upto_leaf: int | None) -> Subquery:
    if upto_leaf is not None:
        return answers_sealed(_sealed(key, months, upto_leaf))
    return answer_counts(between(AnswerCount.month, months), AnswerCount.version_id.in_(versions_of(key)))


def _hours(key: str, months: Months, questions: frozenset[str], upto_leaf: int | None) -> Subquery:
    if upto_leaf is not None:
        return hours_sealed(_sealed(key, months, upto_leaf))
    return hour_counts(
        HourCount.version_id.in_(versions_of(key)),
        HourCount.question.in_(questions),
        between(HourCount.month, months),
    )


def _sealed(key: str, months: Months, upto_leaf: int) -> ColumnElement[bool]:
    days = Response.local_on.between(months[0].first, months[-1].last)
    return days & (Response.leaf <= upto_leaf) & Response.version_id.in_(versions_of(key))


def by_hour(
    session: Session,
    key: str,
    questions: frozenset[str],
    months: Months,
    scope: Scope,
    upto_leaf: int | None = None,
) -> list[HourRow]:
    """Clean valid answers of months of a year to some questions: version, question, month, way, weekday, hour, n."""
    found = _hours(key, months, questions, upto_leaf).c
    keys = (found.version_id, found.question, found.month % 100, found.mode, found.weekday, found.hour)
    query = (
        select(*keys, cast(func.sum(found.n), Integer))
        .where(found.version_id.in_(versions_of(key)), found.question.in_(questions), between(found.month, months))
        .where(reached(found.department_id, scope), found.answer != NOT_APPLICABLE)
        .group_by(*keys)
    )
    return [tuple(row) for row in session.execute(query)]


def answered(
    session: Session,
    key: str,
    period: Period,
    scope: Scope,
    by: str,
    questions: frozenset[str] = frozenset(),
    upto_leaf: int | None = None,
) -> list[tuple[uuid.UUID, str, Any, str, int]]:
    """Clean answers of a period: version, question, part of the grid, answer, n. ``questions``: those with hours."""
    months = period.months
    if by == HOURS:
        found = _hours(key, months, questions, upto_leaf).c
        part: Any = found.weekday * 24 + found.hour
        where = found.question.in_(questions)
    else:
        found = _answers(key, months, upto_leaf).c
        part, where = found[COLUMNS[by]], found.is_clean.is_(True)
    keys = (found.version_id, found.question, part, found.answer)
    query = (
        select(*keys, cast(func.sum(found.n), Integer))
        .where(between(found.month, months), found.version_id.in_(versions_of(key)), where)
        .where(reached(found.department_id, scope))
        .group_by(*keys)
    )
    return [tuple(row) for row in session.execute(query)]


def received(session: Session, key: str, period: Period, scope: Scope, upto_leaf: int | None = None) -> Received:
    """Responses of a period by flags, and how many answered where visits are reported. Two statements."""
    days = (period.first, period.last)
    if upto_leaf is None:
        found = response_counts(ResponseCount.local_on.between(*days)).c
    else:
        found = responses_sealed(_sealed(key, period.months, upto_leaf)).c
    told = cast(func.sum(case((DeskVisits.visits.is_not(None), found.n), else_=0)), Integer)
    query = (
        select(found.flags, cast(func.sum(found.n), Integer), told)
        .outerjoin(DeskVisits, (DeskVisits.desk_id == found.desk_id) & (DeskVisits.day_on == found.local_on))
        .where(found.local_on.between(*days), found.version_id.in_(versions_of(key)))
        .where(reached(found.department_id, scope))
        .group_by(found.flags)
    )
    rows = session.execute(query).all()
    return Received(
        {flags: n for flags, n, _answered in rows},
        sum(count for flags, _n, count in rows if flags in CLEAN),
        _visits(session, period, scope),
    )


def on_reported_days(
    session: Session, key: str, months: Months, scope: Scope, upto_leaf: int | None = None
) -> list[VisitedRow]:
    """Clean responses of months of a year at desks and on days whose visits are reported: version, month, place, n."""
    found = _responses(key, months, upto_leaf).c
    number = cast(extract("month", found.local_on), Integer)
    keys = (found.version_id, number, found.department_id, found.desk_id, found.service_id)
    query = (
        select(*keys, cast(func.sum(found.n), Integer))
        .join(DeskVisits, (DeskVisits.desk_id == found.desk_id) & (DeskVisits.day_on == found.local_on))
        .where(found.local_on.between(*_days(months)), found.version_id.in_(versions_of(key)))
        .where(found.flags.in_(CLEAN), DeskVisits.visits.is_not(None), reached(found.department_id, scope))
        .group_by(*keys)
    )
    return [tuple(row) for row in session.execute(query)]


def marked(session: Session, key: str, months: Months, scope: Scope, upto_leaf: int | None = None) -> list[MarkedRow]:
    """Responses of months of a year that bear a mark: month, department, way, marks, n."""
    found = _responses(key, months, upto_leaf).c
    keys = (cast(extract("month", found.local_on), Integer), found.department_id, found.mode, found.flags)
    query = (
        select(*keys, cast(func.sum(found.n), Integer))
        .where(found.local_on.between(*_days(months)), found.version_id.in_(versions_of(key)), found.flags != "")
        .where(reached(found.department_id, scope))
        .group_by(*keys)
    )
    return [tuple(row) for row in session.execute(query)]


def _responses(key: str, months: Months, upto_leaf: int | None) -> Subquery:
    if upto_leaf is not None:
        return responses_sealed(_sealed(key, months, upto_leaf))
    return response_counts(ResponseCount.local_on.between(*_days(months)))


def _days(months: Months) -> tuple[dt.date, dt.date]:
    return months[0].first, months[-1].last


def _visits(session: Session, period: Period, scope: Scope) -> int | None:
    query = (
        select(func.sum(DeskVisits.visits))
        .join(Desk, Desk.id == DeskVisits.desk_id)
        .where(DeskVisits.day_on.between(period.first, period.last), reached(Desk.department_id, scope))
    )
    return session.scalar(query)
