"""Sweeping: what expired, what nobody keeps, what was never finished. Safe to repeat, safe while others store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Select, delete, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from attachments.models import StagedUpload, StoredFile
from attachments.queries import kept_by_nobody
from attachments.shelf import Shelf
from kernel.clock import Clock

WAITS_FOR: Final = dt.timedelta(hours=24)
"""Ours: how long a file waits with a form; three times as long as a form itself can be sent."""

GRACE: Final = dt.timedelta(hours=24)
"""Ours: how long a file without a row, or a row nobody keeps, is left alone; no transaction takes that long."""


@dataclass(frozen=True)
class Swept:
    """How much was taken away: expired uploads, rows nobody kept, files without a row, drafts never finished."""

    uploads: int
    rows: int
    files: int
    drafts: int


def sweep(session: Session, clock: Clock, shelf: Shelf) -> Swept:
    """Take away what nobody needs. The file of a row that goes now goes with the next sweep, when that is certain."""
    before = clock.now() - GRACE
    files = _sweep_files(session, shelf, before)
    drafts = _unlink(path for path in shelf.incoming.glob("*") if _is_older(path, before))
    expired = delete(StagedUpload).where(StagedUpload.staged_at < clock.now() - WAITS_FOR).returning(StagedUpload.id)
    uploads = len(session.scalars(expired.execution_options(synchronize_session=False)).all())
    return Swept(uploads, _sweep_rows(session, before), files, drafts)


def _sweep_files(session: Session, shelf: Shelf, before: dt.datetime) -> int:
    """Files without a row. Looked for without a lock; only where there are some, with one that stops others storing."""
    if not _orphans(session, shelf, before):
        return 0
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE stored_file IN SHARE ROW EXCLUSIVE MODE"))
    return _unlink(_orphans(session, shelf, before))


def _orphans(session: Session, shelf: Shelf, before: dt.datetime) -> list[Path]:
    known = set(session.scalars(select(StoredFile.digest)))
    return [path for digest, path in shelf.files() if digest not in known and _is_older(path, before)]


def _sweep_rows(session: Session, before: dt.datetime) -> int:
    """Rows no foreign key points to. The crest stays: old letters show it."""
    free = select(StoredFile.id).where(
        StoredFile.touched_at < before, StoredFile.is_public.is_(False), *kept_by_nobody()
    )
    return sum(_delete_row(session, free, file_id) for file_id in session.scalars(free).all())


def _delete_row(session: Session, free: Select[object], file_id: object) -> bool:
    try:
        with session.begin_nested():
            gone = delete(StoredFile).where(StoredFile.id == file_id, StoredFile.id.in_(free)).returning(StoredFile.id)
            return session.execute(gone).one_or_none() is not None
    except IntegrityError:
        return False  # somebody attached it meanwhile


def _is_older(path: Path, moment: dt.datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


def _unlink(paths: Iterable[Path]) -> int:
    count = 0
    for path in paths:
        path.unlink(missing_ok=True)
        count += 1
    return count
