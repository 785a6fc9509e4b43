"""What somebody registered: whoever typed a letter may see its number, for whichever department it is."""

from __future__ import annotations

import json
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.queries.scope import within
from kernel.errors import NotFound
from kernel.permissions import Actor
from ledger.queries import entries_of


def registered_by(session: Session, actor: Actor, complaint_id: uuid.UUID) -> Complaint:
    """The case, for whoever registered it or may read it. Raises NotFound for everybody else."""
    readable = session.scalars(select(Complaint).where(Complaint.id == complaint_id, within(actor))).one_or_none()
    if readable is not None:
        return readable
    found = session.get(Complaint, complaint_id)
    first = next(iter(entries_of(session, f"complaint:{complaint_id}")), None)
    if found is None or first is None or json.loads(first.canonical)["actor"] != actor.ref:
        raise NotFound
    return found
