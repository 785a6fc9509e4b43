"""Signed-in browsers, and failed tries."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Moment


class SignIn(Base):
    """A signed-in browser. Only the hash of its token is kept, and of the browser only what it calls itself.

    ``seen_at`` is exact to five minutes (None: not seen since it was opened); ``device`` reads "Firefox, Windows".
    """

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    opened_at: Mapped[dt.datetime] = mapped_column(Moment)
    expires_at: Mapped[dt.datetime] = mapped_column(Moment)
    closed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    seen_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    device: Mapped[str] = mapped_column(String(60), default="", server_default="")


class Throttle(Base):
    """Failed tries, or requests, of one key (an account, a device, a case number) in its present window."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    window_from_at: Mapped[dt.datetime] = mapped_column(Moment, index=True)
    failures: Mapped[int] = mapped_column(Integer)
