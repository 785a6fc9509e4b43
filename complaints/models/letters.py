"""Letters of the office in a case."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class ComplaintLetter(Base):
    """A letter of the office in a case: a draft until it is sent, and from then on what it was.

    ``dated_on``: the date on the letter; ``sent_on``: the day it went out; ``file_id``: the frozen PDF, by its
    hash; ``has_privacy``: the clause on personal data went out with it (art. 226a KPA). ``enclosures``: what lies with
    it, in words. Erasing the case empties the texts and lets go of the file.
    """

    __tablename__ = "complaint_letter"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), index=True)
    template_id: Mapped[str] = mapped_column(String(40))
    template_version: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    addressee: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(String(400))
    body: Mapped[str] = mapped_column(Text)
    enclosures: Mapped[str] = mapped_column(String(500), default="")
    signatory_name: Mapped[str] = mapped_column(String(200), default="")
    signatory_post: Mapped[str] = mapped_column(String(200), default="")
    signatory_above: Mapped[str] = mapped_column(String(200), default="")
    dated_on: Mapped[dt.date] = mapped_column(Date)
    drafted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    drafted_at: Mapped[dt.datetime] = mapped_column(Moment)
    channel: Mapped[str] = mapped_column(String(20), default="")
    sent_on: Mapped[dt.date | None] = mapped_column(Date)
    sent_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    has_privacy: Mapped[bool] = mapped_column(Boolean, default=False)
    file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    row_version: Mapped[int] = mapped_column(Integer, default=1)
