"""Who is to be reminded of what: handlers of their cases, heads of what nobody handles or what is late."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session

from complaints.models import Complaint, ComplaintDraft
from complaints.queries.lateness import can_press, situation_of
from complaints.queries.queue import is_open
from complaints.queries.steps import steps_by_case
from complaints.rules.advice import Advised
from complaints.rules.kinds import LEGAL_KINDS
from complaints.rules.moves import State
from complaints.rules.reminding import is_for_the_head, reminders
from kernel.permissions import Role
from office.models import Absence, Deputy, Person, RoleAssignment
from office.queries.absence import deputising


@dataclass(frozen=True)
class Pressing:
    """A duty of a case besides its last day that presses today."""

    case: Complaint
    advised: Advised


@dataclass(frozen=True)
class Reminder:
    """Open cases of a day, nearest last day first.

    ``own``: handled by the person, or by somebody away whose deputy the person is, and late or past its warning
    day. ``approvals`` (answers somebody else wrote), ``unassigned`` and ``late``: of the departments the person heads,
    today also as a deputy. ``pressing``: the councillor's fourteen days, the seven of another body and calls nobody
    answered (rules.reminding) of the person's own cases; of the headed departments where nobody handles the case, where
    it is late, and where only the head can leave it.
    """

    own: list[Complaint]
    unassigned: list[Complaint]
    late: list[Complaint]
    approvals: list[Complaint] = field(default_factory=list)
    pressing: list[Pressing] = field(default_factory=list)

    @property
    def count(self) -> int:
        """All lines together."""
        return sum(len(part) for part in (self.own, self.unassigned, self.late, self.approvals, self.pressing))


def reminder_for(session: Session, today: dt.date, person_id: uuid.UUID) -> Reminder:
    """What a person is to be reminded of. At most ten statements."""
    headed = _headed_by(session, today, person_id)
    is_mine = or_(Complaint.handler_id == person_id, _handled_for(today, person_id))
    return Reminder(
        own=_cases(session, is_mine, Complaint.warn_on <= today),
        unassigned=_cases(session, headed, Complaint.handler_id.is_(None)),
        late=_cases(session, headed, Complaint.due_on < today, Complaint.handler_id.is_not(None), ~is_mine),
        approvals=_cases(session, headed, Complaint.state == State.FOR_APPROVAL, _written_by_others(person_id)),
        pressing=[
            *_pressing(session, today, is_mine),
            *(
                one
                for one in _pressing(session, today, headed, or_(Complaint.handler_id.is_(None), ~is_mine))
                if one.case.handler_id is None or is_for_the_head(one.advised)
            ),
        ],
    )


def people_to_remind(session: Session, today: dt.date) -> list[uuid.UUID]:
    """Active people with an e-mail address who have something to be reminded of."""
    with_mail = select(Person.id).where(Person.is_active.is_(True), Person.email != "").order_by(Person.id)
    return [found for found in session.scalars(with_mail) if reminder_for(session, today, found).count]


def _cases(session: Session, *conditions: ColumnElement[bool]) -> list[Complaint]:
    query = select(Complaint).where(is_open(), Complaint.kind.in_(LEGAL_KINDS), *conditions)
    return list(session.scalars(query.order_by(Complaint.due_on, Complaint.received_on, Complaint.number)))


def _pressing(session: Session, today: dt.date, *whose: ColumnElement[bool]) -> Iterator[Pressing]:
    """Duties that press today of cases that can have one: two statements at most."""
    cases = _cases(session, *whose, can_press(), Complaint.rule_id.is_not(None))
    steps = steps_by_case(session, [case.id for case in cases])
    for case in cases:
        found = reminders(situation_of(case, steps[case.id]), today)
        yield from (Pressing(case, advised) for advised in found)


def _written_by_others(person_id: uuid.UUID) -> ColumnElement[bool]:
    """The answer was put forward by somebody else: nobody approves their own words."""
    return exists().where(ComplaintDraft.complaint_id == Complaint.id, ComplaintDraft.drafted_by_id != person_id)


def _headed_by(session: Session, today: dt.date, person_id: uuid.UUID) -> ColumnElement[bool]:
    """The cases of the departments a person heads; whoever heads the whole office also has those of no department."""
    held = select(RoleAssignment.department_id).where(
        RoleAssignment.person_id == person_id,
        RoleAssignment.role == Role.HEAD.value,
        and_(RoleAssignment.from_on <= today, or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on >= today)),
    )
    deputed = deputising(session, today, person_id).grants
    departments = {*session.scalars(held), *(grant.department_id for grant in deputed if grant.role is Role.HEAD)}
    if None in departments:
        return true()
    return Complaint.department_id.in_(departments) if departments else false()


def _handled_for(today: dt.date, person_id: uuid.UUID) -> ColumnElement[bool]:
    """The cases of handlers who are away and named the person as their deputy, there or everywhere."""
    return exists().where(
        Deputy.deputy_id == person_id,
        Deputy.person_id == Complaint.handler_id,
        or_(Deputy.department_id.is_(None), Deputy.department_id == Complaint.department_id),
        Deputy.from_on <= today,
        Deputy.to_on >= today,
        Absence.person_id == Deputy.person_id,
        Absence.from_on <= today,
        Absence.to_on >= today,
    )
