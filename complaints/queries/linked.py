"""Cases that belong together, and the answer that is being written: what stands beside a case."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from complaints.models import Complaint, ComplaintLink
from complaints.queries.scope import within
from kernel.permissions import Actor


@dataclass(frozen=True)
class Linked:
    """Another case, how it belongs here (labels.LINKS), and whether this one names it or is named by it."""

    complaint: Complaint
    how: str
    is_named_here: bool
    is_readable: bool


def linked(session: Session, actor: Actor, complaint_id: uuid.UUID) -> list[Linked]:
    """The cases linked with a case in either direction, oldest first; unreadable ones are told by number only.

    Two statements, one where there are none.
    """
    there = or_(ComplaintLink.complaint_id == complaint_id, ComplaintLink.other_id == complaint_id)
    links = session.scalars(select(ComplaintLink).where(there)).all()
    others = {one.other_id if one.complaint_id == complaint_id else one.complaint_id: one for one in links}
    if not others:
        return []
    rows = session.execute(select(Complaint, within(actor)).where(Complaint.id.in_(list(others)))).all()
    found = [
        Linked(case, others[case.id].how, others[case.id].complaint_id == complaint_id, bool(may_read))
        for case, may_read in rows
    ]
    return sorted(found, key=lambda one: (one.complaint.received_on, one.complaint.register_number))
