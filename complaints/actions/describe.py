"""Saying whom a case is about, in which matter, who stands behind it, and whether somebody's safety is at stake."""

from __future__ import annotations

from sqlalchemy.orm import Session

from complaints.actions.moving import subject_of
from complaints.events import ComplaintDescribed, ComplaintTag
from complaints.models import Complaint
from complaints.rules.competence import About, Matter
from complaints.rules.description import Description, consistent, described_data
from complaints.rules.independence import check_actor, is_concerned
from complaints.rules.kinds import Councillor
from complaints.rules.states import Move, State, transition
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken, Stale
from kernel.permissions import Actor, Permission
from ledger.actions import append
from office.models import Department, Person
from storage.telling import tell


class UnknownSubject(RuleBroken):
    """There is no such person or unit; ``field`` says which."""

    code = "unknown_subject"


def describe(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, typed: Description, *, row_version: int
) -> ComplaintDescribed:
    """Change what was found out about a case; at any time. Nothing changes where it says the same as before.

    Whoever handles the case and turns out to be the one it is about lets go of it; so does the unit: the case waits to
    be assigned elsewhere (art. 232 § 1 KPA). Raises Forbidden, Stale, Concerned, UnknownSubject.
    """
    session.refresh(complaint, with_for_update=True)
    if not actor.can_for(Permission.COMPLAINT_NOTE, complaint.department_id):
        raise Forbidden
    if row_version != complaint.row_version:
        raise Stale(now=complaint.row_version)
    check_actor(subject_of(complaint), actor.person_id)
    described = consistent(typed)
    _check(session, described)
    if described == description_of(complaint):
        return ComplaintDescribed(complaint.id, is_changed=False)
    _write(complaint, described)
    _let_go(complaint, described)
    complaint.row_version += 1
    data = {
        **described_data(described),
        "handler": str(complaint.handler_id) if complaint.handler_id else None,
        "department": str(complaint.department_id) if complaint.department_id else None,
    }
    append(session, clock, actor, ComplaintTag.DESCRIBED, f"complaint:{complaint.id}", data, clock.today())
    return tell(session, clock, ComplaintDescribed(complaint.id))


def description_of(complaint: Complaint) -> Description:
    """What is known of a case."""
    return Description(
        About(complaint.about),
        complaint.about_person_id,
        complaint.about_department_id,
        Matter(complaint.matter or Matter.OWN),
        Councillor(complaint.councillor),
        complaint.is_withheld,
        complaint.is_safety,
    )


def _check(session: Session, described: Description) -> None:
    if described.person_id is not None and session.get(Person, described.person_id) is None:
        raise UnknownSubject(field="about_person")
    if described.department_id is not None and session.get(Department, described.department_id) is None:
        raise UnknownSubject(field="about_department")


def _write(complaint: Complaint, described: Description) -> None:
    complaint.about, complaint.matter = described.about.value, described.matter.value
    complaint.about_person_id = described.person_id
    complaint.about_department_id = described.department_id
    complaint.councillor = described.councillor.value
    complaint.is_withheld, complaint.is_safety = described.is_withheld, described.is_safety


def _let_go(complaint: Complaint, described: Description) -> None:
    """Take an open case from those it is about."""
    if not complaint.is_open:
        return
    is_of_the_unit = described.department_id is not None and described.department_id == complaint.department_id
    if is_of_the_unit:
        complaint.department_id = None
    if is_of_the_unit or is_concerned(described.subject, complaint.handler_id):
        complaint.handler_id = None
        if complaint.state == State.ASSIGNED:
            complaint.state = transition(complaint.kind, complaint.state, Move.RELEASE).to.value
