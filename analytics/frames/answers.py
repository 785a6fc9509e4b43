"""Answers and responses, counted by the database: no frame holds the answers of one person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, and_, case, extract, func, literal, or_, select, true
from sqlalchemy.orm import Session

from analytics.frames.counted import between, key_of, reached, stored, versions_of
from analytics.frames.scope import in_scope, midnight
from analytics.measures.period import Month
from analytics.measures.satisfaction import ANSWER_COLUMNS
from kernel.permissions import EVERYWHERE, Scope
from surveys.models import Answer, AnswerCount, Response, ResponseCount
from surveys.models.counts import WORDS
from surveys.queries.counts import answer_counts, response_counts
from surveys.rules.flags import CLEAN

if TYPE_CHECKING:
    import pandas as pd

INSTRUMENT: Final = "satys7"
"""The questionnaire whose answers the pages show; others are never pooled with it."""


def answers(
    session: Session,
    months: Sequence[Month],
    scope: Scope = EVERYWHERE,
    instrument: str = INSTRUMENT,
    upto_leaf: int | None = None,
) -> pd.DataFrame:
    """Return counts of answers by month, department, question and answer, clean and flagged apart.

    ``upto_leaf``: only of responses sealed by then; None: all that are stored.

    A response belongs to the month of its moment in Warsaw. Now is read from the counted tables; an earlier moment is
    counted from the rows: the boundaries go to the database as moments, so that SQLite and PostgreSQL agree, summer
    time included.
    """
    import pandas as pd

    read = _counted_answers if upto_leaf is None else _answers_then
    rows = read(session, months, scope, instrument, upto_leaf)
    frame = pd.DataFrame(rows, columns=list(ANSWER_COLUMNS))
    frame["department"] = pd.Series([key_of(row[1]) for row in rows], dtype=object)
    return frame


def _counted_answers(
    session: Session, months: Sequence[Month], scope: Scope, instrument: str, _upto_leaf: int | None
) -> list[tuple[Any, ...]]:
    found = answer_counts(between(AnswerCount.month, months), AnswerCount.version_id.in_(versions_of(instrument))).c
    keys = (found.month, stored(found.department_id), found.question, found.answer, found.is_clean)
    query = (
        select(*keys, func.sum(found.n))
        .where(between(found.month, months), found.version_id.in_(versions_of(instrument)))
        .where(reached(found.department_id, scope), found.answer != WORDS)
        .group_by(*keys)
    )
    return [
        (_month(month), department, question, *_read(answer), clean, int(n))
        for month, department, question, answer, clean, n in session.execute(query)
    ]


@lru_cache(maxsize=1024)
def _read(answer: str) -> tuple[int | None, str | None]:
    """A counted answer as value or code; no code is a number."""
    return (int(answer), None) if answer.isdecimal() else (None, answer)


@lru_cache(maxsize=1024)
def _month(number: int) -> str:
    return f"{number // 100}-{number % 100:02d}"


def _answers_then(
    session: Session, months: Sequence[Month], scope: Scope, instrument: str, upto_leaf: int | None
) -> list[tuple[Any, ...]]:
    is_clean, month = Response.flags.in_(CLEAN), _month_of(months)
    query = (
        select(
            month, stored(Response.department_id), Answer.question, Answer.value, Answer.code, is_clean, func.count()
        )
        .select_from(Answer)
        .join(Response, Response.id == Answer.response_id)
        .where(
            of_instrument(instrument), in_months(months), _sealed(upto_leaf), in_scope(Response.department_id, scope)
        )
        .group_by(month, Response.department_id, Answer.question, Answer.value, Answer.code, is_clean)
    )
    return [tuple(row) for row in session.execute(query)]


def responses(
    session: Session,
    months: Sequence[Month],
    scope: Scope = EVERYWHERE,
    instrument: str = INSTRUMENT,
    upto_leaf: int | None = None,
) -> pd.DataFrame:
    """Return counts of responses by month, department, way of collecting and whether they are clean.

    ``upto_leaf``: only those sealed by then.
    """
    import pandas as pd

    read = _counted_responses if upto_leaf is None else _responses_then
    rows = read(session, months, scope, instrument, upto_leaf)
    frame = pd.DataFrame(rows, columns=["month", "department", "mode", "is_clean", "n"])
    frame["department"] = pd.Series([key_of(row[1]) for row in rows], dtype=object)
    return frame


def _counted_responses(
    session: Session, months: Sequence[Month], scope: Scope, instrument: str, _upto_leaf: int | None
) -> list[tuple[Any, ...]]:
    days = (months[0].first, months[-1].last)
    found = response_counts(ResponseCount.local_on.between(*days)).c
    month = extract("year", found.local_on) * 100 + extract("month", found.local_on)
    keys = (month, stored(found.department_id), found.mode, found.flags.in_(CLEAN))
    query = (
        select(*keys, func.sum(found.n))
        .where(found.local_on.between(*days), found.version_id.in_(versions_of(instrument)))
        .where(reached(found.department_id, scope))
        .group_by(*keys)
    )
    return [
        (_month(int(number)), department, mode, clean, int(n))
        for number, department, mode, clean, n in session.execute(query)
    ]


def _responses_then(
    session: Session, months: Sequence[Month], scope: Scope, instrument: str, upto_leaf: int | None
) -> list[tuple[Any, ...]]:
    is_clean, month = Response.flags.in_(CLEAN), _month_of(months)
    query = (
        select(month, stored(Response.department_id), Response.mode, is_clean, func.count())
        .where(
            of_instrument(instrument), in_months(months), _sealed(upto_leaf), in_scope(Response.department_id, scope)
        )
        .group_by(month, Response.department_id, Response.mode, is_clean)
    )
    return [tuple(row) for row in session.execute(query)]


def unsettled_months(
    session: Session, months: Sequence[Month], leaf: int, instrument: str = INSTRUMENT
) -> frozenset[str]:
    """Return the months somebody gave a response in that was sealed after a leaf only: their counts were not all there.

    What was imported later is left aside: it comes as a whole, not one by one.
    """
    is_later = or_(Response.leaf.is_(None), Response.leaf > leaf)
    wanted = (of_instrument(instrument), in_months(months), Response.source.is_(None), is_later)
    return frozenset(session.scalars(select(_month_of(months)).where(*wanted).distinct()))


def _sealed(upto_leaf: int | None) -> ColumnElement[bool]:
    return true() if upto_leaf is None else Response.leaf <= upto_leaf


def of_instrument(key: str) -> ColumnElement[bool]:
    """Return the condition that a response answers a version of a questionnaire."""
    return Response.version_id.in_(versions_of(key))


def _month_of(months: Sequence[Month]) -> ColumnElement[str]:
    """The month of a response: the first whose end it comes before; the months must follow each other."""
    ends = [(Response.received_at < midnight(month.plus(1).first), literal(str(month))) for month in months]
    return case(*ends).label("month")


def in_months(months: Sequence[Month]) -> ColumnElement[bool]:
    """Return the condition that a response was given in months that follow each other."""
    return and_(
        Response.received_at >= midnight(months[0].first), Response.received_at < midnight(months[-1].plus(1).first)
    )
