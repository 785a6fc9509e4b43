"""What every move has in common: it is permitted, possible, fresh, complete, and none of whom the case is about."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.rules.independence import Concerned, Subject, check_actor, check_unit, is_concerned
from complaints.rules.moves import OWN_DUTY, Move, Transition
from complaints.rules.states import PERMISSION_OF, transition
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken, Stale
from kernel.permissions import Actor


class WrongDay(RuleBroken):
    """The day lies before receipt or in the future. ``facts``: day, received_on, today."""

    code = "wrong_day"


class NoText(RuleBroken):
    """Words are asked for, and there are none."""

    code = "no_text"


class Missing(RuleBroken):
    """Something a move cannot do without is not there; ``field`` says what."""

    code = "missing"


MAY_CONCERN: frozenset[Move] = frozenset({Move.PASS_UP, Move.NOTE, Move.RELEASE})
"""What even the person complained about may do: pass the case up, and say something."""


def checked(
    session: Session, actor: Actor, complaint: Complaint, move: Move, row_version: int | None = None
) -> Transition:
    """Where a permitted, possible and fresh move leads.

    The row is locked first, so that of two who act at once the second sees what the first did. Raises Forbidden, Stale,
    Concerned, IllegalMove.
    """
    session.refresh(complaint, with_for_update=True)
    if not may_make(actor, complaint, move):
        raise Forbidden
    if row_version is not None and row_version != complaint.row_version:
        raise Stale(now=complaint.row_version)  # before the move: what changed explains why the move may be gone
    if move not in MAY_CONCERN:
        check_actor(subject_of(complaint), actor.person_id)
        if move is not Move.ASSIGN:
            check_unit(subject_of(complaint), complaint.department_id)
    return transition(complaint.kind, complaint.state, move)


def may_make(actor: Actor, complaint: Complaint, move: Move) -> bool:
    """Whether an actor's role is enough for a move: the permission of the table, or a duty the law lays on them."""
    if actor.can_for(PERMISSION_OF[move], complaint.department_id):
        return True
    own = OWN_DUTY.get(move)
    is_theirs = own is not None and is_concerned(subject_of(complaint), actor.person_id)
    return is_theirs and own is not None and actor.can_for(own, complaint.department_id)


def check_independent(complaint: Complaint, actor: Actor) -> None:
    """None of whom the case is about acts on it, nor anybody of the unit; an open case first leaves the unit.

    Raises Concerned. Source: art. 232 § 1-2 KPA.
    """
    subject = subject_of(complaint)
    check_actor(subject, actor.person_id)
    if complaint.is_open:
        check_unit(subject, complaint.department_id)
    elif subject.department_id in {grant.department_id for grant in actor.grants if grant.department_id is not None}:
        raise Concerned(source="art. 232 § 1 KPA")


def check_day(clock: Clock, complaint: Complaint, day: dt.date, field: str = "happened") -> None:
    """A day between receipt and today; raises WrongDay."""
    check_between(clock, complaint, day, complaint.received_on, clock.today(), field)


def check_between(
    clock: Clock, complaint: Complaint, day: dt.date, first: dt.date, last: dt.date, field: str = "happened"
) -> None:
    """A day from the first to the last; raises WrongDay."""
    if not first <= day <= last:
        raise WrongDay(field=field, day=day, received_on=complaint.received_on, today=clock.today())


def subject_of(complaint: Complaint) -> Subject:
    """Whom the case is about."""
    return Subject(complaint.about_person_id, complaint.about_department_id)
