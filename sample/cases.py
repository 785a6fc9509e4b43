"""The cases of the sample office: what comes in, who gets it, when it is settled and how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from complaints.rules.kinds import Channel, Kind
from complaints.rules.moves import Move
from complaints.rules.outcomes import JUSTIFIED, REFUSALS, Outcome
from complaints.rules.terms import deadline
from kernel.clock import local_day
from kernel.workdays import is_working_day
from sample import letters
from sample.chance import drawn_id, one_of
from sample.events import Answered, Assigned, Event, Filed, Noted, Settled, Stepped
from sample.letters import Letter
from sample.people import CLERK, handlers_of, head_of, resident
from sample.places import PLACES, Place
from sample.shape import (
    LETTERS_BY_WEEKDAY,
    ONE_DAY,
    Span,
    at,
    days_drawn,
    home_moment,
    office_moment,
    working_day_from,
    working_day_until,
    working_days_later,
)

CODE: Final = "PRZYK1AD2026"
"""The access code of every case filed on the web; typed with a letter L it is the same."""

CHANNELS: Final = {
    Channel.WEB: 0.56,
    Channel.PAPER: 0.21,
    Channel.EMAIL: 0.14,
    Channel.ORAL: 0.05,
    Channel.EDELIVERY: 0.04,
}
WITHOUT_CLERK: Final = {Channel.WEB: 0.85, Channel.EMAIL: 0.15}
"""On days when the office is closed."""

OUTCOMES: Final = {
    Kind.SKARGA: {Outcome.ZASADNA: 0.21, Outcome.CZESCIOWO_ZASADNA: 0.25, Outcome.BEZZASADNA: 0.54},
    Kind.WNIOSEK: {
        Outcome.UWZGLEDNIONY: 0.34,
        Outcome.CZESCIOWO_UWZGLEDNIONY: 0.28,
        Outcome.NIEUWZGLEDNIONY: 0.38,
    },
}
SEVERITIES: Final = {"low": 0.15, "normal": 0.75, "high": 0.10}
ASSIGNED_AFTER: Final = ({0: 0.2, 1: 0.4, 2: 0.2, 3: 0.1, 5: 0.1}, {0: 0.4, 1: 0.45, 2: 0.15})
"""Working days until a head assigns a case, before and after the procedure change."""

SPREAD_DAYS: Final = 5.5
"""Standard deviation of the days a case takes that is settled in time."""
LONGEST_DELAY_DAYS: Final = 45
WHOLE_OFFICE: Final = 300
"""Fewer cases than that are a small copy for tests."""
OVERDUE: Final = 3
"""Cases still open after their last day on the sample day."""
OVERDUE_SINCE: Final = dt.timedelta(days=12)
DUE_SOON: Final = ("KM", "GK", "KM", "FN", "AB", "SO")
"""Departments of cases that are still open when their last day is near ..."""
NEAR: Final = 3
"""... so many working days at most. They come in addition to those that are drawn."""
FIRST_HANDLER: Final = 0.7
"""Part of a department's cases its first handler gets; the rest goes to all of them alike."""

TODAY: Final = ((dt.time(0, 20), "KM"), (dt.time(5, 50), "GK"), (dt.time(6, 55), None))
"""What came in on the sample day before the office opened: when, and about which department."""


@dataclass
class Case:
    """A case before it is told as events. ``settle_on`` None: it stays open."""

    number: int
    place: Place
    is_place_known: bool
    letter: Letter
    channel: Channel
    received_on: dt.date
    happened_on: dt.date
    due_on: dt.date
    settle_on: dt.date | None
    is_new_procedure: bool


def case_events(rng: Random, span: Span, count: int) -> list[Event]:
    """What happens with so many cases of two years, and with those that came in on the sample day."""
    days = days_drawn(rng, span, count, LETTERS_BY_WEEKDAY, working=False)
    cases = [_case(rng, span, number, day) for number, day in enumerate(days)]
    _settle_overdue(cases, span, OVERDUE if count >= WHOLE_OFFICE else 1)
    cases += _due_soon(rng, span, count)
    told = [event for case in cases for event in _told(rng, case, span)]
    return told + list(_today(rng, span, len(cases)))


