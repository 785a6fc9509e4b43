"""Saying what a complaint is about, by the office's own list of topics."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from complaints.actions.moving import check_independent
from complaints.events import ComplaintReceived, ComplaintTag
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

    Raises Forbidden, Stale, Concerned, UnknownTopic.
    """
    session.refresh(complaint, with_for_update=True)
    if not actor.can_for(Permission.COMPLAINT_NOTE, complaint.department_id):
        raise Forbidden
    if row_version is not None and row_version != complaint.row_version:
        raise Stale(now=complaint.row_version)
    check_independent(complaint, actor)
    return _sorted(session, clock, actor, complaint, topic_id)


def sort_new(
    session: Session, clock: Clock, actor: Actor, received: ComplaintReceived, topic_id: uuid.UUID | None
) -> bool:
    """Give its topic to a letter in the transaction that registers it, for whichever department; whether it got one.

    A letter registered before keeps what it has. Raises Forbidden, UnknownTopic.
    """
    if not actor.can(Permission.COMPLAINT_REGISTER):
        raise Forbidden
    if topic_id is None or received.is_repeated:
        return False
    return _sorted(session, clock, actor, session.get_one(Complaint, received.complaint_id), topic_id)


def _sorted(session: Session, clock: Clock, actor: Actor, complaint: Complaint, topic_id: uuid.UUID | None) -> bool:
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
