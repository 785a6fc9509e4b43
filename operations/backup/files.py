"""Attachments on their way into a backup and back onto the shelf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sqlalchemy import Connection, select

from attachments.shelf import CHUNK, Shelf, digest_of, sync
from operations.backup.shapes import Shape

TABLE = "stored_file"


def named_in(connection: Connection, here: Mapping[str, Shape]) -> list[str]:
    """The hashes of all files a database of this shape knows, in order; none at a revision that had no files yet."""
    shape = here.get(TABLE)
    if shape is None:
        return []
    digest = shape.table().c.digest
    return list(connection.scalars(select(digest).order_by(digest)))


def is_whole(shelf: Shelf, digest: str) -> bool:
    """Whether the file lies there and holds what its name says."""
    path = shelf.path_of(digest)
    return path.is_file() and digest_of(path) == digest


def chunks_of(path: Path) -> Iterator[bytes]:
    """A file piece by piece."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def put(shelf: Shelf, digest: str, chunks: Iterable[bytes]) -> bool:
    """Bring a file back to its place, whole or not at all; False when it lies there already."""
    if is_whole(shelf, digest):
        return False
    draft = shelf.new_draft()
    try:
        with draft.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        shelf.place(draft, digest)
        sync(shelf.root)
    finally:
        draft.unlink(missing_ok=True)
    return True
