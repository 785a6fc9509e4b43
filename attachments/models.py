"""Tables of the files."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class StoredFile(Base):
    """A file that lies under its hash. Whoever refers to it by a foreign key keeps it; the sweep takes the others."""

    __tablename__ = "stored_file"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(20))
    is_public: Mapped[bool] = mapped_column(Boolean, default=False)
    stored_at: Mapped[dt.datetime] = mapped_column(Moment)
    touched_at: Mapped[dt.datetime] = mapped_column(Moment, index=True)
    scanned_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    finding: Mapped[str] = mapped_column(String(200), default="")


class StagedUpload(Base):
    """A file that waits with a form until the form is sent, or until it expires."""

    __tablename__ = "staged_upload"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    form_id: Mapped[uuid.UUID] = mapped_column(index=True)
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stored_file.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(Integer)
    staged_at: Mapped[dt.datetime] = mapped_column(Moment, index=True)
