"""Tables of the register. Inputs are stored; due dates are projections of them that can be rebuilt at any time."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class Complaint(Base):
    """One case of the register, without a word of personal data but for its subject line."""

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("register", "year", "number"),
        UniqueConstraint("source", "external_number"),
        Index("ix_complaint_queue", "settled_on", "left_on", "due_on"),
        Index("ix_complaint_department_due", "department_id", "due_on"),
        Index("ix_complaint_received_on", "received_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    register: Mapped[str] = mapped_column(String(60))
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str | None] = mapped_column(String(60))
    external_number: Mapped[str | None] = mapped_column(String(120))
    imported_flag: Mapped[str | None] = mapped_column(String(60))
    submission_id: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    code_hash: Mapped[str | None] = mapped_column(String(64))

    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5), default="pl")
    subject: Mapped[str] = mapped_column(String(200))
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("service.id"))
    topic_id: Mapped[uuid.UUID | None] = mapped_column()  # of office.topic, whose rows are never deleted
    handler_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)

    happened_on: Mapped[dt.date | None] = mapped_column(Date)
    received_on: Mapped[dt.date] = mapped_column(Date)
    received_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    registered_at: Mapped[dt.datetime] = mapped_column(Moment)
    acknowledged_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    rule_id: Mapped[str | None] = mapped_column(String(60))
    rule_version: Mapped[int | None] = mapped_column(Integer)
    raw_end_on: Mapped[dt.date | None] = mapped_column(Date)
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    warn_on: Mapped[dt.date | None] = mapped_column(Date)
    due_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    settled_on: Mapped[dt.date | None] = mapped_column(Date)
    settled_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    settled_recorded_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    outcome: Mapped[str | None] = mapped_column(String(40))
    reply: Mapped[str | None] = mapped_column(Text)
    reply_salt: Mapped[str | None] = mapped_column(String(32))
    left_on: Mapped[dt.date | None] = mapped_column(Date)
    left_how: Mapped[str | None] = mapped_column(String(40))

    severity: Mapped[str | None] = mapped_column(String(20))
    remedy_sought: Mapped[str | None] = mapped_column(Text)
    cause: Mapped[str | None] = mapped_column(Text)
    erased_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    @property
    def register_number(self) -> str:
        """The number people know the case by: ``214/2026``, or the foreign number of an imported case."""
        return self.external_number or "" if self.number is None else f"{self.number}/{self.year}"

    @property
    def is_open(self) -> bool:
        """Neither settled nor gone elsewhere."""
        return self.settled_on is None and self.left_on is None


class Complainant(Base):
    """Who complained. Erasable: the record holds only a salted commitment to it."""

    __tablename__ = "complainant"

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
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


class RegisterCounter(Base):
    """The last number given in a register and year. Locked while a number is given, so that none is left out."""

    __tablename__ = "register_counter"

    register: Mapped[str] = mapped_column(String(60), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)


class Feedback(Base):
    """An anonymous opinion: no name, no number, no clock."""

    __tablename__ = "feedback"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    language: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    received_at: Mapped[dt.datetime] = mapped_column(Moment, index=True)
    salt: Mapped[str] = mapped_column(String(32))
