"""The office: one row, the one this database belongs to."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Boolean, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Moment


class Office(Base):
    """The one office of this database."""

    __tablename__ = "office"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    opening_hours: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    is_sample: Mapped[bool] = mapped_column(Boolean)
    founded_at: Mapped[dt.datetime] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(Integer, default=1)
