"""The office's crest: which stored file it is."""

from __future__ import annotations

import uuid

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from attachments.models import StoredFile
from kernel.ids import new_id
from storage.base import Base


class OfficeCrest(Base):
    """At most one row. The foreign key keeps the file from being swept."""

    __tablename__ = "office_crest"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(StoredFile.id))
    row_version: Mapped[int] = mapped_column(Integer, default=1)
