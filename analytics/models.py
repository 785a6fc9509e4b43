"""The one table of the workshop: months as they were published."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.models import LEAF
from storage.base import Base
from storage.types import Moment


class PublishedMonth(Base):
    """An edition of a month, frozen: locks refuse every change (ledger.triggers).

    ``rows``: the figures in the long form, ``rules`` and ``definitions``: which versions they were counted by, all as
    canonical JSON. ``as_of`` and ``leaf``: the moment and the last entry they saw; ``entry_leaf``: the entry that says
    so. ``digest``: SHA-256 of ``rows``, the one the entry holds.
    """

    __tablename__ = "published_month"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    edition: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    published_at: Mapped[dt.datetime] = mapped_column(Moment)
    person_id: Mapped[uuid.UUID | None] = mapped_column()  # of office.person, never deleted; None: the command line
    reason: Mapped[str] = mapped_column(Text)
    as_of: Mapped[dt.datetime] = mapped_column(Moment)
    leaf: Mapped[int] = mapped_column(LEAF)
    entry_leaf: Mapped[int] = mapped_column(LEAF)
    digest: Mapped[str] = mapped_column(String(64))
    calendar_version: Mapped[int] = mapped_column(Integer)
    rules: Mapped[str] = mapped_column(Text)
    definitions: Mapped[str] = mapped_column(Text)
    rows: Mapped[str] = mapped_column(Text)
