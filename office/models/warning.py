"""How early somebody is warned of the end of a term."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base


class WarningDays(Base):
    """On which working day before the end of a term handlers are warned, valid from a day until the next row begins.

    ``grounds``: why the office chose it. Without a row the default of the product holds (kernel.terms).
    """

    __tablename__ = "warning_days"
    __table_args__ = (CheckConstraint("working_days BETWEEN 1 AND 10", name="possible"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    valid_from_on: Mapped[dt.date] = mapped_column(Date, unique=True)
    working_days: Mapped[int] = mapped_column(Integer)
    grounds: Mapped[str] = mapped_column(String(300))
    row_version: Mapped[int] = mapped_column(Integer, default=1)
