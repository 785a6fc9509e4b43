"""What follows from a fact of this room, in the same transaction: mail to whoever gave an e-mail address; dates.

Only ids go into the outbox. Whoever sends the mail reads the rest then, so that what was erased meanwhile is not sent.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from complaints.events import ComplaintReceived, ComplaintSettled, LetterSent
from complaints.models import Complainant
from complaints.rules.letters import LetterChannel
from kernel.clock import Clock
from kernel.ids import new_id
from office.events import WarningSet
from worker.actions import enqueue

RECEIPT, REPLY, LETTER = "complaints.receipt", "complaints.reply", "complaints.letter"
PROJECT = "complaints.project"
"""Kinds of effects."""


def confirm_by_mail(session: Session, clock: Clock, fact: ComplaintReceived) -> None:
    """Ask for the mail that says that the filing stands in the register."""
    if fact.has_email and not fact.is_repeated:
        payload = {"complaint": str(fact.complaint_id)}
        enqueue(session, clock, RECEIPT, payload, key=f"{RECEIPT}:{fact.complaint_id}")


def reply_by_mail(session: Session, clock: Clock, fact: ComplaintSettled) -> None:
    """Ask for the mail that brings the reply; the reply names who signed it."""
    person = session.get(Complainant, fact.complaint_id)
    if person is not None and person.email.strip():
        payload = {"complaint": str(fact.complaint_id)}
        enqueue(session, clock, REPLY, payload, key=f"{REPLY}:{fact.complaint_id}")


def letter_by_mail(session: Session, clock: Clock, fact: LetterSent) -> None:
    """Ask for the mail a letter goes out with; every other way somebody has sent it already."""
    if fact.channel == LetterChannel.EMAIL:
        enqueue(session, clock, LETTER, {"letter": str(fact.letter_id)}, key=f"{LETTER}:{fact.letter_id}")


def count_anew(session: Session, clock: Clock, _fact: WarningSet) -> None:
    """Ask for the dates of all open cases to be counted anew, each in a transaction of its own."""
    enqueue(session, clock, PROJECT, {}, key=f"{PROJECT}:{new_id()}")
