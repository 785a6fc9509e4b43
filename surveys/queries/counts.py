"""Responses and answers by everything the fixed grid knows: counted tables for what is sealed, live rows for the rest.

Each selectable has the columns of its table; ``n`` is to be summed. A response is in exactly one of the two halves, and
both are read in one statement, so nothing is counted twice and nothing is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    Uuid,
    and_,
    cast,
    extract,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from surveys.models import Answer, AnswerText, Response
from surveys.models.counts import NOWHERE, OVERALL, SETTLED, WORDS, AnswerCount, HourCount, PairCount, ResponseCount
from surveys.rules.flags import CLEAN

NO_HOUR_MODES: Final = ("paper", "import", "follow_up")
"""Ways of answering that tell no hour."""

MONTH: Final[ColumnElement[int]] = cast(
    extract("year", Response.local_on) * 100 + extract("month", Response.local_on), Integer
)
WEEKDAY: Final[ColumnElement[int]] = cast((extract("dow", Response.local_on) + 6) % 7, Integer)
"""0 Monday; both databases number the days from Sunday."""


def _told(column: Any) -> ColumnElement[Any]:
    return func.coalesce(column, literal(NOWHERE, Uuid()))


_PLACE: Final = tuple(_told(getattr(Response, name)).label(name) for name in ("department_id", "desk_id", "service_id"))
_IS_CLEAN: Final = Response.flags.in_(CLEAN).label("is_clean")
_ANSWER: Final = func.coalesce(cast(Answer.value, String(40)), Answer.code).label("answer")

Condition = ColumnElement[bool]


def live_responses(which: Condition) -> Select[Any]:
    """Responses as rows of ResponseCount, one by one."""
    return select(
        Response.local_on, Response.version_id, *_PLACE, Response.mode, Response.flags, literal(1).label("n")
    ).where(which)


def live_answers(which: Condition, *, words: bool) -> Select[Any]:
    """Answers (``words``: those in words) as rows of AnswerCount, one by one."""
    table: Any = AnswerText if words else Answer
    answer = literal(WORDS, String(40)).label("answer") if words else _ANSWER
    return (
        select(
            Response.version_id, MONTH.label("month"), table.question, answer, *_PLACE, Response.mode, _IS_CLEAN,
            literal(1).label("n"),
        )
        .join(table, table.response_id == Response.id)
        .where(which)
    )  # fmt: skip


def live_hours(which: Condition, *, words: bool) -> Select[Any]:
    """Clean answers given at a known hour as rows of HourCount, one by one."""
    table: Any = AnswerText if words else Answer
    answer = literal(WORDS, String(40)).label("answer") if words else _ANSWER
    return (
        select(
            Response.version_id, table.question, MONTH.label("month"), WEEKDAY.label("weekday"),
            Response.local_hour.label("hour"), _PLACE[0], Response.mode, answer, literal(1).label("n"),
        )
        .join(table, table.response_id == Response.id)
        .where(which, Response.flags.in_(CLEAN), Response.mode.not_in(NO_HOUR_MODES))
    )  # fmt: skip


def live_pairs(which: Condition) -> Select[Any]:
    """Clean answers on a scale beside the overall rating of their response as rows of PairCount, one by one."""
    overall, settled = aliased(Answer), aliased(Answer)
    return (
        select(
            Response.version_id, MONTH.label("month"), Answer.question, _PLACE[0], overall.value.label("overall"),
            func.coalesce(settled.code, literal("", String(40))).label("settled"), Answer.value, literal(1).label("n"),
        )
        .join(overall, and_(overall.response_id == Response.id, overall.question == OVERALL))
        .join(Answer, Answer.response_id == Response.id)
        .outerjoin(settled, and_(settled.response_id == Response.id, settled.question == SETTLED))
        .where(which, Response.flags.in_(CLEAN), overall.value.is_not(None), Answer.value.is_not(None))
    )  # fmt: skip


_WAITS: Final[Condition] = Response.leaf.is_(None)


def response_counts(*where: Condition) -> Subquery:
    """All responses. ``where``: conditions on ResponseCount that hold for what is sealed already; the rest is small."""
    counted = select(*_columns(ResponseCount)).where(true(), *where)
    return union_all(counted, live_responses(_WAITS)).subquery("counted")


def answer_counts(*where: Condition) -> Subquery:
    """All answers. ``where``: as of `response_counts`, on AnswerCount."""
    counted = select(*_columns(AnswerCount)).where(true(), *where)
    live = (live_answers(_WAITS, words=words) for words in (False, True))
    return union_all(counted, *live).subquery("counted")


def hour_counts(*where: Condition) -> Subquery:
    """All clean answers given at a known hour. ``where``: as of `response_counts`, on HourCount."""
    counted = select(*_columns(HourCount)).where(true(), *where)
    live = (live_hours(_WAITS, words=words) for words in (False, True))
    return union_all(counted, *live).subquery("counted")


def pair_counts(*where: Condition) -> Subquery:
    """All pairs of clean answers. ``where``: as of `response_counts`, on PairCount."""
    counted = select(*_columns(PairCount)).where(true(), *where)
    return union_all(counted, live_pairs(_WAITS)).subquery("counted")


def pairs_sealed(which: Condition) -> Subquery:
    """Pairs of the responses of a condition, counted from the rows."""
    return live_pairs(which).subquery("then")


def answers_sealed(which: Condition) -> Subquery:
    """Answers of the responses of a condition, counted from the rows: what an earlier moment knew."""
    return union_all(*(live_answers(which, words=words) for words in (False, True))).subquery("then")


def responses_sealed(which: Condition) -> Subquery:
    """The same for responses."""
    return live_responses(which).subquery("then")


def hours_sealed(which: Condition) -> Subquery:
    """The same for clean answers given at a known hour."""
    return union_all(*(live_hours(which, words=words) for words in (False, True))).subquery("then")


def _columns(table: Any) -> Sequence[Any]:
    return list(table.__table__.columns)
