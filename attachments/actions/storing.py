"""Taking a file in: checked and written first, without the database; then its row, then its place on the shelf.

A stored file is no fact of its own and leaves no entry: the room that attaches it writes one.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from attachments.content import images, look
from attachments.models import StoredFile
from attachments.rules import FileRefused, FileState, Kind
from attachments.shelf import Shelf, digest_of, undone_on_error
from kernel.clock import Clock
from kernel.ids import new_id
from worker.actions import enqueue

SCAN: Final = "attachments:scan"
"""The effect that shows a held file to the scanner."""

CREST_MEGABYTES: Final = 2
"""Ours: a crest is a small picture."""

_FILES = cast(Table, StoredFile.__table__)


@dataclass(frozen=True)
class Draft:
    """A file that was found good and lies on the shelf under no name yet."""

    path: Path
    kind: Kind
    size: int
    digest: str

    def discard(self) -> None:
        """Take it away again; nothing happens when it has found its place."""
        self.path.unlink(missing_ok=True)


def prepare(shelf: Shelf, content: bytes | IO[bytes], *, is_crest: bool = False) -> Draft:
    """Check what was sent and write it down, images drawn anew. Takes no lock and no connection.

    Raises FileRefused with the reason; then nothing is left of it.
    """
    taken = shelf.take(content, megabytes=CREST_MEGABYTES if is_crest else None)
    with undone_on_error(taken):
        kind = look(taken)
        if is_crest and kind is not None:
            raise FileRefused(code="file_no_image")
    if kind is not None:
        return _draft(taken, kind)
    try:
        return _redrawn(shelf, taken, is_crest=is_crest)
    finally:
        taken.unlink()


def keep(
    session: Session, clock: Clock, shelf: Shelf, draft: Draft, *, is_public: bool = False, is_ours: bool = False
) -> StoredFile:
    """Give a draft its row and its place; the same content is kept once.

    With a scanner a new file is held until the scanner has seen it, unless it ``is_ours``: drawn by the program, from
    nobody outside. The file is in place before the row can be
    committed, and a row that is rolled back leaves a file the sweep takes. Raises FileRefused for content in which the
    scanner found something before, and when the disk is full.
    """
    try:
        file = session.get_one(
            StoredFile,
            _row(session, clock, draft, is_public=is_public, is_held=_is_held(shelf, is_public or is_ours)),
            populate_existing=True,
        )
        if file.state == FileState.INFECTED:
            raise FileRefused(code="file_infected")
        shelf.place(draft.path, draft.digest)
    finally:
        draft.discard()
    if file.state == FileState.HELD:
        enqueue(session, clock, SCAN, {"file": str(file.id)}, key=f"{SCAN}:{file.id}")
    return file


def store(session: Session, clock: Clock, shelf: Shelf, content: bytes | IO[bytes]) -> StoredFile:
    """Check a file and keep it; ``prepare`` and ``keep`` in one. Raises FileRefused."""
    return keep(session, clock, shelf, prepare(shelf, content))


def store_crest(session: Session, clock: Clock, shelf: Shelf, content: bytes | IO[bytes]) -> StoredFile:
    """Keep the office's crest as a PNG of at most 512 x 512 pixels that everybody may see. Raises FileRefused."""
    return keep(session, clock, shelf, prepare(shelf, content, is_crest=True), is_public=True)


def _draft(path: Path, kind: Kind) -> Draft:
    return Draft(path, kind, path.stat().st_size, digest_of(path))


def _redrawn(shelf: Shelf, taken: Path, *, is_crest: bool) -> Draft:
    drawn = shelf.new_draft()
    with undone_on_error(drawn):
        side = images.CREST_SIDE if is_crest else images.LONGEST_SIDE
        return _draft(drawn, images.redraw(taken, drawn, longest_side=side, as_crest=is_crest))


def _is_held(shelf: Shelf, is_known: bool) -> bool:
    return bool(shelf.scanner) and not is_known


def _row(session: Session, clock: Clock, draft: Draft, *, is_public: bool, is_held: bool) -> uuid.UUID:
    """The id of the row of this content, new or found; locked until the transaction ends, so that no sweep takes it."""
    values: dict[str, Any] = {
        "id": new_id(),
        "digest": draft.digest,
        "kind": draft.kind.value,
        "size": draft.size,
        "state": (FileState.HELD if is_held else FileState.AVAILABLE).value,
        "is_public": is_public,
        "stored_at": clock.now(),
        "touched_at": clock.now(),
        "finding": "",
    }
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.flush()
    insert = dialect.insert(_FILES).values(values)
    again = {"touched_at": clock.now(), **({"is_public": True} if is_public else {})}
    upsert = insert.on_conflict_do_update(index_elements=["digest"], set_=again).returning(_FILES.c.id)
    found: uuid.UUID = session.execute(upsert).scalar_one()
    return found
