"""The register. Inputs are stored; due dates are projections of them that can be rebuilt at any time."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from complaints.models.queue_indexes import indexes_of_the_queue, of_given
from complaints.rules.kinds import number_words
from kernel.ids import new_id
from kernel.terms import WARNING_WORKING_DAYS
from storage.base import Base
from storage.types import Moment


class Complaint(Base):
    """One case of the register, without a word of personal data but for its subject line.

    ``starts_on`` to ``announced_on`` are projections of ``received_on`` and the steps of the case (rules/course.py).
    ``about``: whom a skarga is about; that person or unit neither handles nor approves it. ``councillor``: the MP,
    senator or councillor who filed or forwarded it. ``is_withheld``: who filed it is kept from the unit it is about.
    ``result``: what the body decided to which an appeal was passed. ``restricted_for``: the ground (art. 18(1) GDPR) on
    which its personal data are only kept since ``restricted_at``.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("register", "year", "number"),
        UniqueConstraint("source", "external_number"),
        *indexes_of_the_queue(),
        Index("ix_complaint_received_on", "received_on"),
        of_given("about_person_id"),
        of_given("sign", unique=True),
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
    handler_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    happened_on: Mapped[dt.date | None] = mapped_column(Date)
    received_on: Mapped[dt.date] = mapped_column(Date)
    received_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    registered_at: Mapped[dt.datetime] = mapped_column(Moment)
    acknowledged_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    councillor: Mapped[str] = mapped_column(String(20), default="")
    about: Mapped[str] = mapped_column(String(20), default="")
    matter: Mapped[str] = mapped_column(String(20), default="")
    about_person_id: Mapped[uuid.UUID | None] = mapped_column()  # of office.person, never deleted
    about_department_id: Mapped[uuid.UUID | None] = mapped_column()  # of office.department, never deleted
    is_withheld: Mapped[bool] = mapped_column(Boolean, default=False)
    filing_class_id: Mapped[uuid.UUID | None] = mapped_column()  # of office.filing_class, never deleted
    sign: Mapped[str | None] = mapped_column(String(60))

    starts_on: Mapped[dt.date | None] = mapped_column(Date)
    rule_id: Mapped[str | None] = mapped_column(String(60))
    rule_version: Mapped[int | None] = mapped_column(Integer)
    raw_end_on: Mapped[dt.date | None] = mapped_column(Date)
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    warn_on: Mapped[dt.date | None] = mapped_column(Date)
    warning_days: Mapped[int] = mapped_column(
        Integer, default=WARNING_WORKING_DAYS, server_default=str(WARNING_WORKING_DAYS)
    )
    due_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    noticed_on: Mapped[dt.date | None] = mapped_column(Date)
    announced_on: Mapped[dt.date | None] = mapped_column(Date)

    settled_on: Mapped[dt.date | None] = mapped_column(Date)
    settled_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    settled_recorded_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    outcome: Mapped[str | None] = mapped_column(String(40))
    reply: Mapped[str | None] = mapped_column(Text)
    reply_salt: Mapped[str | None] = mapped_column(String(32))
    left_on: Mapped[dt.date | None] = mapped_column(Date)
    left_how: Mapped[str | None] = mapped_column(String(40))
    result: Mapped[str | None] = mapped_column(String(40))
    result_on: Mapped[dt.date | None] = mapped_column(Date)

    severity: Mapped[str | None] = mapped_column(String(20))
    is_safety: Mapped[bool] = mapped_column(Boolean, default=False)
    remedy_sought: Mapped[str | None] = mapped_column(Text)
    cause: Mapped[str | None] = mapped_column(Text)
    corrective: Mapped[str | None] = mapped_column(Text)
    restricted_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    restricted_for: Mapped[str] = mapped_column(String(20), default="")
    erased_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    @property
    def register_number(self) -> str:
        """The number people know the case by."""
        return number_words(self.register, self.year, self.number, self.external_number)

    @property
    def is_open(self) -> bool:
        """Neither settled nor gone elsewhere."""
        return self.settled_on is None and self.left_on is None


class RegisterCounter(Base):
    """The last number given in a register and year. Locked while a number is given, so that none is left out."""

    __tablename__ = "register_counter"

    register: Mapped[str] = mapped_column(String(60), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)
