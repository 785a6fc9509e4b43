"""What is personal in a case, each with the salt of its commitment in the record."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class Complainant(Base):
    """Who complained. Erasable: the record holds only a salted commitment to it.

    ``on_behalf_of`` and ``may_publish``: of a petition, in whose interest it is filed, and whether the name may be
    published. ``person_key`` and ``email_key``: what cases of the same person are found by (rules.same_person).
    """

    __tablename__ = "complainant"

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    on_behalf_of: Mapped[str] = mapped_column(String(300), default="")
    may_publish: Mapped[bool] = mapped_column(Boolean, default=False)
    person_key: Mapped[str] = mapped_column(String(64), default="", index=True)
    email_key: Mapped[str] = mapped_column(String(200), default="", index=True)
    salt: Mapped[str] = mapped_column(String(32))


class ComplaintMatter(Base):
    """The letter itself."""

    __tablename__ = "complaint_matter"

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))


class ComplaintNote(Base):
    """What a member of staff noted on the case."""

    __tablename__ = "complaint_note"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[dt.datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))


class ComplaintAttachment(Base):
    """A file that belongs to a case, by the name it was sent under. ``added_by_id``: None for a resident's own."""

    __tablename__ = "complaint_attachment"
    __table_args__ = (UniqueConstraint("complaint_id", "position"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"))
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stored_file.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    salt: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(Text, default="")
    added_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[dt.datetime] = mapped_column(Moment)
    position: Mapped[int] = mapped_column(Integer)
