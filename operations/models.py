"""How backups and the trial restores went."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BigInteger, Boolean, Date, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from ledger.models import LEAF
from storage.base import Base
from storage.types import Moment


class BackupRun(Base):
    """One backup, or one check of a backup, from its start to its end; written when it has ended, well or badly.

    ``kind``: daily, manual or check. ``leaf`` is the last entry of the record in the file, None where it was not
    reached. ``words`` says in one English sentence what happened.
    """

    __tablename__ = "backup_run"
    __table_args__ = (Index("ix_backup_run_kind_finished", "kind", "finished_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(20))
    day_on: Mapped[dt.date] = mapped_column(Date)
    started_at: Mapped[dt.datetime] = mapped_column(Moment)
    finished_at: Mapped[dt.datetime] = mapped_column(Moment)
    is_ok: Mapped[bool] = mapped_column(Boolean)
    file_name: Mapped[str] = mapped_column(String(300))
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    leaf: Mapped[int | None] = mapped_column(LEAF)
    revision: Mapped[str] = mapped_column(String(40), default="")
    words: Mapped[str] = mapped_column(Text, default="")
