"""What waits on the holding list longer than a working day: one mail a morning to those who can release it."""

from __future__ import annotations

import uuid
from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import HeldFiling
from complaints.rules.holding import waits_too_long
from kernel.clock import Clock
from kernel.permissions import Role
from office.models import Person
from office.queries.people import holders
from worker import mail
from worker.actions import enqueue
from worker.effects import Effect, Work, titled
from worker.jobs import Job, JobWork
from worker.schedules import Daily

WAITING_MAIL: Final = "complaints.waiting"
TOLD: Final = (Role.CLERK, Role.HEAD, Role.QUALITY_OFFICER)


def how_many_wait_long(session: Session, clock: Clock) -> int:
    """Filings whose day of receipt lies more than a working day back."""
    waits = HeldFiling.complaint_id.is_(None)
    query = select(HeldFiling.received_on, func.count()).where(waits).group_by(HeldFiling.received_on)
    return sum(count for day, count in session.execute(query) if waits_too_long(day, clock.today()))


def tell_of_waiting(work: JobWork) -> str:
    """Ask for a mail to everybody who can release, once a day, as long as something waits too long."""
    day = work.clock.today()
    with work.storage.writing() as session:
        count = how_many_wait_long(session, work.clock)
        people = {one.id for role in TOLD for one in holders(session, day, role) if one.email} if count else set()
        for person_id in sorted(people):
            payload = {"person": str(person_id), "day": day.isoformat()}
            enqueue(session, work.clock, WAITING_MAIL, payload, key=f"{WAITING_MAIL}:{person_id}:{day}")
    return f"{count} filings wait too long, {len(people)} people told"


@titled(_l("wiadomość o liście oczekujących"))
def send_waiting(work: Work) -> None:
    """Tell somebody how many filings wait; nothing when the day is over or none waits any more."""
    if work.payload["day"] != work.clock.today().isoformat():
        return
    with work.storage.reading() as session:
        person, count = (
            session.get_one(Person, uuid.UUID(work.payload["person"])),
            how_many_wait_long(session, work.clock),
        )
        if not (count and person.is_active and person.email):
            return
        message = mail.compose("holding_list", "pl", to=person.email, row_id=work.row_id, count=count)
    mail.send(message)


EFFECTS: Final[dict[str, Effect]] = {WAITING_MAIL: send_waiting}
WAITING: Final = Job(
    "holding", Daily(7, is_working_days=True), tell_of_waiting, _l("Przypomnienie o liście oczekujących")
)
