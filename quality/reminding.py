"""The owner of a review is reminded before its last day, and once when it is over."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from flask_babel import lazy_gettext as _l

from kernel.permissions import EVERYWHERE
from office.models import Person
from office.queries.hours import openings_from
from quality import labels
from quality.jobs import OPENED, OPENING
from quality.models import Review
from quality.queries import owned_open, review_for
from quality.rules import reminder_of
from worker import mail
from worker.actions import enqueue
from worker.effects import Effect, Work, titled
from worker.jobs import Job, JobWork
from worker.schedules import Daily

REMINDER: Final = "quality.reminder"


def remind(work: JobWork) -> str:
    """Ask for the mails that are due, for when the office opens: one before the last day, one after it."""
    today = work.clock.today()
    with work.storage.writing() as session:
        at = openings_from(session, today).opens_on(today)
        if at is None:
            return "the office is closed"
        count = 0
        for review, person in owned_open(session):
            occasion = reminder_of(review.due_on, today) if review.due_on else ""
            if not (occasion and person.is_active and person.email):
                continue
            payload = {"review": str(review.id), "person": str(person.id), "due_on": str(review.due_on)}
            key = ":".join((REMINDER, payload["review"], payload["person"], payload["due_on"], occasion))
            enqueue(session, work.clock, REMINDER, payload, key=key, not_before_at=at)
            count += 1
    return f"{count} reviews near their last day or late"


@titled(_l("przypomnienie o sygnale do wyjaśnienia"))
def send_reminder(work: Work) -> None:
    """Remind an owner of one review; nothing when it is concluded, has another owner or another day by now."""
    today = work.clock.today()
    with work.storage.reading() as session:
        review = session.get(Review, uuid.UUID(work.payload["review"]))
        person = session.get_one(Person, uuid.UUID(work.payload["person"]))
        if review is None or not _is_still_so(review, work.payload["due_on"], person):
            return
        row = review_for(session, EVERYWHERE, review.id, today)
        facts = {"row": row, "is_late": today > dt.date.fromisoformat(work.payload["due_on"]), "labels": labels}
        message = mail.compose("quality_review", person.language, to=person.email, row_id=work.row_id, **facts)
    mail.send(message)


def _is_still_so(review: Review, due_on: str, person: Person) -> bool:
    is_theirs = review.owner_id == person.id and str(review.due_on) == due_on
    return review.conclusion is None and is_theirs and person.is_active and bool(person.email)


REMINDING: Final = Job("review reminders", Daily(5, 10), remind, _l("Przypomnienia o sygnałach do wyjaśnienia"))
JOBS: Final = (OPENING, REMINDING)
EFFECTS: Final[dict[str, Effect]] = {**OPENED, REMINDER: send_reminder}
