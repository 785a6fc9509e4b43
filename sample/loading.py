"""Loading the sample office: only where it can do no harm, all of it or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from attachments.shelf import Shelf
from kernel.clock import FixedClock
from kernel.errors import RuleBroken
from kernel.permissions import SYSTEM
from ledger.queries import head
from sample.events import Event
from sample.founding import found
from sample.player import Player
from sample.polling import Polls
from sample.present import settle_down
from sample.shape import Span, at, span_up_to
from sample.story import story
from storage import migrate
from storage.engine import normalised
from storage.session import Storage
from storage.telling import be_silent
from surveys.actions.flags import compute_flags

FIRST_DAY: Final = dt.date(2013, 2, 1)
"""The earliest sample day: its two years lie within the calendar of terms."""
FOUNDED_AT: Final = dt.time(6)
"""Before the doors open on its first day."""

Wrap = Callable[[list[Event]], Iterable[Event]]


class NotHere(RuleBroken):
    """The sample office may not be loaded into this database, or not for this day; the message says why."""

    code = "no_sample_here"


@dataclass(frozen=True)
class Loaded:
    """What was loaded."""

    span: Span
    events: int


def check(storage: Storage) -> None:
    """Raises NotHere unless this is a migrated, empty, local SQLite file."""
    url = normalised(storage.url)
    path = url.database or ""
    if url.get_backend_name() != "sqlite" or path in {"", ":memory:"} or path.startswith(("//", "\\\\", "file:")):
        raise NotHere(
            "The sample office goes only into a SQLite file on this machine: "
            "leave INTERESANT_DATABASE_URL unset or set it to sqlite:///some/file.sqlite."
        )
    if migrate.current(storage.engine) != migrate.newest():
        raise NotHere("The database has not been made ready for this program yet: run flask db upgrade first.")
    with storage.reading() as session:
        if head(session) is not None:
            raise NotHere(
                "There is an office in this database already, and the sample goes only into an empty one: "
                "name a new file in INTERESANT_DATABASE_URL, or take the old one away."
            )


def check_day(day: dt.date, today: dt.date) -> None:
    """Raises NotHere for a sample day that is still to come, or too early for the calendar."""
    if not FIRST_DAY <= day <= today:
        raise NotHere(f"The sample day must lie between {FIRST_DAY} and today, {today}; it is {day}.")


def load(
    storage: Storage,
    shelf: Shelf,
    day: dt.date,
    *,
    until: dt.datetime | None = None,
    scale: float = 1.0,
    wrap: Wrap = iter,
    secret: str = "sample",  # noqa: S107 - of nothing: only tests load without a program
) -> Loaded:
    """Load the sample office as it is on the morning of a day, in one transaction.

    ``shelf``: where the PDFs of sent letters go; what an interrupted load leaves there the nightly sweep takes.
    ``until``: an earlier moment to stop at. ``scale``: how much of it, for tests. ``wrap`` is put around the events to
    show how far one is. ``secret``: of the program that will run it, which goes on with what waits in the pen. Raises
    NotHere.
    """
    check(storage)
    span = span_up_to(day, until)
    events = story(span, scale)
    with storage.writing() as session:
        be_silent(session)  # two years of invented cases send nobody a mail
        _play(session, shelf, span, wrap(events), secret)
    return Loaded(span, len(events))


def _play(session: Session, shelf: Shelf, span: Span, events: Iterable[Event], secret: str) -> None:
    clock = FixedClock(at(span.first, FOUNDED_AT))
    cast = found(session, clock, secret)
    polls = Polls(session, clock, cast, span, secret)
    player = Player(session, clock, shelf, cast, polls)
    for event in events:
        player.play(event)
    player.nights.up_to(span.until)
    clock.move_to(max(span.until, clock.now()))
    polls.send()
    settle_down(session, clock, cast, span)
    compute_flags(session, clock, SYSTEM)
