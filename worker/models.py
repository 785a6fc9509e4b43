"""Tables of the worker."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class OutboxRow(Base):
    """An effect that a transaction asked for. The payload holds ids, never personal data: whoever carries it out reads
    them then, so that what was erased meanwhile is not sent.

    ``claimed_by`` and ``attempts`` together say whose a row in hand is: who comes too late finds another pair.
    """

    __tablename__ = "outbox_row"
    __table_args__ = (Index("ix_outbox_row_waiting", "state", "not_before_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(80))
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    payload: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    not_before_at: Mapped[dt.datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    claimed_by: Mapped[str | None] = mapped_column(String(120))
    claimed_until_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    done_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    last_error: Mapped[str] = mapped_column(Text, default="")


class WorkerBeat(Base):
    """A sign of life of one worker process. ``stopped_at`` stands there when it went in peace."""

    __tablename__ = "worker_beat"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    started_at: Mapped[dt.datetime] = mapped_column(Moment)
    seen_at: Mapped[dt.datetime] = mapped_column(Moment)
    stopped_at: Mapped[dt.datetime | None] = mapped_column(Moment)


class JobRun(Base):
    """A scheduled job in one of its periods (a day, a month): there is one row, so it runs once, whoever runs it."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    period: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[dt.datetime] = mapped_column(Moment)
    finished_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    not_before_at: Mapped[dt.datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(Integer)
    claimed_by: Mapped[str] = mapped_column(String(120))
    claimed_until_at: Mapped[dt.datetime] = mapped_column(Moment)
    result: Mapped[str] = mapped_column(Text, default="")
    last_error: Mapped[str] = mapped_column(Text, default="")
