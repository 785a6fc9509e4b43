"""Links to the questions after a settled case: that one was used, as a day. The answer stands nowhere near."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ledger.models import LEAF
from storage.base import Base


class FollowUp(Base):
    """The link of a case was used on a day. ``leaf``: the entry that says so, written at night, so that it knows no
    minute; None until then."""

    __tablename__ = "complaint_follow_up"

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    used_on: Mapped[dt.date] = mapped_column(Date)
    leaf: Mapped[int | None] = mapped_column(LEAF)
