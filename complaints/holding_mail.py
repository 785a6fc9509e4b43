"""What waits on the holding list longer than a working day: one mail a day to those who can release it."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import HeldFiling
from complaints.queries.holding import may_release
from complaints.rules.holding import waits_too_long
from kernel.clock import Clock
from kernel.permissions import Actor, Role
from office.models import Person
from office.queries.hours import openings_from
from office.queries.people import holders
from office.sign_in import actor_of_person
from worker import mail
from worker.actions import enqueue
from worker.effects import Effect, Work, titled
from worker.jobs import Job, JobWork
from worker.schedules import Daily

WAITING_MAIL: Final = "complaints.waiting"
TOLD: Final = (Role.CLERK, Role.HEAD, Role.QUALITY_OFFICER)


def waiting_long(session: Session, clock: Clock) -> Mapping[uuid.UUID | None, int]:
    """How many filings were received more than a working day ago, by the department they name. One statement."""
    query = (
        select(HeldFiling.department_id, HeldFiling.received_on, func.count())
        .where(HeldFiling.complaint_id.is_(None))
        .group_by(HeldFiling.department_id, HeldFiling.received_on)
    )
    found = Counter[uuid.UUID | None]()
    for department_id, day, count in session.execute(query):
        if waits_too_long(day, clock.today()):
            found[department_id] += count
    return found


def to_release(actor: Actor | None, waiting: Mapping[uuid.UUID | None, int]) -> int:
    """How many of those somebody can release; None: somebody who works here no more."""
    return sum(count for key, count in waiting.items() if may_release(actor, key)) if actor else 0


def tell_of_waiting(work: JobWork) -> str:
    """Ask for a mail to everybody who can release something that waits too long: once a day, when the office opens."""
    day = work.clock.today()
    with work.storage.writing() as session:
        waiting, told = waiting_long(session, work.clock), 0
        at = openings_from(session, day).opens_on(day)
        people = {one.id for role in TOLD for one in holders(session, day, role) if one.email and waiting and at}
        for person_id in sorted(people):
            if to_release(actor_of_person(session, work.clock, person_id), waiting):
                payload = {"person": str(person_id), "day": day.isoformat()}
                key = f"{WAITING_MAIL}:{person_id}:{day}"
                enqueue(session, work.clock, WAITING_MAIL, payload, key=key, not_before_at=at)
                told += 1
    return f"{sum(waiting.values())} filings wait too long, {told} people told"


@titled(_l("wiadomość o liście oczekujących"))
def send_waiting(work: Work) -> None:
    """Tell somebody how many filings wait that they can release; nothing when the day is over or none does any more."""
    if work.payload["day"] != work.clock.today().isoformat():
        return
    with work.storage.reading() as session:
        person = session.get_one(Person, uuid.UUID(work.payload["person"]))
        count = to_release(actor_of_person(session, work.clock, person.id), waiting_long(session, work.clock))
        if not (count and person.email):
            return
        message = mail.compose("holding_list", person.language, to=person.email, row_id=work.row_id, count=count)
    mail.send(message)


EFFECTS: Final[dict[str, Effect]] = {WAITING_MAIL: send_waiting}
WAITING: Final = Job(
    "holding", Daily(7, is_working_days=True), tell_of_waiting, _l("Przypomnienie o liście oczekujących")
)
