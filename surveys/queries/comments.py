"""Reading residents' comments for those who decide about them."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from kernel.clock import WARSAW
from kernel.errors import NotFound
from kernel.paging import Page, page_number
from kernel.permissions import EVERYWHERE, Actor, Permission
from office.models import Department, Service
from surveys.models import (
    AnswerText,
    CommentReview,
    CommentTheme,
    Questionnaire,
    QuestionnaireVersion,
    Response,
    Theme,
)
from surveys.queries import definition_of
from surveys.queries.counts import MONTH
from surveys.rules.comments import NEW, Span
from surveys.rules.flags import REPLACED

PAGE_SIZE: Final = 25

Key = tuple[uuid.UUID, str]
"""A comment: the response and the question it answers."""


@dataclass(frozen=True)
class Wanted:
    """What the list shows; None and an empty text: all. ``months``: the first day of one and of the next."""

    standing: str = ""
    months: tuple[dt.date, dt.date] | None = None
    department_id: uuid.UUID | None = None
    service_id: uuid.UUID | None = None
    questionnaire_id: uuid.UUID | None = None
    theme_id: uuid.UUID | None = None
    language: str = ""


@dataclass(frozen=True)
class CommentRow:
    """A comment with what was decided; ``row_version`` 0: nothing. ``month``: the first day of its month."""

    words: AnswerText
    standing: str
    why: str
    masked: tuple[Span, ...]
    row_version: int
    month: dt.date
    department: str | None
    service: str | None
    questionnaire: str
    asked: str
    language: str
    mode: str
    themes: tuple[Theme, ...]

    @property
    def key(self) -> str:
        """The comment and the version of its decision, as a form carries them."""
        return f"{self.words.response_id}:{self.words.question}:{self.row_version}"


def comments_page(session: Session, actor: Actor, wanted: Wanted, number: int) -> Page[CommentRow]:
    """A page of comments: the newest month first, within a month in an order that says nothing of the time."""
    where = _where(actor, wanted)
    total = session.scalar(_joined(select(func.count())).where(*where)) or 0
    at = page_number(number, total, PAGE_SIZE)
    return Page(_rows(session, where, PAGE_SIZE, (at - 1) * PAGE_SIZE), at, total, PAGE_SIZE)


def count_comments(session: Session, actor: Actor, wanted: Wanted) -> int:
    """How many comments there are."""
    return session.scalar(_joined(select(func.count())).where(*_where(actor, wanted))) or 0


def comment_for(session: Session, actor: Actor, key: Key) -> CommentRow:
    """One comment, for somebody who may decide about it. Raises NotFound; also where the words were erased."""
    mine = (AnswerText.response_id == key[0], AnswerText.question == key[1])
    found = _rows(session, (*_where(actor, Wanted()), *mine), 1, 0)
    if not found:
        raise NotFound
    return found[0]


def first_month(session: Session, actor: Actor) -> dt.date | None:
    """The month of the oldest comment."""
    at = session.scalar(_joined(select(func.min(Response.received_at))).where(*_where(actor, Wanted())))
    return None if at is None else month_of(at)


def themes(session: Session, on: dt.date | None = None) -> list[Theme]:
    """Themes by their Polish name: those valid on a day, or all there ever were."""
    query = select(Theme).order_by(Theme.name_pl, Theme.valid_from_on, Theme.id)
    if on is not None:
        query = query.where(Theme.valid_from_on <= on, or_(Theme.valid_to_on.is_(None), Theme.valid_to_on >= on))
    return list(session.scalars(query))


def theme_by_id(session: Session, theme_id: uuid.UUID) -> Theme:
    """A theme. Raises NotFound."""
    found = session.get(Theme, theme_id)
    if found is None:
        raise NotFound
    return found


def theme_counts(session: Session) -> dict[uuid.UUID, int]:
    """How many comments have each theme."""
    counted = select(CommentTheme.theme_id, func.count()).group_by(CommentTheme.theme_id)
    return {row[0]: row[1] for row in session.execute(counted)}


def questionnaires(session: Session) -> Sequence[tuple[uuid.UUID, str]]:
    """Questionnaires by their titles."""
    rows = session.execute(select(Questionnaire.id, Questionnaire.title).order_by(Questionnaire.title))
    return [(row.id, row.title) for row in rows]


def services(session: Session) -> Sequence[tuple[uuid.UUID, str]]:
    """Services by their names."""
    return [(row.id, row.name) for row in session.execute(select(Service.id, Service.name).order_by(Service.name))]


def month_of(moment: dt.datetime) -> dt.date:
    """The first day of the month of a moment in Warsaw."""
    return moment.astimezone(WARSAW).date().replace(day=1)


def _rows(session: Session, where: Sequence[ColumnElement[bool]], limit: int, offset: int) -> list[CommentRow]:
    # Within a month by the random commitment: the day and hour of a comment do not show in its place. The month is the
    # one in Warsaw: by another clock what came in its first hours would stand among those of the month before.
    at = Response.received_at
    columns = (AnswerText, CommentReview, at, Response.language, Response.mode, Department.name, Service.name)
    query = (
        _joined(select(*columns, Questionnaire.title, QuestionnaireVersion.definition))
        .where(*where)
        .order_by(MONTH.desc(), AnswerText.commitment)
        .limit(limit)
        .offset(offset)
    )
    found = session.execute(query).all()
    tagged = _themes_of(session, [row[0] for row in found])
    return [_row(row, tagged) for row in found]


def _row(row: Any, tagged: dict[Key, list[Theme]]) -> CommentRow:
    words, review, at, language, mode, department, service, title, definition = row
    return CommentRow(
        words=words,
        standing=review.standing if review else NEW,
        why=review.why if review else "",
        masked=tuple((start, end) for start, end in json.loads(review.masked)) if review else (),
        row_version=review.row_version if review else 0,
        month=month_of(at),
        department=department,
        service=service,
        questionnaire=title,
        asked=definition_of(definition).by_key[words.question].text["pl"],
        language=language,
        mode=mode,
        themes=tuple(tagged[words.response_id, words.question]),
    )


def _themes_of(session: Session, words: Sequence[AnswerText]) -> dict[Key, list[Theme]]:
    found: dict[Key, list[Theme]] = defaultdict(list)
    query = (
        select(CommentTheme.response_id, CommentTheme.question, Theme)
        .join(Theme, Theme.id == CommentTheme.theme_id)
        .where(CommentTheme.response_id.in_([one.response_id for one in words]))
        .order_by(Theme.name_pl)
    )
    for response_id, question, theme in session.execute(query):
        found[response_id, question].append(theme)
    return found


def _joined(query: Any) -> Any:
    reviewed = and_(CommentReview.response_id == AnswerText.response_id, CommentReview.question == AnswerText.question)
    return (
        query.select_from(AnswerText)
        .join(Response, Response.id == AnswerText.response_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Response.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .outerjoin(CommentReview, reviewed)
        .outerjoin(Department, Department.id == Response.department_id)
        .outerjoin(Service, Service.id == Response.service_id)
    )


def _where(actor: Actor, wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    scope = actor.scope(Permission.COMMENT_REVIEW)
    tagged = exists().where(
        CommentTheme.response_id == AnswerText.response_id,
        CommentTheme.question == AnswerText.question,
        CommentTheme.theme_id == wanted.theme_id,
    )
    asked: tuple[tuple[object, ColumnElement[bool]], ...] = (
        (wanted.standing, func.coalesce(CommentReview.standing, NEW) == wanted.standing),
        (wanted.department_id, Response.department_id == wanted.department_id),
        (wanted.service_id, Response.service_id == wanted.service_id),
        (wanted.questionnaire_id, Questionnaire.id == wanted.questionnaire_id),
        (wanted.language, Response.language == wanted.language),
        (wanted.theme_id, tagged),
    )
    return (
        AnswerText.text.is_not(None),
        Response.flags.not_like(f"%{REPLACED}%"),
        true() if scope is EVERYWHERE else Response.department_id.in_(scope),
        *(condition for value, condition in asked if value),
        *((Response.received_at >= _midnight(wanted.months[0]), Response.received_at < _midnight(wanted.months[1]))
          if wanted.months else ()),
    )  # fmt: skip


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), WARSAW).astimezone(dt.UTC)
