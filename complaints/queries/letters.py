"""Letters of a case, for those who may read them; and whether the clause on personal data goes with one."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from attachments.models import StoredFile
from complaints.models import Complainant, Complaint, ComplaintDraft, ComplaintLetter, ComplaintStep
from complaints.queries.enclosed import may_open
from complaints.queries.scope import within
from complaints.rules.letters import LetterState, LetterTemplate, To, template_after
from complaints.rules.moves import Move, State
from kernel.errors import Forbidden, NotFound
from kernel.permissions import Actor
from office.models import Person


@dataclass(frozen=True)
class WrittenLetter:
    """A letter with the names of those who wrote and sent it, and its file once it is sent."""

    letter: ComplaintLetter
    drafted_by: str
    sent_by: str
    file: StoredFile | None

    @property
    def is_sent(self) -> bool:
        """Whether it is what it was, for good."""
        return self.letter.state == LetterState.SENT


def letters_of(session: Session, complaint_id: uuid.UUID) -> list[WrittenLetter]:
    """The letters of a case, the newest first. One statement."""
    query = _letters().where(ComplaintLetter.complaint_id == complaint_id)
    rows = session.execute(query.order_by(ComplaintLetter.drafted_at.desc(), ComplaintLetter.id))
    return [WrittenLetter(letter, by or "", sent or "", file) for letter, by, sent, file in rows]


def letter_for(session: Session, actor: Actor, letter_id: uuid.UUID) -> tuple[WrittenLetter, Complaint]:
    """One letter and its case, for somebody who may read it.

    Raises NotFound for strangers to the case, Forbidden for those who see it but may not know who filed it.
    """
    query = _letters().add_columns(Complaint).join(Complaint, Complaint.id == ComplaintLetter.complaint_id)
    row = session.execute(query.where(ComplaintLetter.id == letter_id, within(actor))).one_or_none()
    if row is None:
        raise NotFound
    letter, drafted, sent, file, complaint = row
    if not may_open(session, actor, complaint):
        raise Forbidden
    return WrittenLetter(letter, drafted or "", sent or "", file), complaint


def wanted(
    session: Session, complaint: Complaint, steps: Sequence[ComplaintStep], letters: Sequence[WrittenLetter]
) -> list[str]:
    """Templates of letters the case calls for and nobody has begun: one for each step that has to be told, whichever of
    the two came first, and one for an answer that was put forward. At most two statements.
    """
    called = Counter(_called_for(session, complaint, step) for step in steps)
    if complaint.state in (State.FOR_APPROVAL, State.APPROVED):
        answer = session.get(ComplaintDraft, complaint.id)
        called[template_after(Move.APPROVE, complaint.kind, answer.outcome if answer else None)] += 1
    begun = Counter(one.letter.template_id for one in letters)
    return [template for template, times in called.items() if template and times > begun[template]]


def _called_for(session: Session, complaint: Complaint, step: ComplaintStep) -> str | None:
    """The letter a step calls for; none where a case was left unconsidered and nobody knows whom to tell."""
    template = template_after(step.move, complaint.kind, basis=step.basis)
    if template is None or step.move != Move.LEAVE:
        return template
    person = session.get(Complainant, complaint.id)
    return template if person is not None and (person.address.strip() or person.email.strip()) else None


def gets_privacy(session: Session, complaint_id: uuid.UUID, template: LetterTemplate) -> bool:
    """Whether the clause on personal data goes out with a letter sent now: with the first one to the complainant, and
    with every notice of a transfer. Source: art. 226a and 231 § 2 KPA.
    """
    if template.to is not To.COMPLAINANT:
        return False
    if template.is_transfer:
        return True
    told = exists().where(ComplaintLetter.complaint_id == complaint_id, ComplaintLetter.has_privacy.is_(True))
    return not session.execute(select(told)).scalar_one()


def _letters() -> Select[ComplaintLetter, str | None, str | None, StoredFile | None]:
    writer, sender = aliased(Person), aliased(Person)
    return (
        select(ComplaintLetter, writer.display_name, sender.display_name, StoredFile)
        .outerjoin(writer, writer.id == ComplaintLetter.drafted_by_id)
        .outerjoin(sender, sender.id == ComplaintLetter.sent_by_id)
        .outerjoin(StoredFile, StoredFile.id == ComplaintLetter.file_id)
    )
