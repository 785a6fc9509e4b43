"""The only file of the workshop that knows tables: from rows to frames, the needed columns only.

Cases come one row each. Answers come counted by the database: no frame holds the answers of one person.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from analytics.measures.cases import COLUMNS, DAYS, MOMENTS
from analytics.measures.declaration import KINDS, Population
from analytics.measures.period import Month
from analytics.measures.satisfaction import ANSWER_COLUMNS
from complaints.models import Complaint
from complaints.rules.verdicts import Dates
from kernel.clock import WARSAW, local_day
from kernel.permissions import EVERYWHERE, Scope
from office.models import Department
from surveys.models import Answer, Questionnaire, QuestionnaireVersion, Response

if TYPE_CHECKING:
    import pandas as pd

INSTRUMENT: Final = "satys7"
"""The questionnaire whose answers the pages show; others are never pooled with it."""


def cases(
    session: Session,
    population: Population,
    scope: Scope = EVERYWHERE,
    since: dt.date | None = None,
    source: str | None = None,
) -> pd.DataFrame:
    """Return the cases of a population, of the departments in scope, that were not over before a day.

    Days are dates in Warsaw, of imported cases the dates where they come from (their import wrote both). A case that
    has a due moment and no due day gets the moment's date in Warsaw.
    """
    query = select(
        Complaint.id,
        Complaint.kind,
        Complaint.department_id,
        Complaint.left_how,
        Complaint.outcome,
        Complaint.received_on,
        Complaint.due_on,
        Complaint.settled_on,
        Complaint.left_on,
        Complaint.received_at,
        Complaint.due_at,
        Complaint.settled_at,
    ).where(Complaint.kind.in_(sorted(KINDS[population])))
    query = query.where(_in_scope(Complaint.department_id, scope))
    if source is not None:
        query = query.where(Complaint.source == source)
    if since is not None:
        query = query.where(_not_over_before(since))
    return _case_frame([tuple(row) for row in session.execute(query)])


def _not_over_before(day: dt.date) -> ColumnElement[bool]:
    """Open, or received, due, settled or gone since: everything a figure about later days may need."""
    midnight = dt.datetime.combine(day, dt.time(), tzinfo=WARSAW) - dt.timedelta(days=1)
    return or_(
        and_(Complaint.settled_on.is_(None), Complaint.left_on.is_(None)),
        Complaint.received_on >= day,
        Complaint.settled_on >= day,
        Complaint.left_on >= day,
        Complaint.due_on >= day,
        Complaint.due_at >= midnight,
    )


def _in_scope(department: InstrumentedAttribute[uuid.UUID | None], scope: Scope) -> ColumnElement[bool]:
    return true() if scope is EVERYWHERE else department.in_(sorted(scope))


def _case_frame(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in ("id", "department"):
        frame[column] = frame[column].map(_written, na_action="ignore").astype(object)
    for column in DAYS:
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    for column in MOMENTS:
        frame[column] = pd.to_datetime(frame[column], utc=True).astype("datetime64[us, UTC]")
    local_due = frame["due_at"].dt.tz_convert(WARSAW).dt.tz_localize(None).dt.normalize()
    frame["due_day"] = frame["due_day"].fillna(local_due.astype("datetime64[s]"))
    return frame


def answers(
    session: Session, months: Sequence[Month], scope: Scope = EVERYWHERE, instrument: str = INSTRUMENT
) -> pd.DataFrame:
    """Return counts of answers by month, department, question and answer, clean and flagged apart.

    A response belongs to the month of its moment in Warsaw: the boundaries go to the database as moments, so that
    SQLite and PostgreSQL agree, summer time included.
    """
    import pandas as pd

    is_clean, month = Response.flags == "", _month_of(months)
    query = (
        select(month, Response.department_id, Answer.question, Answer.value, Answer.code, is_clean, func.count())
        .select_from(Answer)
        .join(Response, Response.id == Answer.response_id)
        .where(_of_instrument(instrument), _in_months(months), _in_scope(Response.department_id, scope))
        .group_by(month, Response.department_id, Answer.question, Answer.value, Answer.code, is_clean)
    )
    rows = session.execute(query)
    frame = pd.DataFrame([tuple(row) for row in rows], columns=list(ANSWER_COLUMNS))
    frame["department"] = frame["department"].map(_written, na_action="ignore").astype(object)
    return frame


def responses(
    session: Session, months: Sequence[Month], scope: Scope = EVERYWHERE, instrument: str = INSTRUMENT
) -> pd.DataFrame:
    """Return counts of responses by month, department, way of collecting and whether they are clean."""
    import pandas as pd

    is_clean, month = Response.flags == "", _month_of(months)
    query = (
        select(month, Response.department_id, Response.mode, is_clean, func.count())
        .where(_of_instrument(instrument), _in_months(months), _in_scope(Response.department_id, scope))
        .group_by(month, Response.department_id, Response.mode, is_clean)
    )
    rows = session.execute(query)
    frame = pd.DataFrame([tuple(row) for row in rows], columns=["month", "department", "mode", "is_clean", "n"])
    frame["department"] = frame["department"].map(_written, na_action="ignore").astype(object)
    return frame


def _of_instrument(key: str) -> ColumnElement[bool]:
    versions = (
        select(QuestionnaireVersion.id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.key == key)
    )
    return Response.version_id.in_(versions)


def _month_of(months: Sequence[Month]) -> ColumnElement[str]:
    """The month of a response: the first whose end it comes before; the months must follow each other."""
    ends = [(Response.received_at < midnight(month.plus(1).first), literal(str(month))) for month in months]
    return case(*ends).label("month")


def _in_months(months: Sequence[Month]) -> ColumnElement[bool]:
    return and_(
        Response.received_at >= midnight(months[0].first), Response.received_at < midnight(months[-1].plus(1).first)
    )


def midnight(day: dt.date) -> dt.datetime:
    """Return the moment a day begins in Warsaw, UTC."""
    return dt.datetime.combine(day, dt.time(), tzinfo=WARSAW).astimezone(dt.UTC)


def stamp(session: Session) -> tuple[int, int, int]:
    """Return what changes whenever a case or a response does: cases, the sum of their versions, responses."""
    of_cases = session.execute(select(func.count(), func.coalesce(func.sum(Complaint.row_version), 0))).one()
    of_responses = session.execute(select(func.count()).select_from(Response)).scalar_one()
    return int(of_cases[0]), int(of_cases[1]), int(of_responses)


def _written(key: uuid.UUID) -> str:
    return str(key)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in the list behind a figure. No personal data: number, subject kind and dates only."""

    id: uuid.UUID
    register_number: str
    kind: str
    department_id: uuid.UUID | None
    handler_id: uuid.UUID | None
    department: str
    dates: Dates
    received_on: dt.date
    left_how: str | None


