"""The office: one row, the one this database belongs to."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from sqlalchemy import Boolean, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Moment, Words

ALL_LANGUAGES: Final = ("pl", "en", "uk")
"""What residents are offered until the office chooses: Polish is always among them."""


class Office(Base):
    """The one office of this database.

    ``unit_symbol`` begins a case's sign (*znak sprawy*), for example ``OR`` in ``OR.1510.7.2026``; ``register_prefix``
    is what the office writes before a register number.
    """

    __tablename__ = "office"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    opening_hours: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    bip_url: Mapped[str] = mapped_column(String(200), default="")
    edelivery: Mapped[str] = mapped_column(String(40), default="")
    nip: Mapped[str] = mapped_column(String(20), default="")
    regon: Mapped[str] = mapped_column(String(20), default="")
    languages: Mapped[tuple[str, ...]] = mapped_column(Words(60), default=ALL_LANGUAGES)
    unit_symbol: Mapped[str] = mapped_column(String(20), default="")
    register_prefix: Mapped[str] = mapped_column(String(20), default="")
    is_sample: Mapped[bool] = mapped_column(Boolean)
    founded_at: Mapped[dt.datetime] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(Integer, default=1)
