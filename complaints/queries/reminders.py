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
from complaints.rules.advice import Advised, Urgency
from complaints.rules.kinds import LEGAL_KINDS
from complaints.rules.moves import State
from complaints.rules.reminding import is_for_the_head, occasion, reminders
from kernel.permissions import Role
from office.models import Absence, Deputy, Person, RoleAssignment
from office.queries.absence import deputising
from office.rules.openings import Openings


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
    handled = Complaint.handler_id.is_not(None)
    is_mine = or_(Complaint.handler_id == person_id, handled_for(today, person_id))
    return Reminder(
        own=_cases(session, is_mine, Complaint.warn_on <= today),
        unassigned=_cases(session, headed, Complaint.handler_id.is_(None)),
        late=_cases(session, headed, Complaint.due_on < today, handled, ~is_mine, _not_about(person_id)),
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
    return [one.id for one in people_with_mail(session) if reminder_for(session, today, one.id).count]


def people_with_mail(session: Session) -> list[Person]:
    """Active people with an e-mail address."""
    return list(
        session.scalars(select(Person).where(Person.is_active.is_(True), Person.email != "").order_by(Person.id))
    )


@dataclass(frozen=True)
class Line:
    """One occasion to write to somebody about one case: ``what`` is an Occasion, an Advice, or of the head's two."""

    case: Complaint
    what: str
    last: dt.date | None = None
    advised: Advised | None = None

    @property
    def key(self) -> str:
        """What makes it one and the same."""
        return f"{self.case.id}:{self.what}:{self.last or ''}"


APPROVE, ASSIGN = "approve", "assign"
"""What a head is written to about besides: an answer waits, nobody handles the case."""


def lines_for(session: Session, today: dt.date, person_id: uuid.UUID, openings: Openings) -> list[Line]:
    """The occasions of a day to write to a person, case by case; as many statements as ``reminder_for``.

    What is late in a department the head heads is told by itself, when it becomes so.
    """
    found = reminder_for(session, today, person_id)
    lines = [
        Line(case, when.value, case.due_on)
        for case in found.own
        if case.warn_on and case.due_on and (when := occasion(case.warn_on, case.due_on, today, openings.is_working))
    ]
    for one in found.pressing:
        is_late = one.advised.urgency is Urgency.LATE
        lines.append(Line(one.case, one.advised.advice + ("_late" if is_late else ""), one.advised.last, one.advised))
    lines += [Line(case, APPROVE, case.due_on) for case in found.approvals]
    return [*lines, *(Line(case, ASSIGN, case.due_on) for case in found.unassigned)]


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


def _not_about(person_id: uuid.UUID) -> ColumnElement[bool]:
    """The case is not about the person (art. 232 § 2 KPA)."""
    return Complaint.about_person_id.is_distinct_from(person_id)


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


def handled_for(today: dt.date, person_id: uuid.UUID) -> ColumnElement[bool]:
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
