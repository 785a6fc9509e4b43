"""What a desk keeps for itself beside the record: words not sent yet, and who has a case open."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Moment


class UnsentWords(Base):
    """What a person typed into a form of a case and did not send: for their own eyes, until it is sent or thrown away.

    ``form``: which form (rules.unsent); ``fields``: pairs of name and value, as JSON; none once it was sent or thrown
    away, which was ``kept_at``.
    """

    __tablename__ = "unsent_words"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True, index=True)
    form: Mapped[str] = mapped_column(String(60), primary_key=True)
    fields: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[dt.datetime] = mapped_column(Moment)


class CasePresence(Base):
    """That a person has a page of a case open. ``doing``: what (rules.presence); ``seen_at``: when we last heard."""

    __tablename__ = "case_presence"

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    doing: Mapped[str] = mapped_column(String(20), primary_key=True)
    seen_at: Mapped[dt.datetime] = mapped_column(Moment)
