"""The answer while it is being written and approved."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Moment


class ComplaintDraft(Base):
    """The answer of a case as last put forward. ``approved_by_id``: whoever approved these very words, None so far.

    ``factual`` and ``legal`` are the reasons of a refusal, ``has_instruction`` whether the instruction the law asks for
    stands in it (art. 238 § 1 KPA).
    """

    __tablename__ = "complaint_draft"

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    factual: Mapped[str] = mapped_column(Text, default="")
    legal: Mapped[str] = mapped_column(Text, default="")
    has_instruction: Mapped[bool] = mapped_column(Boolean, default=False)
    signatory_name: Mapped[str] = mapped_column(String(200))
    signatory_post: Mapped[str] = mapped_column(String(200))
    salt: Mapped[str] = mapped_column(String(32))
    drafted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    drafted_at: Mapped[dt.datetime] = mapped_column(Moment)
    approved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[dt.datetime | None] = mapped_column(Moment)
