"""The rows of a few cases: one statement for each table, however many cases, and ids as the record writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, cast

from sqlalchemy import Column, ColumnElement, Select, Table, Uuid, bindparam, select, type_coerce
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
from complaints.queries.replay import COMPARED
from storage.base import Base
from storage.types import IdText, Moment


@dataclass(slots=True)
class CaseRows:
    """What the tables hold of a case; ``case`` is None where the register does not know it. Ids are text."""

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


_WORDS: Final = (
    "external_number", "subject", "remedy_sought", "happened_on", "severity", "reply", "reply_salt", "cause",
    "corrective", "restricted_for", "acknowledged_at",
)  # fmt: skip
"""Columns that hold words, and when a case was confirmed, beside those the figures and the queue look at."""
_ONE: Final[dict[str, type[Base]]] = {
    "complainant": Complainant, "matter": ComplaintMatter, "draft": ComplaintDraft, "publication": PetitionPublication,
    "scan": PetitionScan,
}  # fmt: skip
_MANY: Final[dict[str, type[Base]]] = {
    "notes": ComplaintNote, "steps": ComplaintStep, "letters": ComplaintLetter, "attachments": ComplaintAttachment,
}  # fmt: skip
_FILE: Final = (StoredFile.digest, StoredFile.kind, StoredFile.size)
"""What a row that names a file is compared by, as columns of its own."""


def rows_of(session: Session, ids: Sequence[str]) -> dict[str, CaseRows]:
    """Rows by the id of the case, steps in order. The ids stand close together: all between them are read."""
    found = {case_id: CaseRows() for case_id in ids}
    for beside, row in _rows(session, _cases(), found):
        beside.case = row
    for name, model in _ONE.items():
        for beside, row in _rows(session, _beside(model), found):
            setattr(beside, name, row)
    for name, model in _MANY.items():
        for beside, row in _rows(session, _beside(model), found):
            getattr(beside, name).append(row)
    return found


def _rows(session: Session, query: Select[Any], found: dict[str, CaseRows]) -> Iterator[tuple[CaseRows, Any]]:
    """Rows with what belongs to the case they name first."""
    for row in session.execute(query, {"first": min(found), "last": max(found)}).all():
        if row[0] in found:
            yield found[row[0]], row


@cache
def _cases() -> Select[Any]:
    c = cast(Table, Complaint.__table__).c
    columns = dict.fromkeys((*COMPARED, *_WORDS))
    return select(_read(c.id), *(_read(c[name]) for name in columns)).where(_between(c.id))


@cache
def _beside(model: type[Base]) -> Select[Any]:
    """Of a table beside the register; the case comes first, and a file stands in the row of what it belongs to."""
    table = cast(Table, model.__table__)
    c = table.c
    query = select(_read(c.complaint_id), *(_read(column) for column in c if _is_compared(column)))
    query = query.where(_between(c.complaint_id))
    if "file_id" in c:
        query = query.add_columns(*_FILE).outerjoin(StoredFile, StoredFile.id == c.file_id)
    return query.order_by(c.position) if "position" in c else query


def _is_compared(column: Column[Any]) -> bool:
    """Moments stand in the entries themselves, and keys for searching follow from what is read."""
    return not isinstance(column.type, Moment) and column.name not in ("complaint_id", "person_key", "email_key")


def _read(column: Column[Any]) -> ColumnElement[Any]:
    return type_coerce(column, IdText).label(column.name) if isinstance(column.type, Uuid) else column


def _between(column: Column[Any]) -> ColumnElement[bool]:
    return type_coerce(column, IdText).between(bindparam("first", type_=IdText), bindparam("last", type_=IdText))
