"""Verifications somebody asked for: how far each came and what it found. Reading the record writes no entry."""

from __future__ import annotations

import datetime as dt
import json
import uuid

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class VerificationRun(Base):
    """One verification of the whole record by the worker.

    ``done`` of ``total``: entries and rows looked at. ``verdict``: "" while it runs, then ``whole``, ``broken`` (an
    entry or a seal), ``different`` (what repeats the record) or ``failed`` (it could not be carried out); ``place`` and
    ``why`` name the first fault, in English as the command line does. ``untold``: what was not compared, and of how
    many rows, as JSON; "" where everything was.
    """

    __tablename__ = "verification_run"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    asked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[dt.datetime] = mapped_column(Moment, index=True)
    started_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    seen_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    finished_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    done: Mapped[int] = mapped_column(BigInteger, default=0)
    total: Mapped[int] = mapped_column(BigInteger, default=0)
    entries: Mapped[int] = mapped_column(BigInteger, default=0)
    last_hash: Mapped[str] = mapped_column(String(64), default="")
    verdict: Mapped[str] = mapped_column(String(20), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    why: Mapped[str] = mapped_column(Text, default="")
    untold: Mapped[str] = mapped_column(Text, default="", server_default="")

    @property
    def not_compared(self) -> dict[str, int]:
        """What was not compared, as entries of an earlier version do not tell it, and of how many rows."""
        found: dict[str, int] = json.loads(self.untold or "{}")
        return found

    @property
    def is_over(self) -> bool:
        """Whether it came to an end."""
        return self.finished_at is not None
