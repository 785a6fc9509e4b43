"""Letters for tests: a draft, its words made whole, a letter sent."""

from __future__ import annotations

import uuid
from dataclasses import replace

from sqlalchemy.orm import Session

from attachments.shelf import Shelf
from complaints.actions import LetterTyped, Sending, draft_letter, edit_letter, send_letter
from complaints.models import Complaint, ComplaintLetter
from complaints.rules.letters import LetterChannel
from kernel.clock import FixedClock
from kernel.permissions import Role
from tests.cast import FoundedOffice

FACTS = {
    "reason": "Czekamy na opinię.",
    "new_date": "15 stycznia 2027 r.",
    "body": "Samorządowe Kolegium Odwoławcze",
    "transferred_on": "21 listopada 2026 r.",
    "contact": "tel. 00 000 00 00",
}


def typed_of(letter: ComplaintLetter, **changed) -> LetterTyped:
    """The words of a letter as its form would send them."""
    now = LetterTyped(
        addressee=letter.addressee,
        subject=letter.subject,
        body=letter.body,
        dated_on=letter.dated_on,
        signatory_name=letter.signatory_name,
        signatory_post=letter.signatory_post,
        signatory_above=letter.signatory_above,
        enclosures=letter.enclosures,
    )
    return replace(now, **changed)


def written(
    session: Session, clock: FixedClock, office: FoundedOffice, complaint_id: uuid.UUID, template: str, **facts
) -> ComplaintLetter:
    """A draft without blanks that somebody signs."""
    complaint, actor = session.get_one(Complaint, complaint_id), office.actor(Role.HANDLER)
    letter = draft_letter(session, clock, actor, complaint, template, **{**FACTS, **facts})
    signed = typed_of(letter, signatory_name="Anna Próbna", signatory_post="Sekretarz")
    edit_letter(session, clock, actor, letter, signed, row_version=letter.row_version)
    return letter


def sent(
    session: Session,
    clock: FixedClock,
    office: FoundedOffice,
    shelf: Shelf,
    complaint_id: uuid.UUID,
    template: str,
    channel: LetterChannel = LetterChannel.POST,
    **facts,
) -> ComplaintLetter:
    """A letter that went out."""
    letter = written(session, clock, office, complaint_id, template, **facts)
    actor = office.actor(Role.HANDLER)
    send_letter(session, clock, shelf, actor, letter, Sending(channel), row_version=letter.row_version)
    return letter
