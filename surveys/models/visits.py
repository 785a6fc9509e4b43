"""How many people a desk served on a day."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base


class DeskVisits(Base):
    """Visits served at a desk on a day; ``visits`` None: what was reported was taken back, nobody knows how many.

    No row at all means that they were not reported.
    """

    __tablename__ = "desk_visits"
    __table_args__ = (UniqueConstraint("desk_id", "day_on"), CheckConstraint("visits >= 0", name="not_negative"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    desk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("desk.id"))
    day_on: Mapped[dt.date] = mapped_column(Date)
    visits: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(10))
    row_version: Mapped[int] = mapped_column(Integer, default=1)
