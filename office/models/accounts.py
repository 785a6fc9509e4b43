"""What opens an account besides its password: one-time codes, the second factor, the codes for a lost telephone."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class AccountCode(Base):
    """An invitation or a recovery: a code that lets a person set a password once. Only its hash is kept.

    Whoever holds the key of the program can derive the code again from the id, which is how the mail gets it.
    ``ended_at``: used, or replaced by a newer one.
    """

    __tablename__ = "account_code"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    way: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[dt.datetime] = mapped_column(Moment)
    expires_at: Mapped[dt.datetime] = mapped_column(Moment)
    used_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    ended_at: Mapped[dt.datetime | None] = mapped_column(Moment)


class SecondFactor(Base):
    """The secret a person's telephone shares with us, encrypted.

    It counts from ``confirmed_at`` on (None: not yet, or switched off). ``pending_secret`` waits for its first right
    code, while an older secret still counts. ``last_counter`` is the newest time step whose code was taken: no code is
    taken twice.
    """

    __tablename__ = "second_factor"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed_secret: Mapped[str] = mapped_column(Text, default="")
    pending_secret: Mapped[str] = mapped_column(Text, default="")
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    last_counter: Mapped[int] = mapped_column(BigInteger, default=0)


class RecoveryCode(Base):
    """One code of the sheet for a lost telephone. Only its hash is kept."""

    __tablename__ = "recovery_code"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    made_at: Mapped[dt.datetime] = mapped_column(Moment)
    used_at: Mapped[dt.datetime | None] = mapped_column(Moment)
