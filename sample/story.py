"""The whole story of the sample office: cases, opinions and ratings in one stream that never goes back in time."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Final

from sample import letters
from sample.cases import case_events
from sample.events import Event, OpinionLeft
from sample.responses import rating_events
from sample.shape import LETTERS_BY_WEEKDAY, MONTHS, Span, days_drawn, home_moment
from sample.surveying import follow_ups, survey_events
from sample.tablets import tablet_events
from sample.ways import way_events

SEED: Final = "Przykładowo"
"""Together with the sample day it gives the story; another seed is another office."""

CASES: Final = 1_200
RATINGS: Final = 10_000
OPINIONS: Final = 180
FEWEST_MONTHS: Final = 2
"""Of the rarer ways, however small the copy for a test is."""


def story(span: Span, scale: float = 1.0) -> list[Event]:
    """All events up to the end of the span, in order. ``scale``: how much of them, for tests; 1 is the sample office.

    The same for the same sample day: what ends earlier is the beginning of what ends later on that day.
    """
    counts = {name: max(1, round(count * scale)) for name, count in _COUNTS.items()}
    months = max(FEWEST_MONTHS, round(MONTHS * scale))
    cases = case_events(_rng(span.last, "cases"), span, counts["cases"])
    told = [
        *cases,
        *follow_ups(_rng(span.last, "follow-ups"), cases),
        *way_events(_rng(span.last, "ways"), span, months),
        *survey_events(_rng(span.last, "surveys"), span, months),
        *tablet_events(_rng(span.last, "tablets"), span, months),
        *rating_events(_rng(span.last, "ratings"), span, counts["ratings"]),
        *_opinions(_rng(span.last, "opinions"), span, counts["opinions"]),
    ]
    return sorted((event for event in told if event.at <= span.until), key=lambda event: event.at)


_COUNTS: Final = {"cases": CASES, "ratings": RATINGS, "opinions": OPINIONS}


def _opinions(rng: Random, span: Span, count: int) -> list[Event]:
    days = days_drawn(rng, span, count, LETTERS_BY_WEEKDAY, working=False)
    return [_opinion(rng, day) for day in days]


def _opinion(rng: Random, day: dt.date) -> OpinionLeft:
    found = letters.opinion(rng)
    return OpinionLeft(home_moment(rng, day), found["subject"], found["text"], found.get("department"))


def _rng(day: dt.date, part: str) -> Random:
    """Chance for one part of the story, so that a change in one part leaves the others as they are."""
    return Random(f"{SEED} {day.isoformat()} {part}")  # noqa: S311 - a story, no secret
