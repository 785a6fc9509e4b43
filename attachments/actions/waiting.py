"""Files that wait with a form: they come before the form is sent, go with it, or expire."""

from __future__ import annotations

import uuid
from typing import Final

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from attachments.actions.storing import Draft, keep
from attachments.actions.sweeping import GRACE, WAITS_FOR
from attachments.models import StagedUpload
from attachments.queries import Waiting, loose_bytes, waiting
from attachments.rules import FILES_PER_FORM, MEGABYTE, FileRefused, clean_name
from attachments.shelf import Shelf
from kernel.clock import Clock
from kernel.ids import new_id

MOST_LOOSE_BYTES: Final = 4096 * MEGABYTE
"""Ours: what may lie there in no case, with forms nobody has sent or taken away from them again: eighty people with
five large files each. Beyond it somebody is filling the disk."""


def stage(session: Session, clock: Clock, shelf: Shelf, form_id: uuid.UUID, draft: Draft, name: str) -> StagedUpload:
    """Let a file wait with a form. The same content under the same name waits once, however often it is sent.

    Raises FileRefused when the form has its number of files, when too much waits already, or as ``keep`` does.
    """
    cleaned = clean_name(name, draft.kind)
    there = waiting(session, form_id)
    for one in there:
        if (one.file.digest, one.upload.name) == (draft.digest, cleaned):
            draft.discard()
            return one.upload
    _check_room(session, clock, len(there), draft)
    file = keep(session, clock, shelf, draft)
    position = there[-1].upload.position + 1 if there else 1
    upload = StagedUpload(
        id=new_id(), form_id=form_id, file_id=file.id, name=cleaned, position=position, staged_at=clock.now()
    )
    session.add(upload)
    session.flush()
    return upload


def unstage(session: Session, form_id: uuid.UUID, upload_id: uuid.UUID) -> None:
    """Take one file away from a form; nothing happens when it is not there."""
    session.execute(delete(StagedUpload).where(StagedUpload.form_id == form_id, StagedUpload.id == upload_id))


def restage(session: Session, form_id: uuid.UUID, new_form_id: uuid.UUID) -> None:
    """Let what waits with one form wait with another, which took its place."""
    session.execute(update(StagedUpload).where(StagedUpload.form_id == form_id).values(form_id=new_form_id))


def take(session: Session, form_id: uuid.UUID) -> list[Waiting]:
    """What waited with a form that is sent now; it waits no longer. Of two who ask at once only one is given it."""
    there = {one.upload.id: one for one in waiting(session, form_id)}
    taken = delete(StagedUpload).where(StagedUpload.form_id == form_id).returning(StagedUpload.id)
    ids = set(session.scalars(taken.execution_options(synchronize_session=False)))
    return [one for upload_id, one in there.items() if upload_id in ids]


def _check_room(session: Session, clock: Clock, there: int, draft: Draft) -> None:
    try:
        if there >= FILES_PER_FORM:
            raise FileRefused(code="too_many_files", limit=FILES_PER_FORM)
        if loose_bytes(session, clock.now() - WAITS_FOR - GRACE) + draft.size > MOST_LOOSE_BYTES:
            raise FileRefused(code="no_room")
    except FileRefused:
        draft.discard()
        raise
