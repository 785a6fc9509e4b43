"""Reading what was typed from paper."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from kernel.errors import NotFound
from kernel.permissions import EVERYWHERE, Actor, Permission, Scope
from office.models import Department, Desk, Person, Service
from surveys.models import Answer, AnswerText, PaperBatch, PaperForm, PaperSecondText, QuestionnaireVersion
from surveys.queries import Place, definition_of
from surveys.rules.definition import Definition
from surveys.rules.paper import AGREED, OPEN

SHOWN: Final = 20
"""Batches on the page: those of the last weeks at most desks."""


@dataclass(frozen=True)
class FirstEntry:
    """The first entry of a form: question to code, and the questionnaire it answers."""

    answers: dict[str, str]
    definition: Definition


@dataclass(frozen=True)
class BatchRow:
    """A batch for a list: where, when, by whom, how many forms."""

    id: uuid.UUID
    desk: str
    department: str
    service: str | None
    visited_on: dt.date
    person_id: uuid.UUID
    person: str
    forms: int


@dataclass(frozen=True)
class CheckRow:
    """A form of the sample for a list."""

    batch: BatchRow
    number: int
    standing: str


def place_at(session: Session, desk_id: uuid.UUID) -> Place | None:
    """A desk as a place where questions are asked; None where there is no such desk."""
    query = (
        select(Desk.id, Desk.department_id, Desk.service_id, Desk.name, Department.name, Service.name)
        .join(Department, Department.id == Desk.department_id)
        .outerjoin(Service, Service.id == Desk.service_id)
        .where(Desk.id == desk_id)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else Place(*row)


def batch_for(session: Session, actor: Actor, batch_id: uuid.UUID) -> PaperBatch:
    """A batch of a department the actor types for. Raises NotFound."""
    found = session.get(PaperBatch, batch_id)
    if found is None or not actor.can_for(Permission.SURVEY_ENTER, found.department_id):
        raise NotFound
    return found


def form_in(session: Session, batch: PaperBatch, number: int) -> PaperForm:
    """A form of a batch by its number. Raises NotFound."""
    query = select(PaperForm).where(PaperForm.batch_id == batch.id, PaperForm.number == number)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def first_entry(session: Session, form: PaperForm) -> FirstEntry:
    """What was typed first."""
    query = (
        select(QuestionnaireVersion.definition)
        .join(PaperBatch, PaperBatch.version_id == QuestionnaireVersion.id)
        .where(PaperBatch.id == form.batch_id)
    )
    definition = definition_of(session.scalars(query).one())
    rows = session.execute(
        select(Answer.question, Answer.value, Answer.code).where(Answer.response_id == form.response_id)
    )
    words = session.execute(
        select(AnswerText.question, AnswerText.text).where(AnswerText.response_id == form.response_id)
    )
    answers = {row.question: _code(definition, row) for row in rows}
    return FirstEntry({**answers, **{row.question: row.text for row in words if row.text}}, definition)


def both_entries(session: Session, form: PaperForm) -> tuple[dict[str, str], dict[str, str]]:
    """The answers of the first and of the second entry; words that did not differ, or are gone, are those of the
    first."""
    first, second = first_entry(session, form).answers, json.loads(form.second or "{}")
    for row in session.scalars(select(PaperSecondText).where(PaperSecondText.response_id == form.response_id)):
        second[row.question] = first.get(row.question, "") if row.text is None else row.text
    return first, second


def copies_of(session: Session, words: AnswerText) -> list[AnswerText]:
    """The same question of the other response a paper form has, where its first entry was wrong."""
    pairs = session.execute(
        select(PaperForm.response_id, PaperForm.replaced_by_id).where(
            or_(PaperForm.response_id == words.response_id, PaperForm.replaced_by_id == words.response_id)
        )
    )
    ids = {key for pair in pairs for key in pair if key and key != words.response_id}
    query = select(AnswerText).where(AnswerText.response_id.in_(ids), AnswerText.question == words.question)
    return list(session.scalars(query))


def count_forms(session: Session, batch: PaperBatch) -> int:
    """How many forms a batch has."""
    return session.scalar(select(func.count()).where(PaperForm.batch_id == batch.id)) or 0


def recent_batches(session: Session, actor: Actor) -> list[BatchRow]:
    """The newest batches of the actor's departments, newest first."""
    query = _batches().where(_reached(actor)).order_by(PaperBatch.begun_at.desc(), PaperBatch.id).limit(SHOWN)
    return [BatchRow(*row) for row in session.execute(query)]


