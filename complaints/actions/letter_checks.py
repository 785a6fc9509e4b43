"""What changing and sending a letter have in common: who may, what is still a draft, what the record says of it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.actions.moving import subject_of
from complaints.models import Complaint, ComplaintLetter
from complaints.queries.enclosed import may_open
from complaints.rules.independence import check_actor
from complaints.rules.letters import LetterState
from kernel.errors import Forbidden, NotFound, RuleBroken, Stale
from kernel.permissions import Actor, Permission
from ledger.canonical import commitment


class AlreadySent(RuleBroken):
    """The letter was sent: its words stand."""

    code = "letter_sent"


class DataErased(RuleBroken):
    """Whom to write to was erased from the case."""

    code = "data_erased"


def checked(
    session: Session, actor: Actor, letter: ComplaintLetter, permission: Permission, row_version: int
) -> Complaint:
    """The case of a letter that may still be changed; both rows are locked, so that of two who act at once the second
    sees what the first did.

    Raises NotFound, Forbidden, DataErased, AlreadySent, Stale.
    """
    complaint = session.get_one(Complaint, letter.complaint_id)
    session.refresh(complaint, with_for_update=True)
    again = select(ComplaintLetter).where(ComplaintLetter.id == letter.id).with_for_update()
    if session.scalars(again.execution_options(populate_existing=True)).one_or_none() is None:
        raise NotFound  # somebody threw it away meanwhile
    check_writer(session, actor, complaint, permission)
    if letter.state == LetterState.SENT:
        raise AlreadySent
    if row_version != letter.row_version:
        raise Stale(now=letter.row_version)
    return complaint


def check_writer(session: Session, actor: Actor, complaint: Complaint, permission: Permission) -> None:
    """Whoever writes may know whom to and is not complained about, and somebody is left to write to.

    Raises Forbidden, Concerned, DataErased.
    """
    if not actor.can_for(permission, complaint.department_id):
        raise Forbidden
    check_actor(subject_of(complaint), actor.person_id)
    if not may_open(session, actor, complaint):
        raise Forbidden
    if complaint.erased_at is not None:
        raise DataErased


def template_data(letter: ComplaintLetter) -> dict[str, str | int]:
    """The template and its version, as the record names them."""
    return {"template": letter.template_id, "version": letter.template_version}


def committed(letter: ComplaintLetter) -> str:
    """The commitment to all that was typed."""
    return commitment(letter.salt, committed_parts(letter))


def committed_parts(letter: ComplaintLetter) -> list[str]:
    """All that was typed, in the order the record commits to it."""
    parts = [letter.addressee, letter.subject, letter.body, letter.enclosures, letter.dated_on.isoformat()]
    return [*parts, letter.signatory_above, letter.signatory_name, letter.signatory_post]


def stream_of(letter: ComplaintLetter) -> str:
    """The stream of the case."""
    return f"complaint:{letter.complaint_id}"
