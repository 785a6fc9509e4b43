"""Sending a letter: its words, its template's version and its PDF are frozen, and the record commits to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from attachments.actions import keep, prepare
from attachments.shelf import Shelf
from complaints.actions.letter_checks import checked, committed, stream_of, template_data
from complaints.events import ComplaintTag, LetterSent
from complaints.models import Complainant, Complaint, ComplaintLetter
from complaints.queries.letter_paper import paper_of
from complaints.queries.letters import gets_privacy
from complaints.rules.letters import (
    RECEIPT,
    TEMPLATES,
    LetterChannel,
    LetterState,
    LetterTemplate,
    To,
    check_filled,
)
from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.permissions import Actor, Permission
from ledger.actions import append
from ledger.canonical import commitment
from storage.telling import tell


class NobodySigns(RuleBroken):
    """Name and post of whoever signs are missing. Source: art. 238 § 1 KPA."""

    code = "nobody_signs"


class NoAddressee(RuleBroken):
    """The letter says nobody it goes to, or (by e-mail) there is no address to send it to."""

    code = "no_addressee"


class WrongLetterDay(RuleBroken):
    """The day of sending lies before the date on the letter, before the case came in, or in the future."""

    code = "wrong_letter_day"


@dataclass(frozen=True)
class Sending:
    """How a letter goes out. ``sent_on``: the day it was posted or handed over; by e-mail it is always today."""

    channel: LetterChannel
    sent_on: dt.date | None = None


def send_letter(
    session: Session,
    clock: Clock,
    shelf: Shelf,
    actor: Actor,
    letter: ComplaintLetter,
    sending: Sending,
    *,
    row_version: int,
) -> LetterSent:
    """Send a letter: template version, text and PDF are frozen, and the record commits to them.

    By e-mail it bears today's date and a mail is asked for; otherwise somebody posted or handed over what they printed,
    and the letter keeps its date.

    Raises Forbidden, AlreadySent, Stale, DataErased, NotFilled, NobodySigns, NoAddressee, WrongLetterDay, FileRefused
    (no room on the disk).
    """
    complaint = checked(session, actor, letter, Permission.COMPLAINT_SETTLE, row_version)
    template = TEMPLATES[letter.template_id]
    _check_ready(letter, template)
    sent_on = _sending_day(session, clock, complaint, letter, template, sending)
    if sending.channel is LetterChannel.EMAIL:
        letter.dated_on = sent_on
    letter.has_privacy = gets_privacy(session, complaint.id, template)
    paper = paper_of(session, clock, shelf, letter, with_privacy=letter.has_privacy)
    file = keep(session, clock, shelf, prepare(shelf, paper), is_ours=True)
    letter.file_id, letter.state, letter.channel = file.id, LetterState.SENT.value, sending.channel.value
    letter.sent_on, letter.sent_at, letter.sent_by_id = sent_on, clock.now(), actor.person_id
    letter.row_version += 1
    if template.id == RECEIPT.id and complaint.acknowledged_at is None:
        complaint.acknowledged_at = clock.now()
    data = {
        "letter": str(letter.id),
        **template_data(letter),
        "channel": letter.channel,
        "privacy": letter.has_privacy,
        "text": committed(letter),
        "paper": commitment(letter.salt, file.digest),
    }
    append(session, clock, actor, ComplaintTag.LETTER_SENT, stream_of(letter), data, sent_on)
    return tell(session, clock, LetterSent(complaint.id, letter.id, template.id, letter.channel, sent_on))


def _check_ready(letter: ComplaintLetter, template: LetterTemplate) -> None:
    check_filled(letter.subject, letter.body, letter.addressee, letter.enclosures)
    if template.is_signed and not (letter.signatory_name.strip() and letter.signatory_post.strip()):
        raise NobodySigns(field="signatory_name", source="art. 238 § 1 KPA")
    if template.to is not To.NOBODY and not letter.addressee.strip():
        raise NoAddressee(field="addressee")


def _sending_day(
    session: Session,
    clock: Clock,
    complaint: Complaint,
    letter: ComplaintLetter,
    template: LetterTemplate,
    sending: Sending,
) -> dt.date:
    today = clock.today()
    if sending.channel is LetterChannel.EMAIL:
        person = session.get(Complainant, complaint.id)
        if template.to is not To.COMPLAINANT or person is None or not person.email.strip():
            raise NoAddressee(field="channel")
        return today
    sent_on = sending.sent_on or today
    if not max(letter.dated_on, complaint.received_on) <= sent_on <= today:
        raise WrongLetterDay(field="sent", dated_on=letter.dated_on, received_on=complaint.received_on)
    return sent_on
