"""The secret address under which somebody's calendar reads their deadlines."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Moment


class CalendarAddress(Base):
    """One person's secret address. Only the hash of its secret part is kept; revoked means gone."""

    __tablename__ = "calendar_address"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[dt.datetime] = mapped_column(Moment)
