"""On the first working day of a month: the signals of the closed month become reviews."""

from __future__ import annotations

import uuid
from typing import Final

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
from quality.actions import Seen, open_reviews
from storage.session import Storage
from worker import mail
from worker.actions import enqueue
from worker.effects import Effect, Work, titled
from worker.jobs import Job, JobWork
from worker.schedules import FirstWorkingDay

OPENED_MAIL: Final = "quality.opened"


def open_for_month(storage: Storage, clock: Clock, actor: Actor, month: Month) -> int:
    """Open the reviews a month lacks and tell the quality officers; how many were opened.

    The charts are drawn before anything is locked. Asked again, nothing happens twice.
    """
    with storage.reading() as session:
        oldest = first_month(session)
        if oldest is None or oldest > month:
            return 0
        signals = [seen_of(one) for one in watch(session, clock, month)]
    with storage.writing() as session:
        opened = open_reviews(session, clock, actor, signals)
        if opened:
            _tell(session, clock, month, len(opened))
    return len(opened)


def seen_of(one: Watched) -> Seen:
    """The newest month of a watched chart as a review keeps it. The chart's last point is a signal.

    Figures over answers are not kept: which of them may be told is decided anew with every later month, and an entry
    stays for ever. The chart of the review's page tells them as far as they may be told then.
    """
    point, chart = one.chart.points[-1], one.chart
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
    )


def _tell(session: Session, clock: Clock, month: Month, count: int) -> None:
    for person in holders(session, clock.today(), Role.QUALITY_OFFICER):
        if person.email:
            payload = {"person": str(person.id), "month": str(month), "count": count}
            enqueue(session, clock, OPENED_MAIL, payload, key=f"{OPENED_MAIL}:{person.id}:{month}")


def _run(work: JobWork) -> str:
    """The month named by the period has begun; the one before it is closed."""
    month = Month.parse(work.period).plus(-1)
    return f"{month}: {open_for_month(work.storage, work.clock, SYSTEM, month)} reviews opened"


@titled(_l("wiadomość o nowych sygnałach"))
def send_opened(work: Work) -> None:
    """Tell a quality officer that signals of a month wait for an owner."""
    with work.storage.reading() as session:
        person = session.get_one(Person, uuid.UUID(work.payload["person"]))
    if not (person.is_active and person.email):
        return
    facts = {"month": Month.parse(work.payload["month"]).first, "count": int(work.payload["count"])}
    mail.send(mail.compose("quality_opened", person.language, to=person.email, row_id=work.row_id, **facts))


OPENING: Final = Job("reviews", FirstWorkingDay(6, 30), _run, _l("Sygnały zamkniętego miesiąca do wyjaśnienia"))
OPENED: Final[dict[str, Effect]] = {OPENED_MAIL: send_opened}
