"""What residents may read about a petition."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Moment


class PetitionPublication(Base):
    """A petition as published: words an official wrote for it, never the letter itself.

    ``hidden_on``: the day it was taken down again; None while it can be read. ``is_named``: it says who filed it, who
    agreed to that; the name itself stays with the complainant. Days and outcome are those of the case.
    """

    __tablename__ = "petition_publication"

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    published_on: Mapped[dt.date] = mapped_column(Date)
    changed_at: Mapped[dt.datetime] = mapped_column(Moment)
    is_named: Mapped[bool] = mapped_column(Boolean, default=False)
    hidden_on: Mapped[dt.date | None] = mapped_column(Date)
    salt: Mapped[str] = mapped_column(String(32))
    row_version: Mapped[int] = mapped_column(Integer, default=1)


class PetitionScan(Base):
    """A copy of a petition that was made for everybody, without what is personal; given out while it is published."""

    __tablename__ = "petition_scan"

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stored_file.id"), index=True)
    added_at: Mapped[dt.datetime] = mapped_column(Moment)
    salt: Mapped[str] = mapped_column(String(32))
