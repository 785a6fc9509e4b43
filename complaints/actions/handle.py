"""Dealing with a complaint.

Assign, note, settle. Each checks the move, the version the form was rendered from, and writes.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from complaints.events import ComplaintAssigned, ComplaintNoted, ComplaintSettled, ComplaintTag
from complaints.models import Complaint, ComplaintNote
from complaints.rules.kinds import check_outcome
from complaints.rules.states import PERMISSION_OF, Move, transition
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken, Stale
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import commitment
from office.queries import absent_on, handlers
from storage.telling import tell


class WrongDay(RuleBroken):
    """The day of dispatch lies before receipt or in the future. ``facts``: day, received_on, today."""

    code = "wrong_day"


class NoText(RuleBroken):
    """A note or a reply without a word in it."""

    code = "no_text"


class Away(RuleBroken):
    """The person is away today, and nobody said that the case may wait. ``facts``: last, the last day of it."""

    code = "away"


class NotAHandler(RuleBroken):
    """The person does not handle cases of that department."""

    code = "not_a_handler"


@dataclass(frozen=True)
class Assignment:
    """Who is to handle a complaint, and for which department."""

    handler_id: uuid.UUID
    department_id: uuid.UUID
    may_wait: bool = False
    """Whether it may be somebody who is away today."""


@dataclass(frozen=True)
class Reply:
    """How a complaint was settled: outcome, the words of the reply, and the local day its notice was dispatched."""

    outcome: str
    text: str
    settled_on: dt.date


def assign(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, typed: Assignment, *, row_version: int
) -> ComplaintAssigned:
    """Make a person of a department responsible. Raises IllegalMove, Forbidden, Stale, NotAHandler or Away."""
    target = checked(session, actor, complaint, Move.ASSIGN, row_version)
    if not actor.can_for(PERMISSION_OF[Move.ASSIGN], typed.department_id):
        raise Forbidden(field="department")
    allowed = {person.id for person in handlers(session, clock.today(), typed.department_id)}
    if typed.handler_id not in allowed:
        raise NotAHandler(field="handler")
    last = None if typed.may_wait else absent_on(session, clock.today()).get(typed.handler_id)
    if last is not None:
        raise Away(field="handler", last=last)
    complaint.state = target
    complaint.handler_id = typed.handler_id
    complaint.department_id = typed.department_id
    complaint.row_version += 1
    data = {
        "handler": str(typed.handler_id),
        "department": str(typed.department_id),
    }
    append(session, clock, actor, ComplaintTag.ASSIGNED, f"complaint:{complaint.id}", data, clock.today())
    return tell(session, clock, ComplaintAssigned(complaint.id, typed.handler_id))


def note(
    session: Session,
    clock: Clock,
    actor: Actor,
    complaint: Complaint,
    text: str,
    *,
    note_id: uuid.UUID | None = None,
) -> ComplaintNoted:
    """Add a note; the same words under the same ``note_id`` are noted once, however often they are sent.

    It changes nothing of the complaint and so cannot be stale. Raises IllegalMove, Forbidden or NoText.
    """
    checked(session, actor, complaint, Move.NOTE)
    if not text.strip() or actor.person_id is None:
        raise NoText(field="text")
    there = session.get(ComplaintNote, note_id) if note_id else None
    if there is not None and (there.complaint_id, there.text) == (complaint.id, text):
        return ComplaintNoted(complaint.id, there.id)
    written = ComplaintNote(
        id=new_id() if there or note_id is None else note_id,
        complaint_id=complaint.id,
        person_id=actor.person_id,
        written_at=clock.now(),
        text=text,
        salt=secrets.token_hex(16),
    )
    session.add(written)
    data = {"note": commitment(written.salt, text)}
    append(session, clock, actor, ComplaintTag.NOTED, f"complaint:{complaint.id}", data, clock.today())
    return ComplaintNoted(complaint.id, written.id)


def settle(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, reply: Reply, *, row_version: int
) -> ComplaintSettled:
    """Settle a complaint on the day the notice of its outcome was dispatched (art. 237 § 3, 244 § 2 KPA).

    Whether that was on time is not said here: it follows from the dates.
    Raises IllegalMove, Forbidden, Stale, WrongOutcome, WrongDay or NoText.
    """
    target = checked(session, actor, complaint, Move.SETTLE, row_version)
    outcome = check_outcome(complaint.kind, reply.outcome)
    if not complaint.received_on <= reply.settled_on <= clock.today():
        raise WrongDay(field="settled", day=reply.settled_on, received_on=complaint.received_on, today=clock.today())
    if not reply.text.strip():
        raise NoText(field="text", source="art. 238 KPA")
    complaint.state = target
    complaint.outcome = outcome.value
    complaint.settled_on = reply.settled_on
    complaint.settled_recorded_at = clock.now()
    complaint.reply = reply.text
    complaint.reply_salt = secrets.token_hex(16)
    complaint.row_version += 1
    data = {
        "outcome": outcome.value,
        "settled_on": reply.settled_on.isoformat(),
        "reply": commitment(complaint.reply_salt, reply.text),
    }
    append(session, clock, actor, ComplaintTag.SETTLED, f"complaint:{complaint.id}", data, reply.settled_on)
    return tell(session, clock, ComplaintSettled(complaint.id, outcome.value, reply.settled_on, actor.person_id))


def checked(session: Session, actor: Actor, complaint: Complaint, move: Move, row_version: int | None = None) -> str:
    """The state a permitted, possible and fresh move leads to.

    The row is locked first, so that of two who act at once the second sees what the first did.
    """
    session.refresh(complaint, with_for_update=True)
    if not actor.can_for(PERMISSION_OF[move], complaint.department_id):
        raise Forbidden
    if row_version is not None and row_version != complaint.row_version:
        raise Stale(now=complaint.row_version)  # before the move: what changed explains why the move may be gone
    return transition(complaint.state, move).to.value
