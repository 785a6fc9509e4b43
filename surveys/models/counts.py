"""Sealed responses and their answers, counted once when they are sealed, so that no page counts a million rows.

Key columns hold no NULL: what is not told (a department, a desk, a service) is NOWHERE. ``flask ledger verify`` counts
again and compares.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from sqlalchemy import Boolean, Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base

NOWHERE: Final = uuid.UUID(int=0)
"""In place of a department, desk or service that is not told."""

WORDS: Final = ""
"""The answer under which words are counted: how many gave some, never which."""

OVERALL, SETTLED = "q1", "q2"
"""The questions beside which others are counted: the overall rating, and whether the matter was settled."""

_NO_ROWID: Final = {"sqlite_with_rowid": False}
"""The key is the row: SQLite keeps one tree instead of two."""


class ResponseCount(Base):
    """Sealed responses of a day in Warsaw by version, place, way and flags (`CLEAN` or not)."""

    __tablename__ = "survey_response_count"
    __table_args__ = (_NO_ROWID,)

    local_on: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    department_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    desk_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    service_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(String(20), primary_key=True)
    flags: Mapped[str] = mapped_column(String(120), primary_key=True)
    n: Mapped[int] = mapped_column(Integer)


class AnswerCount(Base):
    """Answers in sealed responses of a month (202611) by version, question, answer, place and way.

    ``answer``: the value, the code, or WORDS.
    """

    __tablename__ = "survey_answer_count"
    __table_args__ = (_NO_ROWID,)

    version_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    answer: Mapped[str] = mapped_column(String(40), primary_key=True)
    department_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    desk_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    service_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(String(20), primary_key=True)
    is_clean: Mapped[bool] = mapped_column(Boolean, primary_key=True)
    n: Mapped[int] = mapped_column(Integer)


class PairCount(Base):
    """Clean answers on a scale in sealed responses of a month by the answers of the same response to OVERALL and to
    SETTLED: what goes together with what. ``settled`` is empty where that was not answered.
    """

    __tablename__ = "survey_pair_count"
    __table_args__ = (_NO_ROWID,)

    version_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    department_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    overall: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    settled: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(Integer)


class HourCount(Base):
    """Clean answers in sealed responses of a month by weekday (0 Monday) and hour in Warsaw; ways without an hour are
    not here.
    """

    __tablename__ = "survey_hour_count"
    __table_args__ = (_NO_ROWID,)

    version_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    month: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    weekday: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    hour: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    department_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(String(20), primary_key=True)
    answer: Mapped[str] = mapped_column(String(40), primary_key=True)
    n: Mapped[int] = mapped_column(Integer)
