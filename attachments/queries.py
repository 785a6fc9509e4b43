"""Reading: what lies on the shelf, what waits with a form, and whether all of it is still what it was."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from attachments.models import StagedUpload, StoredFile
from attachments.shelf import Shelf, digest_of
from storage.base import Base


@dataclass(frozen=True)
class Waiting:
    """A file that waits with a form: its name and what it is."""

    upload: StagedUpload
    file: StoredFile


@dataclass(frozen=True)
class Fault:
    """A stored file that is not what its row says. ``what``: missing, changed."""

    file: StoredFile
    what: str


def stored_files(session: Session) -> Sequence[StoredFile]:
    """Every stored file, by its hash: what a backup has to carry. ``Shelf.path_of(file.digest)`` is where it lies."""
    return session.scalars(select(StoredFile).order_by(StoredFile.digest)).all()


def file_with(session: Session, digest: str) -> StoredFile | None:
    """The stored file with a hash."""
    return session.scalars(select(StoredFile).where(StoredFile.digest == digest)).one_or_none()


def waiting(session: Session, form_id: uuid.UUID) -> list[Waiting]:
    """What waits with a form, in the order it came."""
    query = (
        select(StagedUpload, StoredFile)
        .join(StoredFile, StoredFile.id == StagedUpload.file_id)
        .where(StagedUpload.form_id == form_id)
        .order_by(StagedUpload.staged_at, StagedUpload.position)
    )
    return [Waiting(upload, file) for upload, file in session.execute(query)]


def kept_by_nobody(*, but: type[Base] | None = None) -> list[ColumnElement[bool]]:
    """The conditions that nothing refers to a stored file, one for every foreign key there is; one table may."""
    return [
        ~exists().where(column == StoredFile.id)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == StoredFile.__tablename__ for key in column.foreign_keys)
        and (but is None or table is not but.__table__)
    ]


def loose_bytes(session: Session, since: dt.datetime) -> int:
    """Bytes of files sent since a moment that are in no case: they wait with a form nobody has sent yet, or were taken
    away from one and lie there until the sweep comes. The same content counts once, as it lies once.
    """
    query = select(func.coalesce(func.sum(StoredFile.size), 0)).where(
        StoredFile.touched_at > since, StoredFile.is_public.is_(False), *kept_by_nobody(but=StagedUpload)
    )
    return int(session.execute(query).scalar_one())


def faults(session: Session, shelf: Shelf) -> Iterator[Fault]:
    """Stored files that are missing on the shelf or have other content than their hash says; reads every byte."""
    for file in stored_files(session):
        path = shelf.path_of(file.digest)
        if not path.is_file():
            yield Fault(file, "missing")
        elif path.stat().st_size != file.size or digest_of(path) != file.digest:
            yield Fault(file, "changed")
