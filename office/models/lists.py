"""Lists that cases are sorted by: topics, the office's own words for outcomes, filing classes."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Words


class Topic(Base):
    """What complaints are about, as the office sorts them. The code stays; the words may be corrected."""

    __tablename__ = "topic"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(20))
    name_pl: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    name_uk: Mapped[str] = mapped_column(String(120), default="")
    valid_from_on: Mapped[dt.date] = mapped_column(Date)
    valid_to_on: Mapped[dt.date | None] = mapped_column(Date)
    row_version: Mapped[int] = mapped_column(Integer, default=1)


class OutcomeWording(Base):
    """The office's own finer word for an outcome of the law."""

    __tablename__ = "outcome_wording"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    outcome: Mapped[str] = mapped_column(String(40))
    name_pl: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    name_uk: Mapped[str] = mapped_column(String(120), default="")
    valid_from_on: Mapped[dt.date] = mapped_column(Date)
    valid_to_on: Mapped[dt.date | None] = mapped_column(Date)
    row_version: Mapped[int] = mapped_column(Integer, default=1)


class FilingClass(Base):
    """A class of the filing plan (JRWA). How long its files are kept follows from the category, and from nothing else.

    ``kinds``: the kinds of case it serves. ``confirmed_by`` is the archivist who looked at it; personal.
    """

    __tablename__ = "filing_class"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    symbol: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(10))
    kinds: Mapped[tuple[str, ...]] = mapped_column(Words(200), default=())
    confirmed_on: Mapped[dt.date | None] = mapped_column(Date)
    confirmed_by: Mapped[str] = mapped_column(String(200), default="")
    salt: Mapped[str] = mapped_column(String(32))
    valid_from_on: Mapped[dt.date] = mapped_column(Date)
    valid_to_on: Mapped[dt.date | None] = mapped_column(Date)
    row_version: Mapped[int] = mapped_column(Integer, default=1)