def batch_row(session: Session, batch: PaperBatch) -> BatchRow:
    """A batch with its names."""
    return BatchRow(*session.execute(_batches().where(PaperBatch.id == batch.id)).one())


def waiting_checks(session: Session, actor: Actor) -> list[CheckRow]:
    """Forms of the sample that wait for their second entry by somebody else, or whose entries differ; oldest first."""
    is_waiting = or_(PaperForm.standing == OPEN, (PaperForm.standing == "") & (PaperBatch.person_id != actor.person_id))
    query = (
        _batches()
        .add_columns(PaperForm.number, PaperForm.standing)
        .join(PaperForm, PaperForm.batch_id == PaperBatch.id)
        .where(_reached(actor), PaperForm.is_sampled, is_waiting)
        .order_by(PaperBatch.begun_at, PaperForm.number)
        .limit(SHOWN)
    )
    return [CheckRow(BatchRow(*row[:-2]), row[-2], row[-1]) for row in session.execute(query)]


def check_counts(session: Session, actor: Actor) -> tuple[int, int]:
    """How many forms of the sample were compared, and in how many the entries agreed."""
    is_agreed = PaperForm.standing == AGREED
    query = (
        select(func.count(), func.count().filter(is_agreed))
        .select_from(PaperForm)
        .join(PaperBatch, PaperBatch.id == PaperForm.batch_id)
        .where(_reached(actor), PaperForm.standing != "")
    )
    compared, agreed = session.execute(query).one()
    return compared, agreed


def desks_to_choose(session: Session, actor: Actor) -> list[tuple[uuid.UUID, str, str]]:
    """Desks of the actor's departments with the department's name; ended ones too, for forms found later."""
    scope = actor.scope(Permission.SURVEY_ENTER)
    query = select(Desk.id, Desk.name, Department.name).join(Department, Department.id == Desk.department_id)
    query = query.where(_in(Desk.department_id, scope)).order_by(
        Desk.valid_to_on.is_not(None), Department.name, Desk.name
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def services_to_choose(session: Session, actor: Actor) -> Sequence[tuple[uuid.UUID, str, str]]:
    """Services of the actor's departments with the department's name."""
    scope = actor.scope(Permission.SURVEY_ENTER)
    query = select(Service.id, Service.name, Department.name).join(Department, Department.id == Service.department_id)
    query = query.where(_in(Service.department_id, scope)).order_by(Department.name, Service.name)
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def _batches() -> Any:
    forms = select(func.count()).where(PaperForm.batch_id == PaperBatch.id).correlate(PaperBatch).scalar_subquery()
    return (
        select(
            PaperBatch.id, Desk.name, Department.name, Service.name, PaperBatch.visited_on, PaperBatch.person_id,
            Person.display_name, forms,
        )
        .select_from(PaperBatch)
        .join(Desk, Desk.id == PaperBatch.desk_id)
        .join(Department, Department.id == PaperBatch.department_id)
        .outerjoin(Service, Service.id == PaperBatch.service_id)
        .join(Person, Person.id == PaperBatch.person_id)
    )  # fmt: skip


def _reached(actor: Actor) -> ColumnElement[bool]:
    return _in(PaperBatch.department_id, actor.scope(Permission.SURVEY_ENTER))


def _in(column: Any, scope: Scope) -> ColumnElement[bool]:
    found: ColumnElement[bool] = true() if scope is EVERYWHERE else column.in_(scope)
    return found


def _code(definition: Definition, row: Any) -> str:
    if row.value is None:
        return str(row.code)
    options = definition.by_key[row.question].options
    return next(option.code for option in options if option.value == row.value)
