"""The rows behind a figure, for people to read."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.queries.queue import dates_of
from complaints.rules.kinds import number_words
from complaints.rules.verdicts import Dates
from office.models import Department

AT_ONCE: Final = 500
"""Cases asked for in one statement: SQLite allows 32,766 values."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in the list behind a figure. No personal data: number, subject kind and dates only."""

    id: uuid.UUID
    register_number: str
    kind: str
    department_id: uuid.UUID | None
    handler_id: uuid.UUID | None
    department: str
    dates: Dates
    received_on: dt.date
    left_how: str | None


def case_rows(session: Session, ids: Sequence[str]) -> list[CaseRow]:
    """Return the cases with these ids, in the order of the ids. One statement for every AT_ONCE of them."""
    found: dict[str, CaseRow] = {}
    for start in range(0, len(ids), AT_ONCE):
        query = (
            select(Complaint, Department.name)
            .outerjoin(Department, Department.id == Complaint.department_id)
            .where(Complaint.id.in_([uuid.UUID(one) for one in ids[start : start + AT_ONCE]]))
        )
        found |= {str(row[0].id): _case_row(row[0], row[1]) for row in session.execute(query)}
    return [found[one] for one in ids]


def register_numbers(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Return the numbers people know cases by, by id. One statement for every AT_ONCE of them."""
    found: dict[str, str] = {}
    facts = (Complaint.id, Complaint.register, Complaint.year, Complaint.number, Complaint.external_number)
    for start in range(0, len(ids), AT_ONCE):
        query = select(*facts).where(Complaint.id.in_([uuid.UUID(one) for one in ids[start : start + AT_ONCE]]))
        found |= {str(row[0]): number_words(*row[1:]) for row in session.execute(query)}
    return found


def _case_row(row: Complaint, department: str | None) -> CaseRow:
    return CaseRow(
        row.id,
        row.register_number,
        row.kind,
        row.department_id,
        row.handler_id,
        department or "",
        dates_of(row),
        row.received_on,
        row.left_how,
    )
