"""Packs by the worker: on the first working day of a month, asked for on the screen, and of what was published."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import replace
from typing import Final

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from analytics import frames
from analytics.actions import advance, finish, give_up, order_edition, start
from analytics.actions.ordering import MAKE_PACK
from analytics.events import MonthPublished
from analytics.frames.packs import is_subscribed, order_named, orders_of, subscribers
from analytics.frames.published import editions
from analytics.measures.period import Month, Period
from analytics.models import PackOrder
from analytics.pack_files import Written, kept, put, write
from analytics.reports.as_of import AsOf
from analytics.reports.pack import pack_moment, parsed
from attachments.serving import shelf_of
from kernel.clock import Clock
from kernel.permissions import EVERYWHERE, Permission, Role
from office.models import Person
from office.queries.people import holders
from office.sign_in import actor_of_person
from storage.session import Storage
from web.languages import DEFAULT, LANGUAGES
from web.settings import Settings
from worker import mail
from worker.actions import enqueue
from worker.effects import Effect, Hopeless, Work, titled
from worker.jobs import Job, JobWork
from worker.schedules import FirstWorkingDay

PACK_MAIL: Final = "analytics.pack"
PUBLISHED_MAIL: Final = "analytics.published"
MOST_ATTACHED: Final = 8_000_000
"""Ours, bytes: many offices' servers take ten megabytes; what is larger is fetched from the page."""
ATTACHED: Final = {"report.pdf": "pdf", "kpi.xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def write_pack(work: JobWork) -> str:
    """Make the pack of the closed month, ask for those in the languages of subscribers, and for the mails that say so.

    The month named by the period has begun; the one before it is closed. Made again, the pack is replaced. The Polish
    one is made here; another is a row of the outbox, tried again by itself and in nobody's way where it fails.
    """
    month = Month.parse(work.period).plus(-1)
    with work.storage.writing() as session:
        first = frames.first_month(session)
        if first is None or first > month:
            return f"{month}: no figures yet"
        name = start(session, work.clock, Period.of(month))
        others = _languages(session)[1:]
        for language in others:
            order_edition(session, work.clock, month, 0, language)
    made = make(work.storage, work.clock, name)
    with work.storage.writing() as session:
        people = [one for one in holders(session, work.clock.today(), Role.QUALITY_OFFICER) if one.email]
        for person in people:
            payload = {"person": str(person.id), "month": str(month), "digest": made.digest}
            enqueue(session, work.clock, PACK_MAIL, payload, key=f"{PACK_MAIL}:{person.id}:{month}")
    asked = f", also in {', '.join(others)}" if others else ""
    return f"{month}: {len(made.files)} files{asked}, {len(people)} people told"


def _languages(session: Session) -> list[str]:
    """The languages packs are made in by themselves: Polish, then those of subscribers in the alphabet's order."""
    return [DEFAULT, *sorted(set(subscribers(session).values()) & LANGUAGES.keys() - {DEFAULT})]


def make(storage: Storage, clock: Clock, name: str) -> Written:
    """Compute a pack that was put down and place it in the data folder; how far it is stands beside its name."""

    def tell(step: int, steps: int) -> None:
        with suppress(OperationalError), storage.writing_briefly() as session:  # the next step tells it too
            advance(session, name, step, steps)

    try:
        with storage.reading() as session:
            order = order_named(session, name)
            if order is None:
                raise Hopeless("no_such_pack")
            seen = _moment(session, clock, order)
            shelf, period = shelf_of(_settings()), parsed(order.period)
            made = write(session, clock, shelf, period, seen, tell, order.language)
        put(kept.folder_of(_settings(), name), made.files, is_ours=True)
    except Exception:
        with storage.writing() as session:
            give_up(session, name)
        raise
    with storage.writing() as session:
        finish(session, clock, name, seen, made.digest)
    return made


def _moment(session: Session, clock: Clock, order: PackOrder) -> AsOf:
    """Now, the moment asked for, or the one of the edition the pack is of."""
    if not order.edition:
        return pack_moment(session, clock, order.wanted_at)
    for one in editions(session, order.period):
        if one.number == order.edition:
            return AsOf(one.as_of, one.leaf)
    raise Hopeless("no_such_edition")


@titled(_l("przygotowanie paczki wyników"))
def make_pack(work: Work) -> None:
    """Make a pack that was asked for; of a published month, send it to whoever wants it in its language.

    Where one could not be made for long, the Polish one is sent instead before another attempt: whatever ends the
    attempts, an error or a worker killed over it, nobody waits for ever.
    """
    name = str(work.payload["name"])
    with work.storage.writing() as session:
        order = order_named(session, name)
        if order is not None and order.edition and order.is_missed(work.clock.now()):
            _send_in_polish(session, work.clock, order)
    make(work.storage, work.clock, name)
    with work.storage.writing() as session:
        order = order_named(session, name)
        if order is not None and order.edition:
            _send(session, work.clock, order)


def _send(session: Session, clock: Clock, order: PackOrder) -> None:
    """Ask for the mails with a pack of an edition that lies there; each person gets one of an edition, once."""
    for person in _addressees(session, clock, order):
        payload = {"person": str(person), "name": order.name, "digest": order.digest}
        key = f"{PUBLISHED_MAIL}:{person}:{order.period}-wydanie-{order.edition}"  # in whichever language
        enqueue(session, clock, PUBLISHED_MAIL, payload, key=key)


def _send_in_polish(session: Session, clock: Clock, missed: PackOrder) -> None:
    """Send the Polish pack to those who wait for one that could not be made; not made yet, it goes to them itself."""
    for one in orders_of(session, missed.period, missed.edition):
        if one.language == DEFAULT and one.digest:
            _send(session, clock, one)


def _addressees(session: Session, clock: Clock, order: PackOrder) -> list[uuid.UUID]:
    """Who is sent a pack of an edition: subscribers of its language; of the Polish one, those without one of theirs,
    or whose own could not be made for long."""
    known = orders_of(session, order.period, order.edition)
    there = {one.language for one in known if not one.is_missed(clock.now())} | {order.language}
    return [
        person
        for person, language in subscribers(session).items()
        if (language if language in there else DEFAULT) == order.language
    ]


def pack_published(session: Session, clock: Clock, fact: MonthPublished) -> None:
    """A published month gets its pack, as of its edition: in Polish, and in the language of every subscriber."""
    for language in _languages(session):
        order_edition(session, clock, Month.parse(fact.month), fact.edition, language)


@titled(_l("wiadomość o gotowych wynikach miesiąca"))
def send_pack(work: Work) -> None:
    """Tell a quality officer that the pack of a month is ready, and where."""
    with work.storage.reading() as session:
        person = session.get_one(Person, uuid.UUID(work.payload["person"]))
    if not (person.is_active and person.email):
        return
    month = Month.parse(work.payload["month"])
    facts = {"month": str(month), "first": month.first, "digest": work.payload.get("digest", "")}
    mail.send(mail.compose("pack", person.language, to=person.email, row_id=work.row_id, **facts))


@titled(_l("wiadomość o opublikowanych wynikach"))
def send_published(work: Work) -> None:
    """Send a subscriber what was published: the files to who may read the results of the whole office, else the way."""
    person_id, name = uuid.UUID(work.payload["person"]), str(work.payload["name"])
    with work.storage.reading() as session:
        person, order = session.get_one(Person, person_id), order_named(session, name)
        actor = actor_of_person(session, work.clock, person_id)
        wanted = is_subscribed(session, person_id)
    reach = actor.scope(Permission.RESULTS_READ) if actor else None
    if not (wanted and reach and person.email and order):
        return
    month = Month.parse(order.period)
    files = attached(name) if reach is EVERYWHERE else ()
    facts = {
        "month": str(month),
        "first": month.first,
        "edition": order.edition,
        "digest": work.payload["digest"],
        "is_whole": reach is EVERYWHERE,
        "has_files": bool(files),
        "is_in_polish": order.language != person.language,
    }
    message = mail.compose("published", person.language, to=person.email, row_id=work.row_id, **facts)
    mail.send(replace(message, files=files))


def attached(name: str) -> tuple[mail.Attached, ...]:
    """The files of a pack that go with a mail; none where they are too large, or gone."""
    folder = kept.folder_of(_settings(), name)
    paths = [folder / file for file in ATTACHED]
    if not all(path.is_file() for path in paths) or sum(path.stat().st_size for path in paths) > MOST_ATTACHED:
        return ()
    return tuple(mail.Attached(f"{name}-{path.name}", path.read_bytes(), ATTACHED[path.name]) for path in paths)


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


EFFECTS: Final[dict[str, Effect]] = {
    MAKE_PACK: make_pack,
    PACK_MAIL: send_pack,
    PUBLISHED_MAIL: send_published,
}
PACKS: Final = Job("packs", FirstWorkingDay(6), write_pack, _l("Paczka wyników zamkniętego miesiąca"))
