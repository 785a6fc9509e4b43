"""When the office is open."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Date, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base


class OpeningSchedule(Base):
    """Opening hours of a week, valid from a day until the next schedule begins.

    ``week`` holds seven texts from Monday, one a line: ``08:00-16:00 17:00-18:00``, empty when closed.
    """

    __tablename__ = "opening_schedule"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    valid_from_on: Mapped[dt.date] = mapped_column(Date, unique=True)
    week: Mapped[str] = mapped_column(Text)
    row_version: Mapped[int] = mapped_column(Integer, default=1)


class DayOff(Base):
    """A day on which the office is closed although it is no public holiday. It moves no statutory term."""

    __tablename__ = "day_off"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    day_on: Mapped[dt.date] = mapped_column(Date, unique=True)
    name: Mapped[str] = mapped_column(String(120))
    basis: Mapped[str] = mapped_column(String(300), default="")
    row_version: Mapped[int] = mapped_column(Integer, default=1)
