"""What every page of this room does first: who reads, what they chose, and the report, kept if it was made before."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import TypeVar

from flask import current_app, g, request
from sqlalchemy.orm import Session

from analytics import frames
from analytics.control_forms import asked_control
from analytics.forms import (
    Asked,
    asked,
    asked_as_of,
    asked_change,
    asked_compare,
    asked_month,
    asked_slice,
    asked_span,
    of_cases,
)
from analytics.frames.published import Edition
from analytics.kept import Kept
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.measures.slices import Slice
from analytics.reports.against import AgainstReport, against_report
from analytics.reports.all_figures import AllFigures, all_figures
from analytics.reports.annual import AnnualReport, annual_report
from analytics.reports.as_of import AsOf, local_text, minute_of
from analytics.reports.board import Board, board
from analytics.reports.changes import Changes, changes
from analytics.reports.choice import last_complete_month
from analytics.reports.compared import ComparedReport, comparable, compared_report
from analytics.reports.control import ControlReport, control_report
from analytics.reports.month import MonthReport, month_report
from analytics.reports.monthly import MonthlySet, monthly_set
from analytics.reports.reductions import ReductionReport, reduction_report
from analytics.reports.release import Released, released
from analytics.reports.span import SpanReport, span_report
from analytics.reports.stored import stored_board
from analytics.reports.voice import Voice, voice_report
from kernel.errors import NotFound
from kernel.permissions import EVERYWHERE, Permission, Scope
from ledger.queries import head
from office.queries import all_departments, todays_departments
from web import database
from web.access import current_actor

Made = TypeVar("Made")
FROM_TO = ("from", "to")
BASE_FROM_TO = ("base_from", "base_to")


def scope() -> Scope:
    """The departments whose results the reader may see."""
    return current_actor().scope(Permission.RESULTS_READ)


def seen_from() -> AsOf | None:
    """The earlier moment the reader asked for; None: now. Raises NotRecorded where the record does not reach to it."""
    if "analytics_as_of" not in g:
        g.analytics_as_of = asked_as_of(request.args, database.session())
    found: AsOf | None = g.analytics_as_of
    return found


def today() -> dt.date:
    """The legal day: of the moment asked for, else of now."""
    seen = seen_from()
    return seen.today if seen else database.clock().today()


def todays_last() -> Month:
    """The newest month that is over now, whatever moment is asked for.

    What of the answers is told is decided for all months that are over. Decided as if later ones were not, cells that
    protect those of later months would stand open.
    """
    return last_complete_month(database.clock().today())


def choice() -> Asked:
    """Population, department, structure and moment of this request."""
    wanted, seen = asked(request.args, scope(), todays()), seen_from()
    return wanted if seen is None else replace(wanted, fields={**wanted.fields, "as_of": local_text(seen.moment)})


def choice_of_cases() -> Asked:
    """The same, narrowed to a channel and a topic where one is asked for: for what speaks of cases alone."""
    return of_cases(choice(), request.args)


def all_the_figures() -> AllFigures:
    """Every figure of the months asked for; of the last complete month unless others are chosen."""
    wanted, last = choice_of_cases(), last_complete_month(today())
    period = asked_span(request.args, today(), FROM_TO, (last, last))
    session, clock = database.session(), database.clock()
    return _kept(
        ("figures", wanted.choice, period),
        lambda: all_figures(session, clock, scope(), wanted.choice, period, seen_from()),
    )


def todays() -> dict[uuid.UUID, uuid.UUID]:
    """Which department of today took over which closed one; read once a request."""
    if "analytics_todays" not in g:
        g.analytics_todays = todays_departments(database.session(), today())
    found: dict[uuid.UUID, uuid.UUID] = g.analytics_todays
    return found


def the_month(*, with_every: bool = False) -> MonthReport:
    """The report of the month asked for; with every measure for a file."""
    wanted, month, compare = choice(), asked_month(request.args, today()), asked_compare(request.args)
    session, clock = database.session(), database.clock()
    return _kept(
        ("month", wanted.choice, month, compare, with_every),
        lambda: month_report(
            session, clock, scope(), wanted.choice, month, compare, seen_from(), with_every=with_every
        ),
    )


def the_monthly_set() -> MonthlySet:
    """What all charts of the month asked for show."""
    wanted, month, compare = choice(), asked_month(request.args, today()), asked_compare(request.args)
    session, clock = database.session(), database.clock()
    return _kept(
        ("monthly", wanted.choice, month, compare),
        lambda: monthly_set(session, clock, scope(), wanted.choice, month, compare, seen_from()),
    )


def the_board() -> Board:
    """The dashboard of the month asked for: as it is stored where that still holds, else computed, else from memory."""
    wanted, month, compare = choice(), asked_month(request.args, today()), asked_compare(request.args)
    session, clock, seen = database.session(), database.clock(), seen_from()
    stored = None if seen else stored_board(session, clock, scope(), wanted.choice, month, compare)
    return stored or _kept(
        ("board", wanted.choice, month, compare),
        lambda: board(session, clock, scope(), wanted.choice, month, compare, seen),
    )


def the_span() -> SpanReport:
    """The report of the span asked for; a year up to the last complete month unless another is chosen."""
    wanted, period = choice(), span_asked()
    first, last = Month.of(period.first), Month.of(period.last)
    session, clock = database.session(), database.clock()
    return _kept(
        ("span", wanted.choice, period),
        lambda: span_report(session, clock, scope(), wanted.choice, first, last, seen_from()),
    )


def the_reduction() -> ReductionReport:
    """The comparison asked for; the last three complete months with the same a year before unless others are chosen."""
    wanted, (now, base), change = choice(), spans_asked(), asked_change(request.args, today())
    session, clock = database.session(), database.clock()
    return _kept(
        ("reduction", wanted.choice, now, base, change),
        lambda: reduction_report(session, clock, scope(), wanted.choice, now, base, seen_from(), change),
    )


def the_control() -> ControlReport:
    """The control chart asked for; that of cases settled on time up to the last complete month without a word."""
    wanted, seen = choice(), asked_control(request.args, choice().choice.population, today())
    session, clock = database.session(), database.clock()
    return _kept(
        ("control", wanted.choice, seen),
        lambda: control_report(session, clock, scope(), wanted.choice, seen, seen_from()),
    )


def the_pair() -> AgainstReport:
    """Two periods side by side; the last complete month and the same a year before unless others are chosen."""
    wanted, (now, then) = choice(), periods_asked()
    session, clock = database.session(), database.clock()
    return _kept(
        ("against", wanted.choice, now, then),
        lambda: against_report(session, clock, scope(), wanted.choice, now, then, seen_from()),
    )


def the_compared() -> ComparedReport:
    """Departments on one share; those settled on time in the last complete month without a word."""
    wanted, when = choice(), asked_slice(request.args, today())
    key = request.args.get("measure") or "on_time"
    if key not in comparable(wanted.choice.population):
        raise NotFound
    session, clock = database.session(), database.clock()
    return _kept(
        ("compared", replace(wanted.choice, department=None), key, when),
        lambda: compared_report(session, clock, scope(), wanted.choice, key, when, seen_from()),
    )


def the_year(year: int) -> AnnualReport:
    """The annual report of a year for the reader's scope."""
    session, clock = database.session(), database.clock()
    return _kept(("year", year), lambda: annual_report(session, clock, scope(), year, seen_from()))


