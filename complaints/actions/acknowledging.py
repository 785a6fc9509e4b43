"""Confirming a filing: the day it was first done stays with the case (§ 7 of the complaints regulation)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from complaints.events import ComplaintAcknowledged, ComplaintTag
from complaints.models import Complaint
from kernel.clock import Clock
from kernel.errors import Forbidden
from kernel.permissions import Actor, Permission
from ledger.actions import append
from storage.telling import tell


def acknowledge(session: Session, clock: Clock, actor: Actor, complaint: Complaint) -> ComplaintAcknowledged:
    """Record that whoever filed was given a confirmation. Given once more, it changes nothing.

    Raises Forbidden.
    """
    session.refresh(complaint, with_for_update=True)
    if not actor.can_for(Permission.COMPLAINT_NOTE, complaint.department_id):
        raise Forbidden
    if complaint.acknowledged_at is not None:
        return ComplaintAcknowledged(complaint.id, is_first=False)
    complaint.acknowledged_at = clock.now()
    complaint.row_version += 1
    data = {"register": complaint.register, "year": complaint.year, "number": complaint.number}
    append(session, clock, actor, ComplaintTag.ACKNOWLEDGED, f"complaint:{complaint.id}", data, clock.today())
    return tell(session, clock, ComplaintAcknowledged(complaint.id))
