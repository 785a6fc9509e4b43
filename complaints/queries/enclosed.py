"""The files of a case, for those who may see it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from attachments.models import StoredFile
from complaints.models import Complaint, ComplaintAttachment
from complaints.queries.scope import may_know, within
from kernel.errors import Forbidden, NotFound
from kernel.permissions import Actor
from office.models import Person


@dataclass(frozen=True)
class Enclosed:
    """A file of a case. ``added_by``: the member of staff who added it, None for the resident."""

    attachment: ComplaintAttachment
    file: StoredFile
    added_by: str | None

    @property
    def plain_name(self) -> str:
        """What its address calls it: no name of anybody's, because addresses stand in logs."""
        return f"{self.attachment.position}.{self.file.kind}"


def enclosed(session: Session, complaint_id: uuid.UUID) -> list[Enclosed]:
    """The files of a case, in the order they came. One statement."""
    query = _files().where(ComplaintAttachment.complaint_id == complaint_id).order_by(ComplaintAttachment.position)
    return [Enclosed(attachment, file, name) for attachment, file, name in session.execute(query)]


def enclosed_file(session: Session, actor: Actor, attachment_id: uuid.UUID) -> Enclosed:
    """One file, for somebody who may open it.

    Raises NotFound for strangers to the case, Forbidden for those who see it but may not know who filed it: a scanned
    letter says who.
    """
    query = _files().add_columns(Complaint).join(Complaint, Complaint.id == ComplaintAttachment.complaint_id)
    row = session.execute(query.where(ComplaintAttachment.id == attachment_id, within(actor))).one_or_none()
    if row is None:
        raise NotFound
    attachment, file, name, complaint = row
    if not may_open(session, actor, complaint):
        raise Forbidden
    return Enclosed(attachment, file, name)


def may_open(session: Session, actor: Actor, complaint: Complaint) -> bool:
    """Whether somebody who sees a case may also open its files and read their names."""
    return may_know(session, actor, complaint)


def _files() -> Select[ComplaintAttachment, StoredFile, str | None]:
    return (
        select(ComplaintAttachment, StoredFile, Person.display_name)
        .join(StoredFile, StoredFile.id == ComplaintAttachment.file_id)
        .outerjoin(Person, Person.id == ComplaintAttachment.added_by_id)
    )
