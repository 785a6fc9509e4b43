"""What the office does with an anonymous opinion: reads it, says what it is about, closes it with what was done."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from complaints.actions.moving import NoText
from complaints.actions.sort import UnknownTopic
from complaints.events import ComplaintTag, FeedbackClosed, FeedbackReviewed
from complaints.models import Feedback
from complaints.rules.moves import OPINION, Move, Transition
from complaints.rules.states import PERMISSION_OF, transition
from kernel.clock import Clock
from kernel.errors import Forbidden, Stale
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import commitment
from office.models import Topic
from office.rules import is_valid_on
from storage.telling import tell


def review(
    session: Session, clock: Clock, actor: Actor, opinion: Feedback, topic_id: uuid.UUID | None, *, row_version: int
) -> FeedbackReviewed:
    """Mark an opinion as read, and say what it is about. Raises IllegalMove, Forbidden, Stale, UnknownTopic."""
    target = _checked(session, clock, actor, opinion, Move.REVIEW, topic_id, row_version)
    _moved(opinion, target, topic_id)
    data = {"topic": str(topic_id) if topic_id else None}
    append(session, clock, actor, ComplaintTag.FEEDBACK_REVIEWED, f"feedback:{opinion.id}", data, clock.today())
    return tell(session, clock, FeedbackReviewed(opinion.id))


def close(
    session: Session, clock: Clock, actor: Actor, opinion: Feedback, topic_id: uuid.UUID | None, answer: str,
    *, row_version: int,
) -> FeedbackClosed:  # fmt: skip
    """Close an opinion with what the office did about it, for its own people: there is nobody to write to.

    Raises IllegalMove, Forbidden, Stale, UnknownTopic, NoText.
    """
    target = _checked(session, clock, actor, opinion, Move.CLOSE, topic_id, row_version)
    if not answer.strip():
        raise NoText(field="text", source=target.source)
    _moved(opinion, target, topic_id)
    opinion.answer = answer.strip()
    data = {"topic": str(topic_id) if topic_id else None, "answer": commitment(opinion.salt, opinion.answer)}
    append(session, clock, actor, ComplaintTag.FEEDBACK_CLOSED, f"feedback:{opinion.id}", data, clock.today())
    return tell(session, clock, FeedbackClosed(opinion.id))


def _checked(
    session: Session, clock: Clock, actor: Actor, opinion: Feedback, move: Move, topic_id: uuid.UUID | None,
    row_version: int,
) -> Transition:  # fmt: skip
    session.refresh(opinion, with_for_update=True)
    if not actor.can_for(PERMISSION_OF[move], opinion.department_id):
        raise Forbidden
    if row_version != opinion.row_version:
        raise Stale(now=opinion.row_version)
    target = transition(OPINION, opinion.state, move)
    topic = session.get(Topic, topic_id) if topic_id else None
    if topic_id and (topic is None or not is_valid_on(topic.valid_from_on, topic.valid_to_on, clock.today())):
        raise UnknownTopic(field="topic")
    return target


def _moved(opinion: Feedback, target: Transition, topic_id: uuid.UUID | None) -> None:
    opinion.state, opinion.topic_id = target.to.value, topic_id
    opinion.row_version += 1
