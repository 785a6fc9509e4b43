"""``flask deadlines situation``: what the law says of a way of filing and of the steps taken, without any case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import click
from flask.cli import with_appcontext

from complaints.cli import cases, words
from complaints.cli.deadlines import AS_JSON, in_plain_words
from complaints.cli.values import KindName, LegalDay, StepOfTheWay
from complaints.labels.advice import REMEDIES, advice_words
from complaints.labels.intake import channel_refusal
from complaints.labels.own_case import WHY
from complaints.labels.refusals import sentence_for
from complaints.rules.channels import Handling
from complaints.rules.competence import About, Matter
from complaints.rules.conditions import Wanted
from complaints.rules.course import Course, Duty, Kept
from complaints.rules.kinds import Channel, Kind
from complaints.rules.outcomes import Outcome
from complaints.rules.repeats import Repeat
from complaints.rules.situations import Filed, Judged, Refused, Taken, judge

REPEAT_SOURCE: Final = "art. 239 § 1 KPA"
HANDLED: Final = {
    Handling.ACCEPT: "accepted",
    Handling.LEAVE: "registered, left without consideration",
    Handling.INVITE: "not registered: to be filed by a lawful way",
}
REPEATED: Final = {
    Repeat.NOTE_POSSIBLE: "without new circumstances a note in the file is enough",
    Repeat.NOTE_IMPOSSIBLE: "no note in the file: considered like any other",
    Repeat.NO_RULE: "no rule on repeats for this kind",
    Repeat.STILL_OPEN: "the earlier one is still open",
}


@click.command("situation")
@click.option(
    "--kind", type=KindName(), required=True, help="skarga, wniosek, petycja, odwolanie, zazalenie, ponaglenie."
)
@click.option("--received", type=LegalDay(), required=True, help="Day of receipt, or the moment: 2026-11-23T23:59.")
@click.option("--channel", type=click.Choice([way.value for way in Channel]), default=Channel.PAPER.value)
@click.option("--name/--no-name", "has_name", default=True, help="Whether it says who filed it.")
@click.option("--address/--no-address", "has_address", default=True, help="Whether it gives an address.")
@click.option("--about", type=click.Choice([one.value for one in About if one]), help="Whom a skarga is about.")
@click.option("--matter", type=click.Choice([one.value for one in Matter]), default=Matter.OWN.value)
@click.option("--councillor", is_flag=True, help="An MP, senator or councillor filed or forwarded it.")
@click.option(
    "--earlier-outcome", type=click.Choice([one.value for one in Outcome]), help="How an earlier skarga was settled."
)
@click.option("--urged-until", type=LegalDay(), help="Last day of the term that a ponaglenie urges.")
@click.option(
    "--step",
    "steps",
    type=StepOfTheWay(),
    multiple=True,
    help="A step: MOVE:DAY, or MOVE:DAY:WHAT with the announced day, the basis, the outcome, the kind; "
    "again for each. Of an answer to a call DAY is the day of posting, WHAT the day it arrived.",
)
@click.option("--on", "seen_on", type=LegalDay(), help="As seen on this day; when not said, on the last day named.")
@AS_JSON
@with_appcontext
def situation_command(
    kind: Kind,
    received: dt.date,
    channel: str,
    about: str | None,
    matter: str,
    earlier_outcome: str | None,
    urged_until: dt.date | None,
    steps: tuple[Wanted, ...],
    seen_on: dt.date | None,
    *,
    has_name: bool,
    has_address: bool,
    councillor: bool,
    as_json: bool,
) -> None:
    """Say what the law says of a filing and of each step in turn: accepted or left, on what basis, which term runs,
    which duties are open or kept. Words that a step asks for count as written."""
    filed = Filed(
        kind, received, Channel(channel), has_name, has_address, About(about or ""), Matter(matter), councillor,
        earlier_outcome or "", urged_until,
    )  # fmt: skip
    today = seen_on or max([received, *_days(steps)])
    with in_plain_words():
        found = judge(filed, steps, today)
    if as_json:
        words.echo_json(as_data(filed, found, today))
    else:
        click.echo("\n".join(in_lines(filed, found, today)))


def _days(steps: tuple[Wanted, ...]) -> Iterator[dt.date]:
    """The days on which something happened; of an announced day nobody knows yet."""
    for step in steps:
        yield from (day for day in (step.on, step.until if step.move == "complete" else None) if day)


def as_data(filed: Filed, found: Judged, today: dt.date) -> dict[str, Any]:
    """All of it, keys always there; what the person is told, refusals and advice in Polish, as the pages say them."""
    term = found.course
    return {
        "kind": found.kind,
        "received_on": filed.received_on.isoformat(),
        "seen_on": today.isoformat(),
        "filing": {
            "handling": found.intake.handling,
            "registered": term is not None,
            "source": found.intake.source,
            "basis": found.intake.basis,
            "told": told(filed, found),
        },
        "competent": {"body": found.competent.body, "source": found.competent.source} if found.competent else None,
        "repeat": {"answer": found.repeat, "source": REPEAT_SOURCE} if found.repeat else None,
        "steps": [_step_as_data(step) for step in found.taken],
        "refused": _refused_as_data(found.refused) if found.refused else None,
        "state": found.state,
        "term": words.as_data(found.kind, term.main) if term else None,
        "last_day": term.due_on.isoformat() if term else None,
        "warn_on": term.warn_on.isoformat() if term else None,
        "noticed_on": _iso(term.noticed_on) if term else None,
        "announced_on": _iso(term.announced_on) if term else None,
        "duties": [cases.duty_as_data(duty) for duty in found.duties],
        "advice": [
            {
                "advice": one.advice,
                "urgency": one.urgency,
                "move": one.move,
                "source": one.source,
                "last_day": _iso(one.last),
                "says": advice_words(one),
            }
            for one in found.advice
        ],
        "remedies": [{"remedy": one, "says": str(REMEDIES[one])} for one in found.remedies],
        "verdict": found.verdict,
    }


def in_lines(filed: Filed, found: Judged, today: dt.date) -> Iterator[str]:
    """The same for a person, line by line."""
    yield f"{filed.kind}, received {filed.received_on} ({filed.channel}), seen on {today}"
    yield words.line("filing", f"{HANDLED[found.intake.handling]} ({found.intake.source})")
    if told(filed, found):
        yield words.line("told", told(filed, found))
    if found.competent is not None:
        yield words.line("competent", f"{found.competent.body or 'this office'} ({found.competent.source})")
    if found.repeat is not None:
        yield words.line("repeat", f"{REPEATED[found.repeat]} ({REPEAT_SOURCE})")
    for step in found.taken:
        yield words.line(str(step.wanted.on), f"{_wanted(step.wanted)} -> {step.to} ({step.source})")
    if found.refused is not None:
        broken = found.refused.broken
        yield words.line("REFUSED", f"{_wanted(found.refused.wanted)}: {sentence_for(broken)}")
    if found.course is not None:
        yield from _owed(found, found.course)


def _owed(found: Judged, followed: Course) -> Iterator[str]:
    """Which term runs, what is owed, which ways are open."""
    rule = followed.main.rule
    yield words.line("term", f"{rule.id}: {words.span(rule.amount, rule.unit)}, {rule.source}")
    yield words.line("start", words.weekday(followed.main.term.starts_on))
    yield words.line("LAST DAY", words.weekday(followed.due_on))
    if followed.noticed_on is not None:
        yield words.line("noticed", f"{followed.noticed_on}, announcing {followed.announced_on}")
    yield words.line("verdict", found.verdict)
    for duty in _told_duties(found.duties):
        yield words.line("duty", f"{duty.deadline.last_day} {cases.duty_in_words(duty)}")
    for one in found.remedies:
        yield words.line("open way", f"{one}: {REMEDIES[one]}")


def told(filed: Filed, found: Judged) -> str:
    """What whoever filed is told of the filing itself; empty where it is accepted."""
    if found.intake.handling is Handling.LEAVE and found.intake.basis is not None:
        return str(WHY[found.intake.basis])
    if found.intake.handling is Handling.INVITE:
        return channel_refusal(filed.kind, filed.channel)
    return ""


def _told_duties(found: tuple[Duty, ...]) -> Iterator[Duty]:
    """Those that exist; what another finding would bring is left to the data."""
    return (duty for duty in found if duty.kept is not Kept.POSSIBLE)


def _wanted(step: Wanted) -> str:
    more = [part for part in (step.until and str(step.until), step.basis, step.kind) if part]
    return f"{step.move} {' '.join(more)}".strip()


def _step_as_data(step: Taken) -> dict[str, Any]:
    return {**_wanted_as_data(step.wanted), "state": step.to, "source": step.source}


def _wanted_as_data(step: Wanted) -> dict[str, Any]:
    return {"move": step.move, "on": _iso(step.on), "until": _iso(step.until), "basis": step.basis or step.kind or None}


def _refused_as_data(refused: Refused) -> dict[str, Any]:
    broken = refused.broken
    named = {"field": broken.field, "code": broken.code, "source": broken.source, "says": sentence_for(broken)}
    return {**_wanted_as_data(refused.wanted), **named}


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
