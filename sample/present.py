"""How the office stands on the sample day, besides its cases: a past reorganisation, somebody away, what is planned."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.permissions import Actor, Role
from office.actions import close_department, enter_absence, grant_role, name_deputy
from office.models import Department, Person
from office.queries.auditors import shut_out
from sample.founding import Cast
from sample.particulars import count_inhabitants, plan_day_off
from sample.places import CLOSED
from sample.shape import Span

AWAY, DEPUTY, WHERE, BY = "rafal.symulowany", "iwona.umowna", "GK", "igor.cwiczebny"
"""Who is away, who acts meanwhile, in which department, and who entered it."""

AUDITOR: Final = "tomasz.modelowy"

DAYS_AWAY: Final = 9
"""Days from the sample day on: the rest of this week and the next."""


def settle_down(session: Session, clock: FixedClock, cast: Cast, span: Span) -> None:
    """Close the department that went with the procedure change, enter an absence with its deputy, the inhabitants of
    the years that ended, and the next day off.
    """
    administrator = cast.actors[BY]
    if span.change <= clock.today():
        _close(session, clock, administrator, cast, span.change - dt.timedelta(days=1))
    away, deputy = (session.get_one(Person, cast.actors[login].person_id) for login in (AWAY, DEPUTY))
    first, last = clock.today(), clock.today() + dt.timedelta(days=DAYS_AWAY)
    enter_absence(session, clock, administrator, away, from_on=first, to_on=last)
    where = session.get_one(Department, cast.departments[WHERE])
    name_deputy(session, clock, administrator, away, deputy=deputy, department=where, from_on=first, to_on=last)
    _audit_again(session, clock, administrator, cast)
    count_inhabitants(session, clock, administrator, span)
    plan_day_off(session, clock, administrator)


def _audit_again(session: Session, clock: FixedClock, administrator: Actor, cast: Cast) -> None:
    """Name the auditor anew, whose year is over by now."""
    auditor = session.get_one(Person, cast.actors[AUDITOR].person_id)
    if shut_out(session, auditor.id, clock.today()):
        grant_role(session, clock, administrator, person=auditor, role=Role.AUDITOR, reason="Plan audytów na rok")


def _close(session: Session, clock: FixedClock, administrator: Actor, cast: Cast, last_on: dt.date) -> None:
    closed, after = (session.get_one(Department, cast.departments[code]) for code in (CLOSED[0], CLOSED[2]))
    reason = "Zarządzenie nr 12 Burmistrza Przykładowa"
    close_department(session, clock, administrator, closed, last_on=last_on, successor=after, reason=reason)
