"""Cases that belong together."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from complaints.models import ComplaintLink
from kernel.clock import Clock


def link(session: Session, clock: Clock, complaint_id: uuid.UUID, other_id: uuid.UUID | None, how: str) -> bool:
    """Link two cases in one direction, once; whether the link is new. ``how``: earlier, joined, split, duplicate."""
    if other_id is None or session.get(ComplaintLink, (complaint_id, other_id, how)) is not None:
        return False
    session.add(ComplaintLink(complaint_id=complaint_id, other_id=other_id, how=how, linked_at=clock.now()))
    return True