def the_changes(month: Month, since: AsOf, edition: Edition | None) -> Changes:
    """What changed in a month since a moment, or an edition published then, for the reader's scope."""
    session, clock, population = database.session(), database.clock(), choice().choice.population
    return _kept(
        ("changes", population, month, since, edition.number if edition else 0, _of_now(session)),
        lambda: changes(session, clock, scope(), population, month, since, edition),
    )


def the_voice(when: Slice) -> Voice | None:
    """The figures over the answers of a period to the office's own instrument; None where no month of it is over."""
    session, last = database.session(), todays_last()
    if when.over(last) is None:
        return None
    return _kept(("voice", when, last), lambda: voice_report(session, scope(), when, last))


def the_release(key: str, year: int) -> Released:
    """Which cells of a questionnaire's year are hidden for the reader's scope, as long as no answer or entry comes."""
    session, reader, last = database.session(), scope(), todays_last()
    reach: Hashable = "everywhere" if reader is EVERYWHERE else reader
    kept: Kept = current_app.extensions.setdefault("analytics_kept", Kept())
    wanted = ("release", key, year, last, reach, head(session), frames.stamp(session))
    return kept.get(wanted, lambda: released(session, reader, key, year, last))


def the_release_then(key: str, year: int, seen: AsOf) -> Released:
    """The same as of an earlier moment: hidden is what was hidden then, and what is hidden now."""
    session, reader = database.session(), scope()
    then = released(session, reader, key, year, last_complete_month(seen.today), upto_leaf=seen.leaf)
    return then.and_also(the_release(key, year))


def span_asked() -> Period:
    """The months from and to."""
    last = last_complete_month(today())
    return asked_span(request.args, today(), FROM_TO, (last.plus(-11), last))


def spans_asked() -> tuple[Period, Period]:
    """The two spans of a comparison: now and base."""
    last = last_complete_month(today()).plus(-1)
    now = asked_span(request.args, today(), FROM_TO, (last.plus(-2), last))
    before = (Month.of(now.first).plus(-12), Month.of(now.last).plus(-12))
    return now, asked_span(request.args, today(), BASE_FROM_TO, before)


def periods_asked() -> tuple[Period, Period]:
    """Two periods: the one asked about, and the one it is laid beside."""
    last = last_complete_month(today())
    now = asked_span(request.args, today(), FROM_TO, (last, last))
    before = (Month.of(now.first).plus(-12), Month.of(now.last).plus(-12))
    return now, asked_span(request.args, today(), BASE_FROM_TO, before)


def _kept(wanted: Hashable, make: Callable[[], Made]) -> Made:
    """Return the report from memory when neither the data, the record, the minute nor the reader's scope changed."""
    session, reader = database.session(), scope()
    reach: Hashable = "everywhere" if reader is EVERYWHERE else reader
    key = (wanted, reach, _of_now(session) if seen_from() is None else _of_then(session))
    kept: Kept = current_app.extensions.setdefault("analytics_kept", Kept())
    return kept.get(key, make)


def _of_now(session: Session) -> Hashable:
    """What changes whenever the figures of now may: by the day, of imported cases with their moments by the minute."""
    if "analytics_of_now" not in g:
        g.analytics_of_now = (head(session), frames.stamp(session))
    clock, is_by_moment = database.clock(), choice().choice.population is Population.SPRAWA
    return minute_of(clock) if is_by_moment else clock.today(), g.analytics_of_now


def _of_then(session: Session) -> Hashable:
    """What changes whenever the figures of an earlier moment may: answers that come late, and the office's structure.

    What was recorded by then never changes, so a new entry does not make everybody count again.
    """
    answers = frames.stamp(session)[2]
    return seen_from(), answers, frozenset(todays().items()), frozenset(all_departments(session).items())
