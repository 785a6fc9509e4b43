"""Reviews of signals, and what was said about them."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.models import LEAF
from storage.base import Base
from storage.types import Moment


class Review(Base):
    """The work on one signal (ledger: ``review:<id>``).

    ``key``: measure, population, department and month; of each there is one review. ``department_id`` None: the whole
    office. ``value``, ``centre``, ``low``, ``high``: as they were at ``leaf``, the last entry they saw, with a decimal
    point; empty for figures over answers. ``concluded_at`` and ``conclusion`` are empty while it is open.
    """

    __tablename__ = "review"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    measure: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(Integer)
    population: Mapped[str] = mapped_column(String(20))
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    month: Mapped[str] = mapped_column(String(7), index=True)
    rule: Mapped[str] = mapped_column(String(20))
    side: Mapped[str] = mapped_column(String(10))
    meaning: Mapped[str] = mapped_column(String(20))
    method: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(40))
    centre: Mapped[str] = mapped_column(String(40))
    low: Mapped[str] = mapped_column(String(40))
    high: Mapped[str] = mapped_column(String(40))
    leaf: Mapped[int] = mapped_column(LEAF)
    opened_at: Mapped[dt.datetime] = mapped_column(Moment)
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    conclusion: Mapped[str | None] = mapped_column(String(20))
    concluded_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(Integer, default=1)


class ReviewWords(Base):
    """What somebody said on concluding a review or opening it again: the words behind the commitment of an entry."""

    __tablename__ = "review_words"

    entry_leaf: Mapped[int] = mapped_column(LEAF, primary_key=True, autoincrement=False)
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
