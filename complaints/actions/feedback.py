"""Keeping anonymous opinions: no number, no legal clock, no case of the register."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints.actions.intake import AlreadyFiled
from complaints.events import ComplaintTag, FeedbackLeft
from complaints.models import Feedback
from kernel.clock import Clock, warsaw
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import commitment

TRAPPED, OVER_CAP = "honeypot", "over_cap"
"""Marks of an opinion, as surveys/rules/flags.py has them for answers."""


@dataclass(frozen=True)
class FeedbackTyped:
    """An anonymous opinion as typed."""

    subject: str
    text: str
    department_id: uuid.UUID | None = None
    language: str = "pl"
    submission_id: uuid.UUID = field(default_factory=new_id)
    is_trapped: bool = False


def leave_feedback(
    session: Session, clock: Clock, actor: Actor, typed: FeedbackTyped, *, most_a_day: int = 0
) -> FeedbackLeft:
    """Keep an anonymous opinion. It has no number and no legal clock, and is no case of the register.

    Sending the same form twice (same ``submission_id``) changes nothing the second time. ``most_a_day``: those
    that come later are kept as well, with a mark (0: never), and so is one that filled the field nobody sees.
    """
    if _left_before(session, typed):
        return FeedbackLeft(typed.submission_id)
    try:
        with session.begin_nested():
            _kept(session, clock, actor, typed, _marks(session, clock, typed, most_a_day))
    except IntegrityError:
        if not _left_before(session, typed):
            raise
    return FeedbackLeft(typed.submission_id)


def _left_before(session: Session, typed: FeedbackTyped) -> bool:
    found = session.get(Feedback, typed.submission_id)
    if found is None:
        return False
    if (found.subject, found.text, found.department_id) != (typed.subject, typed.text, typed.department_id):
        raise AlreadyFiled
    return True


def _marks(session: Session, clock: Clock, typed: FeedbackTyped, most_a_day: int) -> str:
    marks = [TRAPPED] if typed.is_trapped else []
    if most_a_day:
        midnight = warsaw(*clock.today().timetuple()[:3])
        came = session.scalar(select(func.count()).where(Feedback.received_at >= midnight)) or 0
        marks += [OVER_CAP] if came >= most_a_day else []
    return " ".join(marks)


def _kept(session: Session, clock: Clock, actor: Actor, typed: FeedbackTyped, flags: str) -> None:
    feedback = Feedback(
        id=typed.submission_id,
        department_id=typed.department_id,
        language=typed.language,
        subject=typed.subject,
        text=typed.text,
        received_at=clock.now(),
        salt=secrets.token_hex(16),
        flags=flags,
    )
    session.add(feedback)
    data = {
        "department": str(typed.department_id) if typed.department_id else None,
        "matter": commitment(feedback.salt, [typed.subject, typed.text]),
        "flags": flags,
    }
    append(session, clock, actor, ComplaintTag.FEEDBACK_LEFT, f"feedback:{feedback.id}", data, clock.today())
