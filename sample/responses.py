"""Survey responses of the sample office: who rates what, and why how well."""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections.abc import Iterator
from random import Random
from typing import Final

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

LANGUAGES: Final = {"pl": 0.90, "uk": 0.07, "en": 0.03}
AT_THE_DESK: Final = 0.78
"""Part of the responses given through the QR code of a desk; the others come from the web."""

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
"""What the crowd of Mondays does to the waiting time (q4)."""

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
    is_at_desk = rng.random() < AT_THE_DESK
    moment = office_moment(rng, day) if is_at_desk else home_moment(rng, day)
    is_named = is_at_desk or rng.random() < 0.85
    return Rated(
        moment,
        drawn_id(rng),
        place.code if is_named else None,
        rng.randrange(place.desks) if is_at_desk else None,
        one_of(rng, LANGUAGES),
        dict(_answers(rng, place, day, is_new=span.is_after_change(day))),
    )


def _answers(rng: Random, place: Place, day: dt.date, *, is_new: bool) -> Iterator[tuple[str, str]]:
    """Question and code of the chosen option; what is skipped is missing, the first question never."""
    settled = one_of(rng, SETTLED[is_new])
    person = rng.gauss(0, PERSON) + place.liked + MOOD[settled]
    stops_early = rng.random() < ONLY_FIRST
    for question, (level, gain) in LEVEL.items():
        crowd = MONDAY if question == "q4" and day.weekday() == 0 else 0.0
        hidden = person + level + gain * is_new + crowd + rng.gauss(0, MOMENT)
        is_skipped = rng.random() < SKIPPED or stops_early
        if question == "q1":
            yield question, str(bisect(CUTS, hidden) + 1)
            if not is_skipped:
                yield "q2", settled
        elif not is_skipped:
            yield question, "na" if rng.random() < NOT_APPLICABLE.get(question, 0.0) else str(bisect(CUTS, hidden) + 1)