def case_rows(session: Session, ids: Sequence[str]) -> list[CaseRow]:
    """Return the cases with these ids, in the order of the ids. One statement."""
    query = (
        select(Complaint, Department.name)
        .outerjoin(Department, Department.id == Complaint.department_id)
        .where(Complaint.id.in_([uuid.UUID(one) for one in ids]))
    )
    found = {str(row[0].id): _case_row(row[0], row[1]) for row in session.execute(query)}
    return [found[one] for one in ids]


def _case_row(row: Complaint, department: str | None) -> CaseRow:
    dates = Dates(row.due_on, row.warn_on, row.settled_on, row.left_on, row.due_at, row.settled_at)
    return CaseRow(
        row.id,
        row.register_number,
        row.kind,
        row.department_id,
        row.handler_id,
        department or "",
        dates,
        row.received_on,
        row.left_how,
    )


def first_month(session: Session) -> Month | None:
    """Return the month of the oldest case or response; None when there is neither."""
    oldest_case = session.execute(select(func.min(Complaint.received_on))).scalar_one()
    oldest_response = session.execute(select(func.min(Response.received_at))).scalar_one()
    days = [oldest_case, oldest_response and local_day(oldest_response)]
    known = [day for day in days if day is not None]
    return Month.of(min(known)) if known else None


def department_codes(session: Session) -> dict[str, str]:
    """Return the codes of all departments by their ids as text."""
    return {str(row.id): row.code for row in session.execute(select(Department.id, Department.code))}
