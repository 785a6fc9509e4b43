"""Erasing what is personal in a case. The case stays: its number, its dates, its outcome, its place in every figure."""

from __future__ import annotations

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from complaints.actions.calls import forget_calls_of
from complaints.actions.saved_views import forget_views_naming
from complaints.events import ComplaintErased, ComplaintTag
from complaints.models import (
    CasePresence,
    Complainant,
    Complaint,
    ComplaintAttachment,
    ComplaintDraft,
    ComplaintLetter,
    ComplaintMatter,
    ComplaintNote,
    ComplaintStep,
    PetitionPublication,
    PetitionScan,
    UnsentWords,
)
from complaints.rules.erasing import ERASED, Basis
from complaints.rules.letters import LetterState
from complaints.rules.moves import State
from complaints.rules.restricting import Restricted
from complaints.rules.retention import Tombstone
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken
from kernel.permissions import SYSTEM, Actor, Permission
from ledger.actions import append
from storage.telling import tell


class StillOpen(RuleBroken):
    """The case is not settled yet, or its result is awaited; whoever handles it needs the letter. ``facts``: number."""

    code = "still_open"


class NoReason(RuleBroken):
    """An erasure without a word about why."""

    code = "no_reason"


def erase(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, basis: Basis, reason: str
) -> ComplaintErased | None:
    """Erase who complained, the letter, notes, reply, attachments, our letters, what was published and calls before it.

    Saved views that look for the person go too.

    For good: with the salts gone, the commitments in the record say nothing any more. None when it is erased already.
    Raises Forbidden, StillOpen, NoReason, and Restricted while the data are only kept.
    """
    session.refresh(complaint, with_for_update=True)
    if not actor.can_for(Permission.COMPLAINT_ERASE, complaint.department_id):
        raise Forbidden
    if not reason.strip():
        raise NoReason(field="reason")
    if complaint.erased_at is not None:
        return None
    if complaint.restricted_at is not None:
        raise Restricted(source="art. 18 ust. 1 lit. b RODO")
    if complaint.is_open or complaint.state == State.PASSED:
        raise StillOpen(number=complaint.register_number, source="art. 17 ust. 3 lit. b RODO")
    return _erased(session, clock, actor, complaint, basis, reason)


def erase_by_time(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, tombstone: Tombstone, reason: str
) -> ComplaintErased:
    """Anonymise a case whose time is over. Who may, and that it is over, the plan says (actions.retention)."""
    return _erased(session, clock, actor, complaint, Basis.RETENTION, reason, tombstone)


def erase_again(
    session: Session,
    clock: Clock,
    complaint: Complaint,
    basis: Basis,
    reason: str,
    tombstone: Tombstone | None = None,
) -> bool:
    """Erase after a restore what had been erased before, whatever the case's state in the backup was.

    Whether there was anything to erase.
    """
    if complaint.erased_at is not None:
        return False
    _erased(session, clock, SYSTEM, complaint, basis, reason, tombstone)
    return True


def _erased(
    session: Session,
    clock: Clock,
    actor: Actor,
    complaint: Complaint,
    basis: Basis,
    reason: str,
    tombstone: Tombstone | None = None,
) -> ComplaintErased:
    of_time = {"rule": tombstone.rule, "batch": tombstone.batch} if tombstone else {"rule": None, "batch": None}
    data = {"basis": basis.value, **of_time, **_contents(session, complaint)}
    person = session.get(Complainant, complaint.id)
    if person is not None:
        forget_views_naming(session, [person.name, person.on_behalf_of, person.email, person.phone])
    for table in (
        Complainant, ComplaintMatter, ComplaintAttachment, ComplaintDraft, PetitionPublication, PetitionScan,
        UnsentWords, CasePresence,
    ):  # fmt: skip
        session.execute(delete(table).where(table.complaint_id == complaint.id))
    for written in (ComplaintNote, ComplaintStep):
        words = update(written).where(written.complaint_id == complaint.id)
        session.execute(words.values(text="", salt=""))
    _erase_letters(session, complaint)
    forget_calls_of(session, clock, actor, complaint.id)
    complaint.subject = ERASED
    complaint.reply = complaint.reply_salt = None
    complaint.remedy_sought = complaint.cause = complaint.corrective = None
    complaint.code_hash = None
    complaint.restricted_at, complaint.restricted_for = None, ""
    complaint.erased_at = clock.now()
    complaint.row_version += 1
    stream = f"complaint:{complaint.id}"
    entry = append(session, clock, actor, ComplaintTag.ERASED, stream, data, clock.today(), reason.strip())
    return tell(session, clock, ComplaintErased(complaint.id, entry.leaf))


def _erase_letters(session: Session, complaint: Complaint) -> None:
    """Drafts go; of a sent letter stays that it was sent, how and when, without its words and its file."""
    own = ComplaintLetter.complaint_id == complaint.id
    session.execute(delete(ComplaintLetter).where(own, ComplaintLetter.state == LetterState.DRAFT.value))
    emptied = {"addressee": "", "subject": "", "body": "", "enclosures": "", "salt": "", "file_id": None}
    session.execute(update(ComplaintLetter).where(own).values(**emptied))


def _contents(session: Session, complaint: Complaint) -> dict[str, bool | int]:
    """What there was to erase, in numbers."""

    def count(
        table: type[
            Complainant | ComplaintMatter | ComplaintNote | ComplaintAttachment | ComplaintLetter | PetitionPublication
        ],
    ) -> int:
        query = select(func.count()).select_from(table).where(table.complaint_id == complaint.id)
        return session.execute(query).scalar_one()

    return {
        "complainant": count(Complainant) > 0,
        "matter": count(ComplaintMatter) > 0,
        "notes": count(ComplaintNote),
        "attachments": count(ComplaintAttachment),
        "letters": count(ComplaintLetter),
        "publication": count(PetitionPublication) > 0,
        "reply": complaint.reply is not None,
    }
