"""Survey responses of the sample office: who rates what, and why how well."""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections.abc import Iterator
from random import Random
from typing import Final

from kernel.clock import WARSAW
from sample.chance import drawn_id, one_of
from sample.events import Event, Rated, Sealed
from sample.places import PLACES, Place
from sample.shape import (
    ONE_DAY,
    VISITS_BY_WEEKDAY,
    Span,
    at,
    days_drawn,
    home_moment,
    office_moment,
)
from sample.tablets import Tablet, tablet_at
from sample.voices import ASKED_AT, comments, opened_on, second_answers
from surveys.kiosk.rules import ONE_TAP, SURVEY
from surveys.rules.kinds import JOINT

LANGUAGES: Final = {"pl": 0.90, "uk": 0.07, "en": 0.03}
AT_THE_DESK: Final = 0.78
"""Part of the responses given at a desk, through its QR code or on its tablet; the others come from the web."""
ON_THE_TABLET: Final = 0.75
"""Part of those at a desk with a tablet that are given on it."""

MODE: Final = {"kiosk_full": 0.04, "kiosk_tap": -0.1, "qr": 0.0, "web": 0.0}
"""How far the way of answering moves an answer on the hidden scale; a reason never to pool them silently."""

TILES: Final = ("time", "info", "courtesy", "skill", "result", "place")
TILE_WEIGHTS: Final = {"good": (1, 2, 4, 3, 3, 1), "better": (5, 2, 1, 1, 2, 2)}
READ_MS: Final = (1_400, 5_200)
"""How long somebody takes for a question, in milliseconds: from, to; mostly near the beginning."""

SETTLED: Final = ({"yes": 0.66, "in_progress": 0.22, "no": 0.12}, {"yes": 0.73, "in_progress": 0.19, "no": 0.08})
MOOD: Final = {"yes": 0.30, "in_progress": -0.35, "no": -1.35}
"""How far the outcome moves an answer on the hidden scale, which the cuts below turn into the five points."""

LEVEL: Final = {
    "q1": (0.0, 0.24),
    "q3": (-0.05, 0.22),
    "q4": (-0.35, 0.35),
    "q5": (0.0, 0.10),
    "q6": (0.3, 0.06),
    "q7": (0.2, 0.06),
}
"""Where each question stands on the hidden scale before the procedure change, and how far the change moves it."""

MONDAY: Final = -0.35
"""What the crowd of Mondays does to the waiting time (q4) ..."""
RUSH: Final = -0.22
RUSH_HOURS: Final = (9, 12)
"""... and that of the hours from 9 to 12 on every day."""

CUTS: Final = (-1.95, -1.45, -0.89, 0.12)
"""Between the five points of the scale."""

PERSON: Final = 0.75
"""Standard deviation of what somebody answers everywhere ..."""
MOMENT: Final = 0.66
"""... and of what differs from question to question."""

ONLY_FIRST: Final = 0.16
"""Part of the people who answer the first question and leave it at that."""
SKIPPED: Final = 0.05
NOT_APPLICABLE: Final = {"q4": 0.06, "q5": 0.02, "q6": 0.02, "q7": 0.02}

FRIDAY: Final = 4
SEALED_AT: Final = dt.time(23, 50)
"""Once a week: the record of a sample stays short enough to be read."""


def rating_events(rng: Random, span: Span, count: int) -> list[Event]:
    """So many responses of two years, and the seal of each week that had some."""
    days = days_drawn(rng, span, count, VISITS_BY_WEEKDAY, working=True)
    rated: list[Event] = [_rated(rng, span, day) for day in days]
    fridays = {day + (FRIDAY - day.weekday()) * ONE_DAY for day in days}
    seals: list[Event] = [Sealed(at(day, SEALED_AT)) for day in sorted(fridays)]
    return rated + seals


def _rated(rng: Random, span: Span, day: dt.date) -> Rated:
    (place,) = rng.choices(PLACES, [place.visits for place in PLACES])
    desk = rng.randrange(place.desks) if rng.random() < AT_THE_DESK else None
    moment = home_moment(rng, day) if desk is None else office_moment(rng, day)
    is_named = desk is not None or rng.random() < 0.85
    tablet = _tablet(rng, place, desk, day, span)
    mode = ("kiosk_full" if tablet.mode == SURVEY else "kiosk_tap") if tablet else "web" if desk is None else "qr"
    answers = dict(_answers(rng, place, moment, mode, is_new=span.is_after_change(day)))
    comment, is_second = None, not tablet and (place.code, desk) in ASKED_AT and day > opened_on(span)
    if is_second:
        answers, comment = second_answers(rng, int(answers["q1"]))
    elif tablet and tablet.mode == ONE_TAP:
        answers = dict(_tapped(rng, answers["q1"]))
    elif tablet and len(answers) == 1:
        mode = "kiosk_tap"  # who leaves after the first question has tapped once
    return Rated(
        moment,
        drawn_id(rng),
        place.code if is_named else None,
        desk,
        one_of(rng, LANGUAGES) if comment is None else comments()[comment].get("language", "pl"),
        answers,
        mode,
        tablet.name if tablet else "",
        _times(rng, answers) if mode == "kiosk_full" else {},
        is_second=is_second,
        comment=comment,
    )


def _tablet(rng: Random, place: Place, desk: int | None, day: dt.date, span: Span) -> Tablet | None:
    found = None if desk is None else tablet_at(place.code, desk, day, span)
    return found if rng.random() < ON_THE_TABLET else None


def _tapped(rng: Random, overall: str) -> Iterator[tuple[str, str]]:
    """The face, and up to three tiles or none."""
    yield "q1", overall
    count = rng.choice((0, 1, 1, 2, 3))
    if count:
        key = "good" if overall in "45" else "better"
        chosen = set(rng.choices(TILES, TILE_WEIGHTS[key], k=count))
        yield key, JOINT.join(code for code in TILES if code in chosen)


def _times(rng: Random, answers: dict[str, str]) -> dict[str, int]:
    low, high = READ_MS
    return {key: int(rng.triangular(low, high, low)) for key in answers if key != "q1"}


def _answers(rng: Random, place: Place, at: dt.datetime, mode: str, *, is_new: bool) -> Iterator[tuple[str, str]]:
    """Question and code of the chosen option; what is skipped is missing, the first question never."""
    settled = one_of(rng, SETTLED[is_new])
    person = rng.gauss(0, PERSON) + place.liked + MOOD[settled] + MODE[mode]
    stops_early = rng.random() < ONLY_FIRST
    for question, (level, gain) in LEVEL.items():
        hidden = person + level + gain * is_new + rng.gauss(0, MOMENT)
        hidden += _crowd(at, is_at_desk=mode != "web") if question == "q4" else 0.0
        is_skipped = rng.random() < SKIPPED or stops_early
        if question == "q1":
            yield question, str(bisect(CUTS, hidden) + 1)
            if not is_skipped:
                yield "q2", settled
        elif not is_skipped:
            yield question, "na" if rng.random() < NOT_APPLICABLE.get(question, 0.0) else str(bisect(CUTS, hidden) + 1)


def _crowd(at: dt.datetime, *, is_at_desk: bool) -> float:
    """What the crowd of a moment does to the waiting time."""
    local = at.astimezone(WARSAW)
    first, last = RUSH_HOURS
    rush = RUSH if is_at_desk and first <= local.hour < last else 0.0
    return rush + (MONDAY if local.weekday() == 0 else 0.0)