def _case(rng: Random, span: Span, number: int, day: dt.date, places: Sequence[Place] = PLACES) -> Case:
    (place,) = rng.choices(places, [place.busy for place in places])
    channels = CHANNELS if is_working_day(day) else WITHOUT_CLERK
    channel = one_of(rng, channels)
    is_known = rng.random() > {Channel.WEB: 0.12, Channel.EMAIL: 0.08}.get(channel, 0.02)
    happened_on = max(working_day_until(day - rng.randint(1, 15) * ONE_DAY), span.first)
    written = letters.letter(rng, place.code, day, happened_on)
    due_on = deadline(written.kind, day).last_day
    is_new = span.is_after_change(day)
    settle_on = _settle_on(rng, place, day, due_on, is_new=is_new)
    return Case(number, place, is_known, written, channel, day, happened_on, due_on, settle_on, is_new)


def _settle_on(rng: Random, place: Place, received_on: dt.date, due_on: dt.date, *, is_new: bool) -> dt.date:
    """The working day on which a case is to be settled."""
    if rng.random() > place.on_time[is_new]:
        delay = 1 + min(int(rng.expovariate(1 / 6)), LONGEST_DELAY_DAYS)
        return working_day_from(due_on + delay * ONE_DAY)
    days = rng.gauss(place.days[is_new], SPREAD_DAYS)
    days = min(max(days, 2.0), (due_on - received_on).days)
    return working_day_until(received_on + round(days) * ONE_DAY)


def _settle_overdue(cases: list[Case], span: Span, wanted: int) -> None:
    """See to it that just so many cases are open after their last day, in different departments, none of them long."""
    past = [case for case in cases if case.due_on < span.last]
    overdue = [case for case in past if case.settle_on is None or case.settle_on >= span.last]
    for case in overdue:
        case.settle_on = max(working_day_until(span.last - ONE_DAY), case.received_on)
    order = [place.code for place in PLACES]
    recent = sorted(
        (case for case in past if case.due_on >= span.last - OVERDUE_SINCE),
        key=lambda case: (order.index(case.place.code), case.due_on),
    )
    by_place = {case.place.code: case for case in recent}
    for case in list(by_place.values())[:wanted]:
        case.settle_on = None


def _due_soon(rng: Random, span: Span, first_number: int) -> Iterator[Case]:
    """Cases whose last day is near; they will be settled on it."""
    latest = working_days_later(span.last, NEAR)
    month = [day for day in span.days()[-35:] if span.last < deadline(Kind.SKARGA, day).last_day <= latest]
    for step, code in enumerate(DUE_SOON if month else ()):
        case = _case(
            rng, span, first_number + step, rng.choice(month), [place for place in PLACES if place.code == code]
        )
        case.settle_on = case.due_on
        yield case


def _told(rng: Random, case: Case, span: Span) -> Iterator[Event]:
    """A case as events, in their order."""
    filed = _filed(rng, case)
    yield filed
    assigned_at = _assigned_at(rng, case, filed.at)
    handler = _handler(rng, case.place.code)
    head = head_of(case.place.code if case.is_place_known else None)
    yield Assigned(assigned_at, case.number, case.place.code, handler, head.login)
    ends = _settled_at(rng, case, assigned_at)
    yield from _noted(rng, case, handler, assigned_at, ends or span.until)
    if ends is not None:
        yield from _settled(rng, case, handler, ends, span)


def _filed(rng: Random, case: Case) -> Filed:
    is_web = case.channel is Channel.WEB
    at_home = home_moment(rng, case.received_on)
    return Filed(
        at_home if is_web else _registered_at(rng, case),
        case.number,
        case.letter,
        case.channel,
        resident(rng, case.letter.language),
        drawn_id(rng),
        case.place.code if case.is_place_known else None,
        None if is_web else CLERK,
        None if is_web else case.received_on,
        case.happened_on if case.letter.kind is Kind.SKARGA else None,
        None if is_web else one_of(rng, SEVERITIES),
        CODE if is_web else None,
    )


