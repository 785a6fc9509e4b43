"""What every move has in common: it is permitted, possible, fresh, complete, and none of whom the case is about."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.rules.independence import Subject, check_actor, check_unit
from complaints.rules.moves import Move, Transition
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
    if not actor.can_for(PERMISSION_OF[move], complaint.department_id):
        raise Forbidden
    if row_version is not None and row_version != complaint.row_version:
        raise Stale(now=complaint.row_version)  # before the move: what changed explains why the move may be gone
    if move not in MAY_CONCERN:
        check_actor(subject_of(complaint), actor.person_id)
        if move is not Move.ASSIGN:
            check_unit(subject_of(complaint), complaint.department_id)
    return transition(complaint.kind, complaint.state, move)


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
