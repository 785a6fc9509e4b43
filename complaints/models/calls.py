"""Phone calls that were answered with an invitation to file: no case, no number, no clock."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class PhoneCall(Base):
    """A call, what it was about, and what the caller was told. Erasable: the record holds a commitment to the words.

    ``email``: where the invitation goes, where the caller asked for it; ``complaint_id``: what the caller filed later.
    """

    __tablename__ = "phone_call"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    called_on: Mapped[dt.date] = mapped_column(Date)
    topic: Mapped[str] = mapped_column(String(200))
    told: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(5))
    salt: Mapped[str] = mapped_column(String(32))
    noted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[dt.datetime] = mapped_column(Moment, index=True)
    complaint_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    erased_at: Mapped[dt.datetime | None] = mapped_column(Moment)
