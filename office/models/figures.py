"""Figures from outside the program that others are compared with."""

from __future__ import annotations

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base


class ReferenceFigure(Base):
    """Inhabitants at the end of a year, or cases handled in a year, by the office or one department."""

    __tablename__ = "reference_figure"
    __table_args__ = (CheckConstraint("value > 0", name="positive"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    what: Mapped[str] = mapped_column(String(20))
    year: Mapped[int] = mapped_column(Integer)
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    value: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(300), default="")
    row_version: Mapped[int] = mapped_column(Integer, default=1)
