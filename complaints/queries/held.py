"""What somebody holds: open cases in a person's name."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.queries.queue import is_open


def open_cases_of(session: Session, person_id: uuid.UUID) -> dict[uuid.UUID | None, int]:
    """How many open cases a person handles, by department."""
    query = (
        select(Complaint.department_id, func.count())
        .where(Complaint.handler_id == person_id, is_open())
        .group_by(Complaint.department_id)
    )
    return dict(session.execute(query).all())
