"""On the first working day of a month: the signals of the closed month become reviews."""

from __future__ import annotations

import uuid
from typing import Final, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from analytics.frames import first_month
from analytics.measures.period import Month
from analytics.measures.registry import measure
from analytics.reports.control import Watched, watch
from analytics.reports.export import decimal
from kernel.clock import Clock
from kernel.permissions import SYSTEM, Actor, Role
from office.models import Person
from office.queries.people import holders
from quality.actions import Seen, continue_reviews, open_reviews
from storage.session import Storage
from worker import mail
from worker.actions import enqueue
from worker.effects import Effect, Work, titled
from worker.jobs import Job, JobWork
from worker.schedules import FirstWorkingDay

OPENED_MAIL: Final = "quality.opened"


class Looked(NamedTuple):
    """How many signals of a month opened a review, and how many went on in one that was open."""

    opened: int
    went_on: int


def open_for_month(storage: Storage, clock: Clock, actor: Actor, month: Month) -> Looked:
    """Open the reviews a month lacks, note it in those still open for the same signal, tell the quality officers.

    The charts are drawn before anything is locked. Asked again, nothing happens twice.
    """
    with storage.reading() as session:
        oldest = first_month(session)
        if oldest is None or oldest > month:
            return Looked(0, 0)
        signals = [seen_of(one) for one in watch(session, clock, month)]
    with storage.writing() as session:
        went_on = continue_reviews(session, clock, actor, signals)
        looked = Looked(len(open_reviews(session, clock, actor, signals)), len(went_on))
        if any(looked):
            _tell(session, clock, month, looked)
    return looked


def seen_of(one: Watched) -> Seen:
    """The newest month of a watched chart as a review keeps it. The chart's last point is a signal.

    Figures over answers are not kept: which of them may be told is decided anew with every later month, and an entry
    stays for ever. The chart of the review's page tells them as far as they may be told then.
    """
    point, chart = one.chart.points[-1], one.chart
    earlier = [str(each.month) for each in chart.points[:-1] if each.centre is not None]
    assert point.signal is not None  # noqa: S101 - watch gives no other
    declared, limits = measure(chart.key), point.limits
    figures = (point.result.value, point.centre, limits.low if limits else None, limits.high if limits else None)
    value, centre, low, high = ("" if declared.is_survey else decimal(figure) for figure in figures)
    return Seen(
        chart.key,
        declared.version,
        one.population.value,
        one.department_id,
        str(point.month),
        point.signal.rule.value,
        point.signal.side.value,
        point.meaning.value,
        chart.method.value,
        value,
        centre,
        low,
        high,
        one.leaf,
        earlier[-1] if earlier else "",
    )


def _tell(session: Session, clock: Clock, month: Month, looked: Looked) -> None:
    for person in holders(session, clock.today(), Role.QUALITY_OFFICER):
        if person.email:
            payload = {"person": str(person.id), "month": str(month), "count": looked.opened, "went_on": looked.went_on}
            enqueue(session, clock, OPENED_MAIL, payload, key=f"{OPENED_MAIL}:{person.id}:{month}")


def _run(work: JobWork) -> str:
    """The month named by the period has begun; the one before it is closed."""
    month = Month.parse(work.period).plus(-1)
    looked = open_for_month(work.storage, work.clock, SYSTEM, month)
    return f"{month}: {looked.opened} reviews opened, {looked.went_on} went on"


@titled(_l("wiadomość o nowych sygnałach"))
def send_opened(work: Work) -> None:
    """Tell a quality officer that signals of a month wait for an owner."""
    with work.storage.reading() as session:
        person = session.get_one(Person, uuid.UUID(work.payload["person"]))
    if not (person.is_active and person.email):
        return
    facts = {
        "month": Month.parse(work.payload["month"]).first,
        "count": int(work.payload["count"]),
        "went_on": int(work.payload.get("went_on", 0)),
    }
    mail.send(mail.compose("quality_opened", person.language, to=person.email, row_id=work.row_id, **facts))


OPENING: Final = Job("reviews", FirstWorkingDay(6, 30), _run, _l("Sygnały zamkniętego miesiąca do wyjaśnienia"))
OPENED: Final[dict[str, Effect]] = {OPENED_MAIL: send_opened}
