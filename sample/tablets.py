"""The tablets of the sample office, and who taps on them besides residents. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from sample.chance import drawn_id
from sample.events import Event, Pranked, Rated, TabletRevoked
from sample.shape import ONE_DAY, Span, month_before, office_moment, working_day_from
from surveys.kiosk.rules import COUNTER, ONE_TAP, SURVEY


@dataclass(frozen=True)
class Tablet:
    """A tablet at a desk. ``is_silent``: nothing was heard of it for days; ``gone_months``: revoked so long ago."""

    name: str
    place: str
    desk: int
    mode: str
    is_silent: bool = False
    gone_months: int = 0

    def answers_until(self, span: Span) -> dt.date:
        """The last day on which it takes answers."""
        if self.mode == COUNTER:
            return span.first
        if self.gone_months:
            return month_before(span.last, self.gone_months)
        return silent_since(span) if self.is_silent else span.last


TABLETS: Final = (
    Tablet("Tablet w sali obsługi, SO-1", "SO", 0, SURVEY),
    Tablet("Tablet w sali obsługi, SO-2", "SO", 1, ONE_TAP),
    Tablet("Tablet przy rejestracji pojazdów, KM-1", "KM", 0, SURVEY),
    Tablet("Tablet przy okienku podatków, FN-2", "FN", 1, COUNTER),
    Tablet("Tablet w USC", "USC", 0, ONE_TAP, is_silent=True),
    Tablet("Tablet w geodezji", "GN", 0, SURVEY, gone_months=4),
)
SILENT_DAYS: Final = 5
FRIDAY: Final = 4

BEST: Final = {"q1": "5", "q2": "yes", "q3": "5", "q4": "5", "q5": "5", "q6": "5", "q7": "5"}
WORST: Final = {"q1": "1", "q2": "no", "q3": "1", "q4": "1", "q5": "1", "q6": "1", "q7": "1"}


def silent_since(span: Span) -> dt.date:
    """The last Friday that lies days before the sample day: then the silent tablet sent for the last time."""
    day = span.last - SILENT_DAYS * ONE_DAY
    return day - ((day.weekday() - FRIDAY) % 7) * ONE_DAY


def tablet_at(place: str, desk: int, day: dt.date, span: Span) -> Tablet | None:
    """The tablet that takes answers at a desk on a day."""
    return next(
        (one for one in TABLETS if (one.place, one.desk) == (place, desk) and day <= one.answers_until(span)), None
    )


def tablet_events(rng: Random, span: Span, months: int) -> Iterator[Event]:
    """What happens to tablets in the last so many months: played with, hurried through, tried out, taken away."""
    for one in TABLETS:
        if one.gone_months and one.gone_months < months:
            yield TabletRevoked(office_moment(rng, working_day_from(one.answers_until(span) + ONE_DAY)), one.name)
    for ago in range(months):
        for tablet in (TABLETS[1], TABLETS[ago % 3]):
            day = working_day_from(month_before(span.last, ago) + rng.randrange(20) * ONE_DAY)
            if span.first < day < span.last and tablet.mode != COUNTER:
                yield _pranked(rng, tablet, office_moment(rng, day), ago)


def _pranked(rng: Random, tablet: Tablet, at: dt.datetime, ago: int) -> Pranked:
    if tablet.mode == ONE_TAP:  # children: the same face again and again
        code = rng.choice("15")
        steps = [rng.randint(6, 11) for _tap in range(rng.randint(4, 7))]
        return Pranked(at, tuple(_tap(rng, tablet, at + dt.timedelta(seconds=sum(steps[:n])), {"q1": code}, {})
                                 for n in range(len(steps))))  # fmt: skip
    if ago % 2:  # staff try it out
        return Pranked(at, (_tap(rng, tablet, at, BEST, _times(rng, BEST, 900, 2_500), ("test_mode",)),))
    answers = rng.choice((BEST, WORST))
    return Pranked(at, (_tap(rng, tablet, at, answers, _times(rng, answers, 250, 700)),))


def _times(rng: Random, answers: dict[str, str], low: int, high: int) -> dict[str, int]:
    """How long each question took, the first left out: nobody knows how long somebody stood before it."""
    return {key: rng.randint(low, high) for key in answers if key != "q1"}


def _tap(
    rng: Random,
    tablet: Tablet,
    at: dt.datetime,
    answers: dict[str, str],
    times: dict[str, int],
    flags: tuple[str, ...] = (),
) -> Rated:
    mode = "kiosk_full" if tablet.mode == SURVEY else "kiosk_tap"
    return Rated(at, drawn_id(rng), tablet.place, tablet.desk, "pl", answers, mode, tablet.name, times, flags)
