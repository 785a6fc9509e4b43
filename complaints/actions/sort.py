"""Saying what a complaint is about, by the office's own list of topics."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.models import Complaint
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken, Stale
from kernel.permissions import Actor, Permission
from ledger.actions import append
from office.models import Topic
from office.rules import is_valid_on


class UnknownTopic(RuleBroken):
    """There is no such topic, or it is not offered today."""

    code = "unknown_topic"


def sort(
    session: Session,
    clock: Clock,
    actor: Actor,
    complaint: Complaint,
    topic_id: uuid.UUID | None,
    *,
    row_version: int | None = None,
) -> bool:
    """Give a complaint its topic, or (None) take it away; whether anything changed. At any time, also after settling.

    Raises Forbidden, Stale, UnknownTopic.
    """
    session.refresh(complaint, with_for_update=True)
    if not _may_sort(actor, complaint):
        raise Forbidden
    if row_version is not None and row_version != complaint.row_version:
        raise Stale(now=complaint.row_version)
    if complaint.topic_id == topic_id:
        return False
    topic = session.get(Topic, topic_id) if topic_id else None
    if topic_id and (topic is None or not is_valid_on(topic.valid_from_on, topic.valid_to_on, clock.today())):
        raise UnknownTopic(field="topic")
    data = {
        "topic": str(topic_id) if topic_id else None,
        "before": str(complaint.topic_id) if complaint.topic_id else None,
    }
    complaint.topic_id = topic_id
    complaint.row_version += 1
    append(session, clock, actor, ComplaintTag.SORTED, f"complaint:{complaint.id}", data, clock.today())
    return True


def _may_sort(actor: Actor, complaint: Complaint) -> bool:
    """Whoever may write on the case, and the clerk who registers it for another department."""
    return actor.can_for(Permission.COMPLAINT_NOTE, complaint.department_id) or actor.can(Permission.COMPLAINT_REGISTER)
