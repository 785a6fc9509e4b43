"""The rows of words of a few cases: one statement for each table, however many cases."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from attachments.models import StoredFile
from complaints.models import (
    Complainant,
    Complaint,
    ComplaintAttachment,
    ComplaintDraft,
    ComplaintLetter,
    ComplaintMatter,
    ComplaintNote,
    ComplaintStep,
    PetitionPublication,
    PetitionScan,
)


@dataclass(slots=True)
class CaseRows:
    """What the tables hold of a case; ``case`` is None where the register does not know it."""

    case: Any = None
    complainant: Any = None
    matter: Any = None
    draft: Any = None
    publication: Any = None
    scan: Any = None
    notes: list[Any] = field(default_factory=list)
    steps: list[Any] = field(default_factory=list)
    letters: list[Any] = field(default_factory=list)
    attachments: list[Any] = field(default_factory=list)


_C: Final = Complaint
_CASE: Final = (
    _C.id, _C.register, _C.number, _C.year, _C.external_number, _C.subject, _C.remedy_sought, _C.happened_on,
    _C.severity, _C.reply, _C.reply_salt, _C.cause, _C.corrective, _C.restricted_for, _C.erased_at,
)  # fmt: skip
_ONE: Final[dict[str, type[Any]]] = {
    "complainant": Complainant, "matter": ComplaintMatter, "draft": ComplaintDraft, "publication": PetitionPublication,
}  # fmt: skip
_OF_A_FILE: Final[dict[str, type[Any]]] = {
    "letters": ComplaintLetter, "attachments": ComplaintAttachment, "scan": PetitionScan,
}  # fmt: skip


_FILE: Final = (StoredFile.digest, StoredFile.kind, StoredFile.size)


def rows_of(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, CaseRows]:
    """Rows by the id of the case, steps in order. A file stands in its row as ``digest``, ``kind``, ``size``."""
    found = {case_id: CaseRows() for case_id in ids}
    for row in session.execute(select(*_CASE).where(_C.id.in_(ids))):
        found[row.id].case = row
    for name, model in _ONE.items():
        for row in session.execute(select(*model.__table__.c).where(model.complaint_id.in_(ids))):
            setattr(found[row.complaint_id], name, row)
    for row in session.execute(select(*ComplaintNote.__table__.c).where(ComplaintNote.complaint_id.in_(ids))):
        found[row.complaint_id].notes.append(row)
    steps = select(*ComplaintStep.__table__.c).where(ComplaintStep.complaint_id.in_(ids))
    for row in session.execute(steps.order_by(ComplaintStep.position)):
        found[row.complaint_id].steps.append(row)
    _with_files(session, ids, found)
    return found


def _with_files(session: Session, ids: Collection[uuid.UUID], found: dict[uuid.UUID, CaseRows]) -> None:
    for name, model in _OF_A_FILE.items():
        query = select(*model.__table__.c, *_FILE).outerjoin(StoredFile, StoredFile.id == model.file_id)
        for row in session.execute(query.where(model.complaint_id.in_(ids))):
            if name == "scan":
                found[row.complaint_id].scan = row
            else:
                getattr(found[row.complaint_id], name).append(row)
