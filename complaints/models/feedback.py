"""Anonymous opinions."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class Feedback(Base):
    """An anonymous opinion: no name, no number, no clock. ``answer``: what the office did with it, for its people.

    ``flags``: it filled a field nobody sees, or came after the day's number; it is read all the same.
    """

    __tablename__ = "feedback"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    language: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    received_at: Mapped[dt.datetime] = mapped_column(Moment, index=True)
    salt: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(20), default="received")
    topic_id: Mapped[uuid.UUID | None] = mapped_column()  # of office.topic, whose rows are never deleted
    answer: Mapped[str] = mapped_column(Text, default="")
    flags: Mapped[str] = mapped_column(String(60), default="", server_default="")
    row_version: Mapped[int] = mapped_column(Integer, default=1)
