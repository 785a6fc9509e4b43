"""What was done with a case, step by step: the inputs from which its terms and its history follow."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class ComplaintStep(Base):
    """One step: a call, a transfer, a notice of delay, an answer of the council ... by the name of its move.

    ``happened_on``: the legal day; ``until_on``: the new day a notice announces; ``basis``: the code of a reason the
    law knows; ``reference``: the number of a letter or resolution; ``text``: the reason in words, which may be
    personal; ``qualified_from`` and ``qualified_to``: the kinds before and after a qualification.
    """

    __tablename__ = "complaint_step"
    __table_args__ = (UniqueConstraint("complaint_id", "position"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"))
    position: Mapped[int] = mapped_column(Integer)
    move: Mapped[str] = mapped_column(String(20), index=True)
    happened_on: Mapped[dt.date] = mapped_column(Date)
    until_on: Mapped[dt.date | None] = mapped_column(Date)
    body_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("outside_body.id"))
    basis: Mapped[str] = mapped_column(String(60), default="")
    reference: Mapped[str] = mapped_column(String(120), default="")
    channel: Mapped[str] = mapped_column(String(20), default="")
    qualified_from: Mapped[str] = mapped_column(String(20), default="")
    qualified_to: Mapped[str] = mapped_column(String(20), default="")
    other_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("complaint.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    salt: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(Moment)


class ComplaintLink(Base):
    """Two cases belong together: parts of one letter, a repeat of a settled one, an appeal and what it is against."""

    __tablename__ = "complaint_link"

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True, index=True)
    how: Mapped[str] = mapped_column(String(20), primary_key=True)
    linked_at: Mapped[dt.datetime] = mapped_column(Moment)
