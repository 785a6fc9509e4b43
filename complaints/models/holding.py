"""The holding list: filings that came in a flood and have no number in a register yet."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from complaints.rules.holding import list_number
from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class HeldFiling(Base):
    """A filing that waits. ``content``: all that was typed, as JSON; empty, with its salt, once it is in a register.

    ``complaint_id``: the case it became; ``file_count``: how many files came with it.
    """

    __tablename__ = "held_filing"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        Index("ix_held_filing_waiting", "complaint_id", "received_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    submission_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    received_on: Mapped[dt.date] = mapped_column(Date)
    received_at: Mapped[dt.datetime] = mapped_column(Moment, index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
    commitment: Mapped[str] = mapped_column(String(64))
    file_count: Mapped[int] = mapped_column(Integer, default=0)
    complaint_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("complaint.id"), unique=True)

    @property
    def list_number(self) -> str:
        """The number its filer knows it by until it has one in a register."""
        return list_number(self.number, self.year)


class HeldFile(Base):
    """A file that came with a filing on the holding list; it moves to the case."""

    __tablename__ = "held_file"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    held_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("held_filing.id"), index=True)
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stored_file.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(Integer)
