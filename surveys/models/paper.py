"""Tables of forms filled in on paper: the batches they are typed in, and the second entry of a sample."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class PaperBatch(Base):
    """The forms of one desk, service and day, typed by one person."""

    __tablename__ = "paper_batch"
    __table_args__ = (Index("ix_paper_batch_desk_id_visited_on", "desk_id", "visited_on"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_version.id"))
    department_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("department.id"))
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("service.id"))
    desk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("desk.id"))
    visited_on: Mapped[dt.date] = mapped_column(Date)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[dt.datetime] = mapped_column(Moment)


class PaperSecondText(Base):
    """The words of a second entry, to which the entry commits. ``text``: only until it is settled which words hold."""

    __tablename__ = "paper_second_text"

    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paper_form.response_id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    text: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(String(32))
    commitment: Mapped[str] = mapped_column(String(64))


class PaperForm(Base):
    """One form of a batch, under the number written on the paper.

    ``second`` holds the answers of the second entry as canonical JSON, words as their commitments; the record knows it
    by a commitment under ``salt``. ``standing`` says how the comparison stands, empty where there is none. Where the
    first entry was wrong, the response ``replaced_by_id`` counts instead of it.
    """

    __tablename__ = "paper_form"
    __table_args__ = (UniqueConstraint("batch_id", "number"),)

    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id"), primary_key=True)
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paper_batch.id"))
    number: Mapped[int] = mapped_column(Integer)
    is_sampled: Mapped[bool] = mapped_column(Boolean)
    second: Mapped[str] = mapped_column(Text, default="")
    second_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    second_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    salt: Mapped[str] = mapped_column(String(32), default="")
    standing: Mapped[str] = mapped_column(String(10), default="")
    replaced_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("response.id"))
