"""Writing letters: begin one from a template, change its words, throw a draft away."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from complaints.actions.letter_checks import check_writer, checked, committed, stream_of, template_data
from complaints.events import ComplaintTag
from complaints.models import Complaint, ComplaintLetter
from complaints.queries.letter_beginnings import begun
from complaints.rules.letters import template_of
from kernel.clock import Clock
from kernel.errors import Forbidden
from kernel.ids import new_id
from kernel.permissions import Actor, Permission
from ledger.actions import append


@dataclass(frozen=True)
class LetterTyped:
    """The words of a letter as typed."""

    addressee: str
    subject: str
    body: str
    dated_on: dt.date
    signatory_name: str = ""
    signatory_post: str = ""
    signatory_above: str = ""
    enclosures: str = ""


def draft_letter(
    session: Session,
    clock: Clock,
    actor: Actor,
    complaint: Complaint,
    template_id: str,
    *,
    letter_id: uuid.UUID | None = None,
    **facts: str | dt.date,
) -> ComplaintLetter:
    """Begin a letter: the template with what the case and the office know.

    ``facts``, by the names of the template's ``needs`` and ``addressee``, come before what the last step that calls for
    this letter says (its reason, its new day, its body) and the answer put forward; what nobody says stays a blank.
    The same ``letter_id`` begins one letter, however often it is sent.

    Raises Forbidden, DataErased, UnknownTemplate.
    """
    session.refresh(complaint, with_for_update=True)
    check_writer(session, actor, complaint, Permission.COMPLAINT_NOTE)
    before = session.get(ComplaintLetter, letter_id) if letter_id else None
    if before is not None and before.complaint_id == complaint.id:
        return before
    if before is not None:
        raise Forbidden
    template = template_of(template_id, complaint.kind)
    letter = begun(session, clock, actor, complaint, template, facts)
    letter.id = letter_id or new_id()
    session.add(letter)
    session.flush()
    data = {"letter": str(letter.id), **template_data(letter), "text": committed(letter)}
    append(session, clock, actor, ComplaintTag.LETTER_DRAFTED, stream_of(letter), data, clock.today())
    return letter


def edit_letter(
    session: Session, clock: Clock, actor: Actor, letter: ComplaintLetter, typed: LetterTyped, *, row_version: int
) -> bool:
    """Change the words of a draft; whether anything changed. Blanks may stay until it is sent.

    Raises Forbidden, AlreadySent, Stale, DataErased.
    """
    checked(session, actor, letter, Permission.COMPLAINT_NOTE, row_version)
    changed = {name: value for name, value in asdict(typed).items() if getattr(letter, name) != value}
    if not changed:
        return False
    for name, value in changed.items():
        setattr(letter, name, value)
    letter.salt = secrets.token_hex(16)
    letter.row_version += 1
    data = {"letter": str(letter.id), "text": committed(letter)}
    append(session, clock, actor, ComplaintTag.LETTER_EDITED, stream_of(letter), data, clock.today())
    return True


def discard_letter(session: Session, clock: Clock, actor: Actor, letter: ComplaintLetter, *, row_version: int) -> None:
    """Throw a draft away. Raises Forbidden, AlreadySent, Stale."""
    checked(session, actor, letter, Permission.COMPLAINT_NOTE, row_version)
    data = {"letter": str(letter.id), **template_data(letter)}
    append(session, clock, actor, ComplaintTag.LETTER_DISCARDED, stream_of(letter), data, clock.today())
    session.delete(letter)
