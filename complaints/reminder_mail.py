"""The mail that reminds staff: written when it is sent, in the reader's language, and only while the office is open."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from complaints import labels
from complaints.actions.lateness import told_upto
from complaints.queries.escalation import LATE, Passed, holders_on, still_late, told_of, untold
from complaints.queries.reminders import Reminder, lines_for, reminder_for
from complaints.reactions import REMINDER
from office.models import Person
from office.queries.hours import openings_from
from office.rules.notices import Reminders
from worker import mail
from worker.actions import enqueue
from worker.effects import Effect, Work, titled

OCCASION: Final = "complaints.occasion"
"""The kind of effect that reminds one person of one case."""

NOTHING: Final = Reminder([], [], [])


@titled(_l("przypomnienie o terminach"))
def send_reminder(work: Work) -> None:
    """Remind somebody of the cases of a day, and tell what became late; nothing when the day is over or all is done.

    What became late and was not told stays for the mail of the next day.
    """
    today = work.clock.today()
    if work.payload["day"] != today.isoformat() or _waits(work, REMINDER):
        return
    with work.storage.reading() as session:
        person = _reader(session, work)
        passed, upto = untold(session, work.clock, person.id)
        reminder = _chosen(session, today, person, passed)
        if not (person.is_active and person.email):
            return
        message = None
        if reminder.count or passed:
            facts: dict[str, Any] = {"reminder": reminder, "passed": passed, "labels": labels}
            message = mail.compose(
                "complaint_reminder", person.language, to=person.email, row_id=work.row_id, person=person, **facts
            )
    if message is not None:
        mail.send(message)
    with work.storage.writing() as session:
        told_upto(session, work.clock, person.id, upto)


@titled(_l("przypomnienie o jednej sprawie"))
def send_occasion(work: Work) -> None:
    """Remind somebody of one case; nothing when the occasion is over: done, assigned, or another day by now."""
    if _waits(work, OCCASION):
        return
    today = work.clock.today()
    with work.storage.reading() as session:
        person = _reader(session, work)
        lines = lines_for(session, today, person.id, openings_from(session, today))
        line = next((one for one in lines if one.key == work.payload["line"]), None)
        if line is None or not (person.is_active and person.email):
            return
        message = mail.compose(
            "complaint_occasion", person.language, to=person.email, row_id=work.row_id, line=line, labels=labels
        )
    mail.send(message)


@titled(_l("wiadomość o sprawie po terminie"))
def send_late(work: Work) -> None:
    """Tell somebody that a case is late; nothing when it was done meanwhile, or its last day moved."""
    if _waits(work, LATE):
        return
    today = work.clock.today()
    key = uuid.UUID(work.payload["complaint"]), work.payload["rule"], dt.date.fromisoformat(work.payload["last_day"])
    with work.storage.reading() as session:
        person = _reader(session, work)
        for case, late in still_late(session, today, [key]):
            told = told_of(holders_on(session, today), case)
            if person.id not in told.all:
                return
            one = Passed(case, late, person.id in told.stand_ins)
            message = mail.compose(
                "complaint_late", person.language, to=person.email, row_id=work.row_id, one=one, labels=labels
            )
            break
        else:
            return
    mail.send(message)


EFFECTS: Final[dict[str, Effect]] = {REMINDER: send_reminder, OCCASION: send_occasion, LATE: send_late}


def _reader(session: Session, work: Work) -> Person:
    return session.get_one(Person, uuid.UUID(work.payload["person"]))


def _chosen(session: Session, today: dt.date, person: Person, passed: list[Passed]) -> Reminder:
    """The day's reminders of whoever wants them in one mail, without what the same mail tells as newly late."""
    if person.reminders != Reminders.DIGEST:
        return NOTHING
    found, told = reminder_for(session, today, person.id), {one.case.id for one in passed}
    return replace(found, late=[case for case in found.late if case.id not in told])


def _waits(work: Work, kind: str) -> bool:
    """Whether the office is closed now: then the same is asked for again, for its next opening.

    A worker that was off wakes at any hour, and hours may have been changed since the mail was asked for.
    """
    now = work.clock.now()
    with work.storage.reading() as session:
        at = openings_from(session, work.clock.today()).next_from(now)
    if at is None or at == now:
        return False
    with work.storage.writing() as session:
        payload = dict(work.payload)
        enqueue(session, work.clock, kind, payload, key=f"{kind}:again:{work.row_id}", not_before_at=at)
    return True
