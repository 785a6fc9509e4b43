"""Attaching files to a complaint: those that came with its form, and those added later."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from attachments.actions import take
from attachments.models import StoredFile
from attachments.queries import Waiting
from attachments.rules import FILES_PER_CASE
from complaints.actions.intake import AlreadyFiled
from complaints.actions.moving import checked
from complaints.events import ComplaintReceived, ComplaintTag, FilesAttached
from complaints.models import Complaint, ComplaintAttachment
from complaints.rules.states import Move
from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import Draft, append_many
from ledger.canonical import commitment
from storage.telling import tell


class FilesGone(RuleBroken):
    """Files that waited with the form have expired; filed now, they would be missing without a word."""

    code = "files_gone"


class TooManyInCase(RuleBroken):
    """The case has its number of files. ``facts``: limit."""

    code = "too_many_in_case"


def enclose(
    session: Session, clock: Clock, actor: Actor, received: ComplaintReceived, form_id: uuid.UUID, *, shown: int
) -> FilesAttached:
    """Attach what waited with the form a complaint was filed with, in the same transaction; ``shown``: how many files
    the form showed.

    A form that is sent again attaches nothing twice. Raises FilesGone when some of them have expired, AlreadyFiled when
    a form sent before comes back with other files.
    """
    complaint = session.get_one(Complaint, received.complaint_id)
    files = take(session, form_id)
    if not received.is_repeated:
        if len(files) < shown:
            raise FilesGone(field="files")
        return _attached(session, clock, actor, complaint, files, "")
    if _new(session, complaint.id, files):
        raise AlreadyFiled(number=received.register_number)
    return FilesAttached(complaint.id, ())


def enclosed_later(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, files: Sequence[Waiting]
) -> FilesAttached:
    """Attach what came with a filing that waited for its number, in the same transaction."""
    return _attached(session, clock, actor, complaint, files, "")


def attach(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, form_id: uuid.UUID, note: str = ""
) -> FilesAttached:
    """Attach what waits with a form to a case. The same file under the same name is attached once.

    It changes nothing of the complaint and so cannot be stale. Raises IllegalMove, Forbidden or TooManyInCase.
    """
    checked(session, actor, complaint, Move.NOTE)
    return _attached(session, clock, actor, complaint, take(session, form_id), note)


def _attached(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, files: Sequence[Waiting], note: str
) -> FilesAttached:
    new = _new(session, complaint.id, files)
    start = _last_position(session, complaint.id)
    if start + len(new) > FILES_PER_CASE:
        raise TooManyInCase(field="files", limit=FILES_PER_CASE)
    rows = [
        ComplaintAttachment(
            id=new_id(),
            complaint_id=complaint.id,
            file_id=one.file.id,
            name=one.upload.name,
            salt=secrets.token_hex(16),
            note=note,
            added_by_id=actor.person_id,
            added_at=clock.now(),
            position=start + number,
        )
        for number, one in enumerate(new, 1)
    ]
    session.add_all(rows)
    drafts = [_draft(clock, row, one.file) for row, one in zip(rows, new, strict=True)]
    append_many(session, clock, actor, drafts)
    return tell(session, clock, FilesAttached(complaint.id, tuple(row.id for row in rows)))


def _draft(clock: Clock, row: ComplaintAttachment, file: StoredFile) -> Draft:
    data = {
        "attachment": str(row.id),
        "file": commitment(row.salt, [file.digest, row.name, row.note]),
        "kind": file.kind,
        "size": file.size,
    }
    return Draft(ComplaintTag.ATTACHED, f"complaint:{row.complaint_id}", data, clock.today())


def _new(session: Session, complaint_id: uuid.UUID, files: Sequence[Waiting]) -> list[Waiting]:
    """Those of the files that are not attached to the complaint yet."""
    if not files:
        return []
    query = select(ComplaintAttachment.file_id, ComplaintAttachment.name).where(
        ComplaintAttachment.complaint_id == complaint_id
    )
    there = {tuple(row) for row in session.execute(query)}
    return [one for one in files if (one.file.id, one.upload.name) not in there]


def _last_position(session: Session, complaint_id: uuid.UUID) -> int:
    query = select(ComplaintAttachment.position).where(ComplaintAttachment.complaint_id == complaint_id)
    return max(session.scalars(query), default=0)
