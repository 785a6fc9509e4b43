"""Bodies outside the office."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base


class OutsideBody(Base):
    """A council, a wojewoda, a court ...: valid from a day to a day, never deleted, because cases name it."""

    __tablename__ = "outside_body"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    edelivery: Mapped[str] = mapped_column(String(40), default="")
    valid_from_on: Mapped[dt.date] = mapped_column(Date)
    valid_to_on: Mapped[dt.date | None] = mapped_column(Date)
    row_version: Mapped[int] = mapped_column(Integer, default=1)
