"""The mail of this room: once a day, what is stuck, to whoever administers the office."""

from __future__ import annotations

import uuid
from typing import Final

from flask import current_app
from flask_babel import lazy_gettext as _l

from kernel.permissions import Role
from office.models import Person
from office.queries.people import holders
from worker import mail
from worker.actions import enqueue
from worker.effects import Effect, Work, titled
from worker.jobs import Job, JobWork
from worker.queries import Stuck, stuck
from worker.schedules import Daily

STUCK_MAIL: Final = "office.stuck"


def tell_what_is_stuck(work: JobWork) -> str:
    """Ask for one mail to each administrator when something is stuck; once a day, whoever asks how often."""
    day = work.clock.today()
    with work.storage.writing() as session:
        found = stuck(session, work.clock.now(), job_names())
        people = holders(session, day, Role.ADMINISTRATOR) if found.count else []
        with_mail = [person for person in people if person.email]
        for person in with_mail:
            payload = {"person": str(person.id), "day": day.isoformat()}
            enqueue(session, work.clock, STUCK_MAIL, payload, key=f"{STUCK_MAIL}:{person.id}:{day}")
    return f"{found.count} stuck, {len(with_mail)} administrators told"


@titled(_l("zestawienie tego, co utknęło"))
def send_stuck(work: Work) -> None:
    """Tell an administrator what is stuck; nothing when the day is over or all of it went its way meanwhile."""
    if work.payload["day"] != work.clock.today().isoformat():
        return
    with work.storage.reading() as session:
        person = session.get_one(Person, uuid.UUID(work.payload["person"]))
        found: Stuck = stuck(session, work.clock.now(), job_names())
        if not (found.count and person.is_active and person.email):
            return
    mail.send(mail.compose("stuck", person.language, to=person.email, row_id=work.row_id, stuck=found))


def job_names() -> list[str]:
    """The jobs of the running program."""
    return [job.name for job in current_app.extensions["jobs"]]


EFFECTS: Final[dict[str, Effect]] = {STUCK_MAIL: send_stuck}
STUCK: Final = Job("stuck", Daily(6, 30), tell_what_is_stuck, _l("Zestawienie tego, co utknęło"))
