"""Saying whom a case is about, in which matter, who stands behind it, and whether somebody's safety is at stake."""

from __future__ import annotations

from sqlalchemy.orm import Session

from complaints.actions.moving import NoText, check_independent, subject_of
from complaints.actions.reasons import keep_reason
from complaints.events import ComplaintDescribed, ComplaintTag
from complaints.models import Complaint
from complaints.rules.competence import About, Matter
from complaints.rules.description import Description, consistent, described_data, lifts_independence
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
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, typed: Description, *, row_version: int,
    reason: str = "",
) -> ComplaintDescribed:  # fmt: skip
    """Change what was found out about a case; at any time. Nothing changes where it says the same as before.

    Whoever handles the case and turns out to be the one it is about lets go of it; so does the unit: the case waits to
    be assigned elsewhere (art. 232 § 1 KPA). A change that lifts this again (rules.description.lifts_independence) is a
    head's, of another unit than the one it was about, and needs a reason; its words stand beside the notes.

    Raises Forbidden, Stale, Concerned, UnknownSubject, NoText.
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
    is_lifted = lifts_independence(description_of(complaint), described)
    if is_lifted:
        _check_lifting(actor, complaint, reason)
    _write(complaint, described)
    _let_go(complaint, described)
    complaint.row_version += 1
    data = {
        **described_data(described),
        "handler": str(complaint.handler_id) if complaint.handler_id else None,
        "department": str(complaint.department_id) if complaint.department_id else None,
        "text": keep_reason(session, clock, actor, complaint, reason.strip()) if reason.strip() else None,
    }
    append(session, clock, actor, ComplaintTag.DESCRIBED, f"complaint:{complaint.id}", data, clock.today())
    return tell(session, clock, ComplaintDescribed(complaint.id))


def _check_lifting(actor: Actor, complaint: Complaint, reason: str) -> None:
    """Raises Forbidden, Concerned, NoText."""
    if not actor.can_for(Permission.COMPLAINT_APPROVE, complaint.department_id):
        raise Forbidden(code="only_a_head_lifts", source="art. 232, 236 KPA")
    check_independent(complaint, actor)
    if not reason.strip():
        raise NoText(field="reason", code="no_lifting_reason", source="art. 232, 236 KPA")


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
