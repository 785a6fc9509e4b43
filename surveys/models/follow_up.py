"""The pen: answers of people whose case was settled, until enough of them are there."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class Pen(Base):
    """All waiting answers as one sealed text, written anew with every one that comes: no order, no moment, no rows.

    ``key_id`` names the office's secret it was sealed under; a new secret begins a new pen.
    """

    __tablename__ = "survey_pen"

    key_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    kept: Mapped[str] = mapped_column(Text, default="")
