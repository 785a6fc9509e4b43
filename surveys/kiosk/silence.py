"""A device that says nothing while the office is open: one mail about each silence to those who can look after it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Role
from office.models import Person
from office.queries.hours import is_office_open
from office.queries.people import holders
from surveys.kiosk.queries import Seen, seen_devices
from worker import mail
from worker.actions import enqueue
from worker.effects import Effect, Work, titled
from worker.jobs import Job, JobWork
from worker.schedules import Every

SILENCE_MAIL: Final = "surveys.silence"
TOLD: Final = (Role.ADMINISTRATOR, Role.QUALITY_OFFICER)


def silence() -> dt.timedelta:
    """Without a word for so long in opening hours, a device is silent: ``INTERESANT_SILENCE_HOURS``."""
    return dt.timedelta(hours=current_app.config["SETTINGS"].silence_hours)


def tell_of_silence(work: JobWork) -> str:
    """Ask for a mail about the devices that fell silent, once for each silence, to all who can look after them."""
    with work.storage.writing() as session:
        fallen = [seen for seen in silent_devices(session, work.clock) if not _is_told(seen)]
        people = _people(session, work.clock) if fallen else []
        for person in people:
            payload = {"person": str(person.id), "devices": [str(seen.device.id) for seen in fallen]}
            enqueue(session, work.clock, SILENCE_MAIL, payload)
        for seen in fallen if people else []:
            seen.state.silence_told_at = work.clock.now()
    return f"{len(fallen)} devices fell silent, {len(people)} people told"


@titled(_l("wiadomość o milczących urządzeniach"))
def send_silence(work: Work) -> None:
    """Tell somebody which devices are silent; nothing when all of them spoke meanwhile or the office has closed."""
    named = {uuid.UUID(text) for text in work.payload["devices"]}
    with work.storage.reading() as session:
        person = session.get_one(Person, uuid.UUID(work.payload["person"]))
        rows = [seen for seen in silent_devices(session, work.clock) if seen.device.id in named]
        if not (rows and person.is_active and person.email):
            return
        facts = {"rows": rows, "hours": _hours()}
        message = mail.compose("silence", person.language, to=person.email, row_id=work.row_id, **facts)
    mail.send(message)


def silent_devices(session: Session, clock: Clock) -> list[Seen]:
    """The devices that should have been heard of and were not; none while nobody is there to look after them."""
    if not is_office_open(session, clock.now(), clock.today()):
        return []
    return [seen for seen in seen_devices(session, clock, silence()) if seen.is_silent]


def _is_told(seen: Seen) -> bool:
    """Whether it was told since the device last spoke."""
    told_at, seen_at = seen.state.silence_told_at, seen.state.seen_at
    return told_at is not None and (seen_at is None or told_at > seen_at)


def _people(session: Session, clock: Clock) -> list[Person]:
    found = {person.id: person for role in TOLD for person in holders(session, clock.today(), role) if person.email}
    return list(found.values())


def _hours() -> int:
    return silence() // dt.timedelta(hours=1)


EFFECTS: Final[dict[str, Effect]] = {SILENCE_MAIL: send_silence}
SILENCE: Final = Job("silence", Every(600), tell_of_silence, _l("Wiadomości o milczących urządzeniach"))