def _registered_at(rng: Random, case: Case) -> dt.datetime:
    """When a clerk enters what came on paper or by mail: on that day, or with the next morning's post."""
    is_later = rng.random() < {Channel.ORAL: 0.0, Channel.PAPER: 0.15}.get(case.channel, 0.45)
    return office_moment(rng, working_days_later(case.received_on, 1 if is_later else 0))


def _assigned_at(rng: Random, case: Case, after: dt.datetime) -> dt.datetime:
    waits = one_of(rng, ASSIGNED_AFTER[case.is_new_procedure])
    return office_moment(rng, working_days_later(local_day(after), waits), after)


def _settled_at(rng: Random, case: Case, after: dt.datetime) -> dt.datetime | None:
    if case.settle_on is None:
        return None
    return office_moment(rng, max(case.settle_on, local_day(after)), after)


def _settled(rng: Random, case: Case, handler: str, at_moment: dt.datetime, span: Span) -> Iterator[Event]:
    """Answered and approved; dispatched on the same day, entered then or on the next morning."""
    outcome = one_of(rng, OUTCOMES[case.letter.kind])
    factual, legal = letters.refusal(case.letter) if outcome in REFUSALS else ("", "")
    cause, corrective = letters.lesson(case.letter) if outcome in JUSTIFIED else ("", "")
    head = head_of(case.place.code).login
    text = letters.reply(case.letter, outcome)
    yield Answered(at_moment, case.number, handler, head, outcome, text, factual, legal)
    settled_on = local_day(at_moment)
    entered_later = office_moment(rng, working_days_later(settled_on, 1))
    if rng.random() < 0.12 and entered_later < span.until:
        at_moment = entered_later
    channel = Channel.EDELIVERY if case.channel is Channel.EDELIVERY else Channel.PAPER
    yield Settled(at_moment, case.number, handler, settled_on, channel, cause, corrective)


def _noted(rng: Random, case: Case, handler: str, after: dt.datetime, before: dt.datetime) -> Iterator[Noted | Stepped]:
    """Notes between assignment and settlement; on the last day a notice of delay, if the case outlives it."""
    (count,) = rng.choices((0, 1, 2, 3), (0.4, 0.4, 0.15, 0.05))
    days = [local_day(after + rng.random() * (before - after)) for _note in range(count)] if before > after else []
    moments = sorted(office_moment(rng, working_day_from(day)) for day in days)
    for moment in moments:
        if after < moment < before:
            yield Noted(moment, case.number, handler, letters.note(rng))
    delay = office_moment(rng, working_day_until(case.due_on))
    if after < delay < before and local_day(before) > case.due_on:
        until = working_days_later(local_day(before), 1)
        yield Stepped(
            delay, case.number, handler, Move.DELAY, local_day(delay), until, text=letters.late_note(), channel="paper"
        )


def _handler(rng: Random, place: str) -> str:
    logins = handlers_of(place)
    return logins[0] if rng.random() < FIRST_HANDLER else rng.choice(logins)


def _today(rng: Random, span: Span, first_number: int) -> Iterator[Filed]:
    """What came in on the sample day, still waiting for everything."""
    for step, (time, code) in enumerate(TODAY):
        place = next((place for place in PLACES if place.code == code), PLACES[0])
        happened_on = working_day_until(span.last - ONE_DAY)
        written = letters.letter(rng, place.code, span.last, happened_on)
        due_on = deadline(written.kind, span.last).last_day
        case = Case(
            first_number + step,
            place,
            code is not None,
            written,
            Channel.WEB,
            span.last,
            happened_on,
            due_on,
            None,
            True,
        )
        yield replace(_filed(rng, case), at=at(span.last, time))
