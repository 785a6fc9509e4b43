"""Reading the office's crest."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from attachments.models import StoredFile
from attachments.shelf import Shelf
from office.models import OfficeCrest


def crest_row(session: Session) -> OfficeCrest | None:
    """Which file is the crest; None where the office has none of its own."""
    return session.scalars(select(OfficeCrest)).one_or_none()


def crest_picture(session: Session, shelf: Shelf) -> bytes:
    """The crest as PNG for a paper; empty where the office has none, or its file is not on the shelf any more."""
    digest = session.scalars(select(StoredFile.digest).join(OfficeCrest)).one_or_none()
    path = shelf.path_of(digest) if digest else None
    return path.read_bytes() if path is not None and path.is_file() else b""
