"""The rarer ways of the law in the sample office: appeals, petitions, transfers, calls, the council. Not drawn."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from complaints.rules.kinds import Channel, Kind
from complaints.rules.letters import LetterChannel
from complaints.rules.moves import Move
from complaints.rules.outcomes import Outcome
from kernel.clock import local_day
from sample.chance import drawn_id
from sample.events import Answered, Assigned, Event, Filed, Published, Settled, Stepped, Written
from sample.letters import Letter
from sample.people import CLERK, Resident, handlers_of, head_of, resident
from sample.shape import MONTHS, ONE_DAY, Span, month_before, office_moment, working_day_from

FILE: Final = Path(__file__).with_name("ways.toml")
FIRST_CASE: Final = 100_000
"""Their numbers in the story begin here; the register gives its own."""

NOBODY: Final = Resident("", "", "")


def way_events(rng: Random, span: Span, months: int = MONTHS) -> list[Event]:
    """What happens with these cases in the last so many months of the story."""
    told: list[Event] = []
    newest: dict[str, int] = {}
    people: dict[int, Resident] = {}
    number = FIRST_CASE
    for received_on, way in _planned(span, months):
        earlier = newest.get(way.get("earlier", ""))
        people[number] = NOBODY if way.get("anonymous") else people[earlier] if earlier else resident(rng, "pl")
        told += _told(rng, number, received_on, way, people[number], earlier)
        newest[way["key"]] = number
        number += 1
    return told


def _planned(span: Span, months: int) -> list[tuple[dt.date, dict[str, Any]]]:
    """Each way on its days, oldest first."""
    found = []
    for way in _ways():
        for ago in range(way.get("first", 0), months, way["every"]):
            day = working_day_from(month_before(span.last, ago) + (way["day"] - 1) * ONE_DAY)
            if span.first < day < span.last:
                found.append((day, way))
    return sorted(found, key=lambda pair: (pair[0], pair[1]["key"]))


def _told(
    rng: Random, case: int, received_on: dt.date, way: dict[str, Any], person: Resident, earlier: int | None
) -> Iterator[Event]:
    place, handler = way["department"], handlers_of(way["department"])[0]
    head = head_of(place).login
    filed = _filed(rng, case, received_on, way, person)
    yield filed
    given_at = office_moment(rng, working_day_from(received_on + ONE_DAY), filed.at)
    assigned = Assigned(given_at, case, place, handler, head)
    yield assigned
    last = assigned.at
    for act in way["acts"]:
        by = head if act.get("by") == "head" else handler
        if act.get("move") == "resolve":
            continue  # comes with the answer
        last = office_moment(rng, working_day_from(received_on + act["after"] * ONE_DAY), last)
        if "letter" in act:
            yield _written(last, case, by, act["letter"], act, person)
        else:
            yield _stepped(last, case, by, act, received_on, earlier)
    if "outcome" in way:
        last = office_moment(rng, working_day_from(received_on + way["answer_after"] * ONE_DAY), last)
        yield from _answered(last, case, handler, head, way, person)
    if "published" in way:
        yield from _published(rng, case, handler, way, received_on, assigned.at, last)


def _filed(rng: Random, case: int, received_on: dt.date, way: dict[str, Any], person: Resident) -> Filed:
    letter = Letter(Kind(way["kind"]), "pl", way["subject"], way["text"], way["wish"], {})
    return Filed(
        office_moment(rng, received_on),
        case,
        letter,
        Channel(way["channel"]),
        person,
        drawn_id(rng),
        way["department"],
        CLERK,
        received_on,
        None,
        "normal",
        None,
        about=way.get("about", ""),
        councillor=way.get("councillor", ""),
        may_publish=way.get("consent", False),
    )


def _stepped(
    at: dt.datetime, case: int, by: str, act: dict[str, Any], received_on: dt.date, earlier: int | None
) -> Stepped:
    return Stepped(
        at,
        case,
        by,
        Move(act["move"]),
        local_day(at),
        until=received_on + act["until"] * ONE_DAY if "until" in act else None,
        body=act.get("body", ""),
        basis=act.get("basis", ""),
        reference=act.get("reference", ""),
        channel=act.get("channel", ""),
        text=act.get("text", ""),
        kind=act.get("kind", ""),
        other=earlier if act["move"] == "annotate" else None,
    )


def _written(at: dt.datetime, case: int, by: str, template: str, how: dict[str, Any], person: Resident) -> Written:
    channel = LetterChannel(how["channel"])
    if channel is LetterChannel.EMAIL and not person.email:
        channel = LetterChannel.POST
    return Written(at, case, by, template, channel, how.get("facts", {}))


def _published(
    rng: Random,
    case: int,
    handler: str,
    way: dict[str, Any],
    received_on: dt.date,
    given_at: dt.datetime,
    answered_at: dt.datetime,
) -> Iterator[Published]:
    """A petition soon after it came in, and on the day after its answer once more, with it (art. 8)."""
    words = way["published"]
    day = working_day_from(received_on + words["after"] * ONE_DAY)
    said = (case, handler, words["subject"], words["text"])
    yield Published(office_moment(rng, day, given_at), *said, is_named=way.get("consent", False))
    day = working_day_from(local_day(answered_at) + ONE_DAY)
    at = office_moment(rng, day, answered_at)
    yield Published(at, *said, way["answer"], way.get("consent", False))


def _answered(
    at: dt.datetime, case: int, handler: str, head: str, way: dict[str, Any], person: Resident
) -> Iterator[Event]:
    resolution = next((act["reference"] for act in way["acts"] if act.get("move") == "resolve"), "")
    words = (way["answer"], way.get("factual", ""), way.get("legal", ""))
    yield Answered(at, case, handler, head, Outcome(way["outcome"]), *words, resolution)
    if "answer_letter" in way:
        yield _written(at, case, handler, way["answer_letter"]["template"], way["answer_letter"], person)
    cause, corrective = way.get("cause", ""), way.get("corrective", "")
    yield Settled(at, case, handler, local_day(at), Channel.PAPER, cause, corrective)


@cache
def _ways() -> list[dict[str, Any]]:
    with FILE.open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["ways"]
    return found
