"""The link of a settled case: used up once, and told to the record at night."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.models import Complaint, FollowUp
from kernel.clock import Clock
from kernel.permissions import Actor
from ledger.actions import append


def burn_link(session: Session, clock: Clock, complaint: Complaint) -> bool:
    """Use the link of a case up, as a day; False when somebody did so before. Nothing else of the case changes."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = {"complaint_id": complaint.id, "used_on": clock.today(), "leaf": None}
    insert = dialect.insert(cast(Table, FollowUp.__table__)).values(row).on_conflict_do_nothing()
    return session.execute(insert.returning(FollowUp.complaint_id)).scalar_one_or_none() is not None


def record_burnt_links(session: Session, clock: Clock, actor: Actor) -> int:
    """Tell the record which links were used since the last time, in the order of their random ids; how many.

    An entry knows the moment it is written. At the moment of the answer it would tell the minute of it.
    """
    waiting = session.scalars(
        select(FollowUp).where(FollowUp.leaf.is_(None)).order_by(FollowUp.complaint_id).with_for_update()
    ).all()
    for row in waiting:
        data = {"complaint": str(row.complaint_id), "used_on": row.used_on.isoformat()}
        stream = f"follow_up:{row.complaint_id}"
        entry = append(session, clock, actor, ComplaintTag.FOLLOW_UP_USED, stream, data, row.used_on)
        row.leaf = entry.leaf
    return len(waiting)
