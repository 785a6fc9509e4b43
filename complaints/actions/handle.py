"""Dealing with a complaint: who handles it, and what they note."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from complaints.actions.moving import NoText, checked, subject_of
from complaints.events import ComplaintAssigned, ComplaintNoted, ComplaintTag
from complaints.models import Complaint, ComplaintNote
from complaints.rules.independence import check_handler
from complaints.rules.states import PERMISSION_OF, Move
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import commitment
from office.queries import absent_on, handlers
from storage.telling import tell


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


def assign(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, typed: Assignment, *, row_version: int
) -> ComplaintAssigned:
    """Make a person of a department responsible.

    Raises IllegalMove, Forbidden, Stale, Concerned, NotAHandler or Away.
    """
    target = checked(session, actor, complaint, Move.ASSIGN, row_version)
    if not actor.can_for(PERMISSION_OF[Move.ASSIGN], typed.department_id):
        raise Forbidden(field="department")
    check_handler(subject_of(complaint), typed.handler_id, typed.department_id)
    allowed = {person.id for person in handlers(session, clock.today(), typed.department_id)}
    if typed.handler_id not in allowed:
        raise NotAHandler(field="handler")
    last = None if typed.may_wait else absent_on(session, clock.today()).get(typed.handler_id)
    if last is not None:
        raise Away(field="handler", last=last)
    complaint.state = target.to.value
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
