"""Reading which cases are asked about."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complainant, Complaint, FollowUp
from complaints.rules.follow_up import ASKED_KINDS, LATEST_DAYS, VALID_DAYS, is_asked, read_token
from kernel.clock import local_day


def case_behind(session: Session, secret: str, token: str) -> Complaint | None:
    """The case a link asks about; None where it leads nowhere, or the case is not asked about (any more)."""
    complaint_id = read_token(secret, token)
    found = session.get(Complaint, complaint_id) if complaint_id else None
    return found if found is not None and may_be_asked(found) else None


def may_be_asked(complaint: Complaint) -> bool:
    """Whether a case is asked about at all."""
    return complaint.outcome is not None and is_asked(
        complaint.kind,
        complaint.state,
        complaint.settled_on,
        is_imported=complaint.source is not None or complaint.settled_recorded_at is None,
        is_erased=complaint.erased_at is not None,
        is_restricted=complaint.restricted_at is not None,
    )


def settled_day(complaint: Complaint) -> dt.date:
    """The day on which its settlement was recorded."""
    if complaint.settled_recorded_at is None:
        raise ValueError("a case that is not settled has no such day")
    return local_day(complaint.settled_recorded_at)


def last_day(complaint: Complaint) -> dt.date:
    """The last day on which its link works."""
    return settled_day(complaint) + dt.timedelta(days=VALID_DAYS)


def used_on(session: Session, complaint_id: uuid.UUID) -> dt.date | None:
    """The day on which the link was used; None while it was not."""
    return session.scalar(select(FollowUp.used_on).where(FollowUp.complaint_id == complaint_id))


def cases_to_write_to(session: Session, today: dt.date, days: int) -> Sequence[uuid.UUID]:
    """Cases whose settlement is so many days old, with an e-mail address and an unused link. One statement."""
    last = today - dt.timedelta(days=days)
    query = (
        select(Complaint)
        .join(Complainant, Complainant.complaint_id == Complaint.id)
        .outerjoin(FollowUp, FollowUp.complaint_id == Complaint.id)
        .where(
            Complainant.email != "",
            Complaint.kind.in_(ASKED_KINDS),
            Complaint.settled_on >= last - dt.timedelta(days=LATEST_DAYS + VALID_DAYS),
            FollowUp.complaint_id.is_(None),
        )
        .order_by(Complaint.id)
    )
    return [
        case.id
        for case in session.scalars(query)
        if may_be_asked(case) and last - dt.timedelta(days=LATEST_DAYS) <= settled_day(case) <= last
    ]
