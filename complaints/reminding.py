"""What staff are told of last days, by the clock: every lateness is written down, every morning has reminders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from complaints.actions.lateness import record_lateness
from complaints.events import DeadlinePassed
from complaints.models import Complaint
from complaints.queries.escalation import untold
from complaints.queries.lateness import unrecorded
from complaints.queries.reminders import lines_for, people_with_mail, reminder_for
from complaints.reactions import ask_for_digest
from complaints.reminder_mail import OCCASION
from kernel.clock import Clock
from kernel.permissions import SYSTEM, Actor
from office.models import Person
from office.queries.hours import openings_from
from office.rules.notices import Reminders
from office.rules.openings import Openings
from storage.session import Storage
from worker.actions import enqueue
from worker.jobs import Job, JobWork
from worker.schedules import Daily


def record_all(storage: Storage, clock: Clock, actor: Actor) -> Iterator[DeadlinePassed]:
    """Write down every lateness that does not stand in the record, each case in a transaction of its own.

    Reading first and writing only where something is new: nobody waits, and a second run finds nothing to do.
    """
    with storage.reading() as session:
        found = unrecorded(session, clock.today())
    for complaint_id in found:
        with storage.writing() as session:
            complaint = session.get(Complaint, complaint_id)
            told = record_lateness(session, clock, actor, complaint) if complaint else []
        yield from told


def _write_down(work: JobWork) -> str:
    return f"{len(list(record_all(work.storage, work.clock, SYSTEM)))} last days passed"


def remind(work: JobWork) -> str:
    """Ask for what staff are reminded of today, for when the office opens; on a day it stays closed for nothing.

    However often it is asked: one mail a day to whoever wants one, one for each case and occasion to whoever wants
    those, and only of what became late to whoever wants neither.
    """
    day = work.clock.today()
    with work.storage.writing() as session:
        openings = openings_from(session, day)
        at = openings.opens_on(day)
        if at is None:
            return "the office is closed"
        people = [one for one in people_with_mail(session) if _is_asked_for(session, work.clock, one, openings, at)]
    return f"{len(people)} people reminded"


def _is_asked_for(session: Session, clock: Clock, person: Person, openings: Openings, at: dt.datetime) -> bool:
    """Ask for the mail to a person; whether there is anything to be told."""
    today = clock.today()
    lines = lines_for(session, today, person.id, openings) if person.reminders == Reminders.SINGLE else []
    for line in lines:
        payload, key = {"person": str(person.id), "line": line.key}, f"{OCCASION}:{person.id}:{line.key}"
        enqueue(session, clock, OCCASION, payload, key=key, not_before_at=at)
    wants_digest = person.reminders == Reminders.DIGEST and reminder_for(session, today, person.id).count
    if wants_digest or untold(session, clock, person.id)[0]:
        ask_for_digest(session, clock, person, at)
        return True
    return bool(lines)


LATENESS: Final = Job("lateness", Daily(0, 10), _write_down, _l("Zapis przekroczonych terminów"))
"""Soon after midnight: what became late with the day stands in the record before the office opens."""

REMINDERS: Final = Job("reminders", Daily(5), remind, _l("Przypomnienia o terminach"))
"""Before any office opens, and after what came in by night; the mails wait for the opening."""

JOBS: Final = (LATENESS, REMINDERS)
