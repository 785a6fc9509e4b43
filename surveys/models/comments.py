"""What the office makes of residents' comments: whether they are shown, what of them is hidden, their themes."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Date, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base


class Theme(Base):
    """What comments speak of, as the office sorts them. Its words may be corrected, what is over is ended."""

    __tablename__ = "theme"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name_pl: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    name_uk: Mapped[str] = mapped_column(String(120), default="")
    valid_from_on: Mapped[dt.date] = mapped_column(Date)
    valid_to_on: Mapped[dt.date | None] = mapped_column(Date)
    row_version: Mapped[int] = mapped_column(Integer, default=1)


class CommentReview(Base):
    """What was decided about a comment; no row: nobody looked at it yet, and no department sees it.

    ``masked``: canonical JSON, pairs of first sign and end of the parts hidden by hand. ``why``: why it is hidden.
    """

    __tablename__ = "comment_review"
    __table_args__ = (
        ForeignKeyConstraint(["response_id", "question"], ["answer_text.response_id", "answer_text.question"]),
    )

    response_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    standing: Mapped[str] = mapped_column(String(10))
    why: Mapped[str] = mapped_column(String(20), default="")
    masked: Mapped[str] = mapped_column(Text, default="[]")
    row_version: Mapped[int] = mapped_column(Integer, default=1)


class CommentTheme(Base):
    """A comment speaks of a theme; it may speak of several."""

    __tablename__ = "comment_theme"
    __table_args__ = (
        ForeignKeyConstraint(["response_id", "question"], ["answer_text.response_id", "answer_text.question"]),
        Index("ix_comment_theme_theme_id", "theme_id"),
    )

    response_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("theme.id"), primary_key=True)
