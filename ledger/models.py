"""The tables of the record: the entries, the one row that says where the chain ends, and the seals."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BigInteger, CheckConstraint, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Moment

LEAF = BigInteger().with_variant(Integer, "sqlite")
BYTEWISE = String(80).with_variant(String(80, collation="C"), "postgresql")
"""Sorted byte by byte whatever the language of the database, as SQLite does: names that begin alike stand together."""


class LedgerEntry(Base):
    """One entry. ``canonical`` is what was hashed, byte for byte; the other columns repeat it for searching."""

    __tablename__ = "ledger_entry"
    __table_args__ = (UniqueConstraint("stream", "position"),)

    leaf: Mapped[int] = mapped_column(LEAF, primary_key=True, autoincrement=False)
    stream: Mapped[str] = mapped_column(BYTEWISE)
    position: Mapped[int] = mapped_column(Integer)
    tag: Mapped[str] = mapped_column(String(80), index=True)
    recorded_at: Mapped[dt.datetime] = mapped_column(Moment)
    canonical: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class LedgerHead(Base):
    """The end of the chain. Its only row is locked from an append until the commit: that makes leaves gapless."""

    __tablename__ = "ledger_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    office_id: Mapped[uuid.UUID]
    leaf: Mapped[int] = mapped_column(LEAF)
    hash: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[dt.datetime] = mapped_column(Moment)


class LedgerSeal(Base):
    """One seal. ``canonical`` is what was hashed and signed; ``peaks`` lets the next one go on from here and is checked
    against the root before it is used."""

    __tablename__ = "ledger_seal"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(LEAF, index=True)
    sealed_at: Mapped[dt.datetime] = mapped_column(Moment)
    key: Mapped[str] = mapped_column(String(64))
    canonical: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
    peaks: Mapped[str] = mapped_column(Text)
