"""What follows from the scanner's answer."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from attachments.events import AttachmentTag
from attachments.models import StoredFile
from attachments.rules import FileState
from kernel.clock import Clock
from kernel.permissions import Actor
from ledger.actions import append

LONGEST_FINDING = 200
"""Characters of a virus's name that are kept."""


def release(session: Session, clock: Clock, file_id: uuid.UUID) -> None:
    """The scanner found nothing: a held file may be given out. No entry: nothing was decided about a case."""
    file = _held(session, file_id)
    if file is not None:
        file.state = FileState.AVAILABLE.value
        file.scanned_at = clock.now()


def quarantine(session: Session, clock: Clock, actor: Actor, file_id: uuid.UUID, finding: str) -> None:
    """The scanner found something: the file is never given out, and the record says so."""
    file = _held(session, file_id)
    if file is None:
        return
    file.state = FileState.INFECTED.value
    file.scanned_at = clock.now()
    file.finding = "".join(sign for sign in finding if sign.isprintable())[:LONGEST_FINDING]
    data = {"file": str(file.id), "finding": file.finding}
    append(session, clock, actor, AttachmentTag.QUARANTINED, f"file:{file.id}", data, clock.today())


def _held(session: Session, file_id: uuid.UUID) -> StoredFile | None:
    """The file, locked, when the scanner's answer is still waited for."""
    query = select(StoredFile).where(StoredFile.id == file_id, StoredFile.state == FileState.HELD.value)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
