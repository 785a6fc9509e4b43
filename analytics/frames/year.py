"""The cases an annual report speaks of, each with its steps. Legal kinds only."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from analytics.frames.scope import in_scope
from complaints.models import Complaint, ComplaintStep, PetitionPublication
from complaints.queries.petitions import Published, published_petitions
from complaints.queries.steps import step_facts
from complaints.rules.kinds import LEGAL_KINDS, Kind
from complaints.rules.register_facts import StepFacts
from complaints.rules.terms import deadline_under, rule_by_id
from kernel.permissions import EVERYWHERE, Scope


@dataclass(frozen=True, slots=True)
class YearCase:
    """A case as an annual report needs it: codes, days, and what the office wrote about its cause.

    ``published``: the subject of a petition as residents read it, empty where they do not; what was typed when it came
    in may name somebody. ``published_on``: since when they read it; ``has_published_answer``: and how it was settled.
    ``first_due_on``: of a petition, the last day before any extension.
    """

    id: str
    number: str
    kind: str
    channel: str
    received_on: dt.date
    published: str = ""
    published_on: dt.date | None = None
    has_published_answer: bool = False
    department: str = ""
    topic: str = ""
    due_on: dt.date | None = None
    first_due_on: dt.date | None = None
    noticed_on: dt.date | None = None
    settled_on: dt.date | None = None
    outcome: str = ""
    left_on: dt.date | None = None
    left_how: str = ""
    result: str = ""
    result_on: dt.date | None = None
    cause: str = ""
    corrective: str = ""
    about: str = ""
    matter: str = ""
    steps: tuple[StepFacts, ...] = ()


def year_cases(session: Session, year: int, scope: Scope = EVERYWHERE) -> list[YearCase]:
    """Everything received, due, settled, gone, decided, moved or published in a year, by day of receipt. Three
    statements.
    """
    wanted = _touching(year, scope)
    steps = step_facts(session, wanted.with_only_columns(Complaint.id))
    published = published_petitions(session)
    query = wanted.order_by(Complaint.received_on, Complaint.number, Complaint.id)
    return [_case(row, tuple(steps.get(row.id, ())), published.get(row.id)) for row in session.scalars(query)]


def received_counts(session: Session, year: int, scope: Scope = EVERYWHERE) -> Mapping[str, int]:
    """How many cases of each legal kind were received in a year. One statement."""
    query = (
        select(Complaint.kind, func.count())
        .where(_in(year, Complaint.received_on), Complaint.kind.in_(LEGAL_KINDS))
        .where(in_scope(Complaint.department_id, scope))
        .group_by(Complaint.kind)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _touching(year: int, scope: Scope) -> Select[Complaint]:
    stepped = select(ComplaintStep.complaint_id).where(_in(year, ComplaintStep.happened_on))
    days = (Complaint.received_on, Complaint.due_on, Complaint.settled_on, Complaint.left_on, Complaint.result_on)
    published = select(PetitionPublication.complaint_id).where(_in(year, PetitionPublication.published_on))
    touched = or_(*(_in(year, day) for day in days), Complaint.id.in_(stepped), Complaint.id.in_(published))
    return select(Complaint).where(touched, Complaint.kind.in_(LEGAL_KINDS), in_scope(Complaint.department_id, scope))


def _in(year: int, day: object) -> ColumnElement[bool]:
    return day.between(dt.date(year, 1, 1), dt.date(year, 12, 31))  # type: ignore[attr-defined, no-any-return]


def _case(row: Complaint, steps: tuple[StepFacts, ...], published: Published | None) -> YearCase:
    return YearCase(
        id=str(row.id),
        number=row.register_number,
        kind=row.kind,
        channel=row.channel,
        received_on=row.received_on,
        published=published.subject if published else "",
        published_on=published.on if published else None,
        has_published_answer=published is not None and published.has_answer,
        department=_text(row.department_id),
        topic=_text(row.topic_id),
        due_on=row.due_on,
        first_due_on=first_due_on(row),
        noticed_on=row.noticed_on,
        settled_on=row.settled_on,
        outcome=row.outcome or "",
        left_on=row.left_on,
        left_how=row.left_how or "",
        result=row.result or "",
        result_on=row.result_on,
        cause=row.cause or "",
        corrective=row.corrective or "",
        about=row.about,
        matter=row.matter,
        steps=steps,
    )


def first_due_on(row: Any) -> dt.date | None:
    """The last day of a petition's term as it was before anybody extended it; of a Complaint, or a row of its columns
    kind, rule_id, starts_on and received_on.
    """
    if row.kind != Kind.PETYCJA or row.rule_id is None or row.starts_on is None:
        return None
    return deadline_under(rule_by_id(row.rule_id, row.received_on), row.starts_on).last_day


def _text(key: uuid.UUID | None) -> str:
    return str(key) if key else ""
