"""What residents may read about a petition."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Moment


class PetitionPublication(Base):
    """A petition as published: words an official wrote for it, never the letter itself.

    ``hidden_on``: the day it was taken down again; None while it can be read. Days and outcome are those of the case.
    """

    __tablename__ = "petition_publication"

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    published_on: Mapped[dt.date] = mapped_column(Date)
    changed_at: Mapped[dt.datetime] = mapped_column(Moment)
    hidden_on: Mapped[dt.date | None] = mapped_column(Date)
    salt: Mapped[str] = mapped_column(String(32))
    row_version: Mapped[int] = mapped_column(Integer, default=1)
