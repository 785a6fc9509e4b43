"""The last days somebody has to keep: of the cases they handle, for themselves or for somebody away."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.queries.queue import is_open
from complaints.queries.reminders import handled_for
from complaints.queries.scope import within
from kernel.permissions import Actor


def last_days_of(session: Session, today: dt.date, actor: Actor) -> list[Complaint]:
    """Open cases with a last day that the actor handles, today also as a deputy, and may see; the nearest first."""
    if actor.person_id is None:
        return []
    mine = or_(Complaint.handler_id == actor.person_id, handled_for(today, actor.person_id))
    query = select(Complaint).where(is_open(), Complaint.due_on.is_not(None), mine, within(actor))
    return list(session.scalars(query.order_by(Complaint.due_on, Complaint.received_on, Complaint.id)))
