"""What somebody's leaving means for their cases: the open ones pass to the successor or wait to be assigned anew."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.actions.moving import subject_of
from complaints.events import ComplaintTag
from complaints.models import Complaint
from complaints.queries.queue import is_open
from complaints.rules.independence import is_concerned
from complaints.rules.states import Move, State, transition
from kernel.clock import Clock
from ledger.actions import Draft, append_many
from office.events import PersonDeactivated
from office.queries import handlers


def hand_over(session: Session, clock: Clock, left: PersonDeactivated) -> None:
    """Pass the open cases of somebody who left to the successor, an entry for each.

    Where the successor does not handle cases of the department, is the one the case is about, or there is none, the
    case waits for its head. Why the
    person left stays with the person: the files of residents are no place for it.
    """
    query = select(Complaint).where(Complaint.handler_id == left.person_id, is_open())
    cases = session.scalars(query.order_by(Complaint.registered_at, Complaint.id).with_for_update()).all()
    fitting: dict[uuid.UUID | None, bool] = {}
    drafts = []
    for case in cases:
        if case.department_id not in fitting:
            fitting[case.department_id] = _can_take(session, clock, left.successor_id, case.department_id)
        fits = fitting[case.department_id] and not is_concerned(subject_of(case), left.successor_id)
        tag = _passed(case, left.successor_id) if fits else _released(case)
        named = left.successor_id if fits else left.person_id
        department = str(case.department_id) if case.department_id else None
        data = {"handler": str(named), "department": department}
        drafts.append(Draft(tag, f"complaint:{case.id}", data, clock.today()))
    append_many(session, clock, left.actor, drafts)


def _can_take(session: Session, clock: Clock, successor_id: uuid.UUID | None, department_id: uuid.UUID | None) -> bool:
    return successor_id in {person.id for person in handlers(session, clock.today(), department_id)}


def _passed(case: Complaint, successor_id: uuid.UUID | None) -> ComplaintTag:
    case.handler_id = successor_id
    case.row_version += 1
    return ComplaintTag.ASSIGNED


def _released(case: Complaint) -> ComplaintTag:
    if case.state == State.ASSIGNED:
        case.state = transition(case.kind, case.state, Move.RELEASE).to.value
    case.handler_id = None
    case.row_version += 1
    return ComplaintTag.RELEASED
