"""What follows from a fact of this room, in the same transaction: mail to whoever gave an e-mail address; dates.

Only ids go into the outbox. Whoever sends the mail reads the rest then, so that what was erased meanwhile is not sent.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.events import CallNoted, ComplaintReceived, ComplaintSettled, DeadlinePassed, LetterSent
from complaints.models import Complainant, Complaint
from complaints.queries.escalation import LATE, holders_on, single_key, told_of
from complaints.rules.letters import LetterChannel
from kernel.clock import Clock, local_day
from kernel.ids import new_id
from office.events import WarningSet
from office.models import Person
from office.queries.hours import openings_from
from office.rules.notices import Reminders
from worker.actions import enqueue

RECEIPT, REPLY, LETTER = "complaints.receipt", "complaints.reply", "complaints.letter"
INVITATION = "complaints.invitation"
PROJECT = "complaints.project"
REMINDER = "complaints.reminder"
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


def invite_by_mail(session: Session, clock: Clock, fact: CallNoted) -> None:
    """Ask for the mail that says how to file, where a caller wants it."""
    if fact.has_email and not fact.is_repeated:
        enqueue(session, clock, INVITATION, {"call": str(fact.call_id)}, key=f"{INVITATION}:{fact.call_id}")


def count_anew(session: Session, clock: Clock, _fact: WarningSet) -> None:
    """Ask for the dates of all open cases to be counted anew, each in a transaction of its own."""
    enqueue(session, clock, PROJECT, {}, key=f"{PROJECT}:{new_id()}")


def escalate(session: Session, clock: Clock, fact: DeadlinePassed) -> None:
    """Ask for the mails that tell the head and the quality officers of a late case, for when the office opens.

    Whoever chose a mail for each case gets one; for the others the mail of the day tells it, and is asked for here.
    """
    case = session.get_one(Complaint, fact.complaint_id)
    if not case.is_open:
        return  # done meanwhile, though late: nobody has to hurry any more
    day, now = clock.today(), clock.now()
    told = told_of(holders_on(session, day), case)
    openings = openings_from(session, day)
    for person in session.scalars(select(Person).where(Person.id.in_(told.all)).order_by(Person.id)):
        if person.reminders == Reminders.SINGLE:
            payload = {"person": str(person.id), "complaint": str(case.id), "rule": fact.rule}
            key = single_key((case.id, fact.rule, fact.last_day), person.id)
            at = openings.next_from(now)
            enqueue(session, clock, LATE, {**payload, "last_day": fact.last_day.isoformat()}, key=key, not_before_at=at)
        else:
            ask_for_digest(session, clock, person, openings.day_begins_from(now) or now)


def ask_for_digest(session: Session, clock: Clock, person: Person, at: dt.datetime) -> None:
    """Ask for the mail of a day to a person, for the moment at which the office opens on it: one for each day."""
    day = local_day(at)
    payload = {"person": str(person.id), "day": day.isoformat()}
    enqueue(session, clock, REMINDER, payload, key=f"{REMINDER}:{person.id}:{day}", not_before_at=at)
