"""Filters of the queue a person named for themselves. A convenience: nothing of it belongs to the record."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Boolean, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class SavedView(Base):
    """A name for a filter. ``query``: the filter as it stands in an address; the default opens the queue."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(2000))
    is_default: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    saved_at: Mapped[dt.datetime] = mapped_column(Moment)
