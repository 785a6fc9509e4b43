"""Comments that are shown, by month and department; nothing of when exactly, where, by what way or in what language."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from analytics.frames.answers import in_months
from analytics.measures.period import Month
from kernel.clock import WARSAW
from surveys.models import AnswerText, CommentReview, CommentTheme, Response, Theme
from surveys.rules.comments import SHOWN, Span
from surveys.rules.flags import CLEAN

Cell = tuple[Month, uuid.UUID]
"""A month and a department: comments are shown and counted by nothing smaller."""


@dataclass(frozen=True)
class Words:
    """A comment: its words and the places hidden by hand."""

    text: str
    masked: tuple[Span, ...]


@dataclass
class ThemeCounts:
    """Shown comments of a month and department: how many, how many of each theme, how many of none."""

    n: int = 0
    themes: Counter[uuid.UUID] = field(default_factory=Counter)
    without: int = 0


def shown_comments(session: Session, month: Month, department_id: uuid.UUID) -> list[Words]:
    """The shown comments of a department in a month, in an order that says nothing: by their random commitments."""
    query = (
        select(AnswerText.text, CommentReview.masked)
        .join(CommentReview, _reviewed())
        .join(Response, Response.id == AnswerText.response_id)
        .where(*_shown([month]), Response.department_id == department_id)
        .order_by(AnswerText.commitment)
    )
    return [
        Words(text or "", tuple((start, end) for start, end in json.loads(masked)))
        for text, masked in session.execute(query)
    ]


def theme_counts(session: Session, months: Sequence[Month]) -> dict[Cell, ThemeCounts]:
    """Count shown comments and their themes in months that follow each other. One statement."""
    tagged = and_(CommentTheme.response_id == AnswerText.response_id, CommentTheme.question == AnswerText.question)
    query = (
        select(AnswerText.commitment, Response.received_at, Response.department_id, CommentTheme.theme_id)
        .join(CommentReview, _reviewed())
        .join(Response, Response.id == AnswerText.response_id)
        .outerjoin(CommentTheme, tagged)
        .where(*_shown(months), Response.department_id.is_not(None))
    )
    found: dict[Cell, ThemeCounts] = {}
    seen: set[str] = set()
    for row in session.execute(query):
        cell = Month.of(row.received_at.astimezone(WARSAW).date()), cast(uuid.UUID, row.department_id)
        counts = found.setdefault(cell, ThemeCounts())
        counts.n += row.commitment not in seen
        seen.add(row.commitment)
        theme: uuid.UUID | None = row.theme_id
        if theme is None:
            counts.without += 1
        else:
            counts.themes[theme] += 1
    return found


def theme_names(session: Session) -> list[Theme]:
    """All themes there ever were, by their Polish names."""
    return list(session.scalars(select(Theme).order_by(Theme.name_pl, Theme.id)))


def _reviewed() -> ColumnElement[bool]:
    return and_(CommentReview.response_id == AnswerText.response_id, CommentReview.question == AnswerText.question)


def _shown(months: Sequence[Month]) -> tuple[ColumnElement[bool], ...]:
    """Shown, not erased, of a clean response."""
    return (
        CommentReview.standing == SHOWN,
        AnswerText.text.is_not(None),
        Response.flags.in_(CLEAN),
        in_months(months),
    )
