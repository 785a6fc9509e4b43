"""What stands on the office's letters, and who may sign them."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Words


class LetterData(Base):
    """One row: letterhead, footer, and the clause on personal data (art. 13 GDPR, art. 226a KPA) in each language."""

    __tablename__ = "letter_data"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    letterhead: Mapped[str] = mapped_column(Text, default="")
    footer: Mapped[str] = mapped_column(Text, default="")
    privacy_pl: Mapped[str] = mapped_column(Text, default="")
    privacy_en: Mapped[str] = mapped_column(Text, default="")
    privacy_uk: Mapped[str] = mapped_column(Text, default="")
    row_version: Mapped[int] = mapped_column(Integer, default=1)


class Signatory(Base):
    """Somebody who signs answers: name and post as they stand under a letter, and what the authorisation covers.

    No departments or no kinds: all of them.
    """

    __tablename__ = "signatory"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(200))
    post: Mapped[str] = mapped_column(String(200))
    departments: Mapped[tuple[str, ...]] = mapped_column(Words(2000), default=())
    kinds: Mapped[tuple[str, ...]] = mapped_column(Words(200), default=())
    number: Mapped[str] = mapped_column(String(60), default="")
    salt: Mapped[str] = mapped_column(String(32))
    valid_from_on: Mapped[dt.date] = mapped_column(Date)
    valid_to_on: Mapped[dt.date | None] = mapped_column(Date)
    row_version: Mapped[int] = mapped_column(Integer, default=1)
