"""Reasons of changes: their words stand beside the notes of a case, the record holds their commitment."""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Session

from complaints.models import Complaint, ComplaintNote
from kernel.clock import Clock
from kernel.errors import Forbidden
from kernel.permissions import Actor
from ledger.canonical import commitment


def keep_reason(session: Session, clock: Clock, actor: Actor, complaint: Complaint, reason: str) -> str:
    """The commitment to a reason, whose words are erased with the notes of the case. Raises Forbidden for nobody."""
    if actor.person_id is None:
        raise Forbidden
    salt = secrets.token_hex(16)
    session.add(
        ComplaintNote(
            complaint_id=complaint.id, person_id=actor.person_id, written_at=clock.now(), text=reason, salt=salt
        )
    )
    return commitment(salt, reason)
