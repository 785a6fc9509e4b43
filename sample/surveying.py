"""What the sample office does with its surveys: visits counted, paper typed twice, comments decided. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from complaints.rules.kinds import Channel
from kernel.clock import local_day
from kernel.workdays import is_working_day
from sample.chance import drawn_id, one_of
from sample.events import (
    CommentsDecided,
    Event,
    Filed,
    FollowedUp,
    PaperChecked,
    PaperTyped,
    SecondOpened,
    SecondRevised,
    Settled,
    VisitsCounted,
)
from sample.places import PLACES
from sample.shape import (
    MONTHS,
    ONE_DAY,
    OPENING,
    SEASON,
    VISITS_BY_WEEKDAY,
    Span,
    at,
    home_moment,
    month_before,
    working_day_from,
    working_days_later,
)
from sample.voices import SECOND_MONTHS, opened_on

COUNTED_DAYS: Final = 92
"""Calendar days before the sample day since which visits are counted at least: the queue machine came with the January
before. A machine that came in the middle of a year would leave the rate of the year hidden: beside that of its last
months it gives the answers of a department that were given at no desk away."""
NOT_REPORTED: Final = frozenset({("AB", 0)})
"""The desk nobody counts at."""
VISITS_A_DAY: Final = 260
"""Of the whole office on a day like others."""

PAPER_AT: Final = ("GK", 0)
PAPER_MONTHS: Final = 12
PAPER_FORMS: Final = 10
"""Of each month: one of ten is typed again by somebody else."""

FOLLOWED: Final = 0.3
"""Part of the people with a settled case from the web who answer what is asked after it."""
ASKED_AFTER: Final = 8
"""Days after the settlement: the mail goes out after seven."""
PLEASED: Final = {True: ("2", "3", "4", "4", "5", "5", "5"), False: ("1", "1", "2", "2", "3", "3", "4")}
WHOLE: Final = {True: {"yes": 0.75, "partly": 0.2, "no": 0.05}, False: {"yes": 0.35, "partly": 0.35, "no": 0.3}}


def survey_events(rng: Random, span: Span, months: int) -> list[Event]:
    """What is done with surveys in the last so many months."""
    found: list[Event] = [SecondOpened(at(opened_on(span), dt.time(7, 45)))]
    found.append(SecondRevised(at(working_day_from(month_before(span.last, 1) + 8 * ONE_DAY), dt.time(12))))
    for ago in range(SECOND_MONTHS):
        day = working_days_later(month_before(span.last, ago), 2)
        found.append(CommentsDecided(at(day, dt.time(13, 10))))
    return [*found, *_visits(rng, span, months), *_paper(rng, span, months)]


def follow_ups(rng: Random, told: Sequence[Event]) -> Iterator[FollowedUp]:
    """The answers after settled cases that came from the web; who was proved right is more pleased."""
    asked = {event.case for event in told if isinstance(event, Filed) and event.channel is Channel.WEB and event.code}
    for event in told:
        if isinstance(event, Settled) and event.case in asked and rng.random() < FOLLOWED:
            day = local_day(event.at) + ASKED_AFTER * ONE_DAY
            is_right = bool(event.cause) or rng.random() < 0.4
            yield FollowedUp(home_moment(rng, day), event.case, _after(rng, is_right=is_right))


def _after(rng: Random, *, is_right: bool) -> dict[str, str]:
    answers = {"f1": rng.choice(PLEASED[is_right]), "f2": one_of(rng, WHOLE[is_right])}
    answers |= {key: rng.choice(PLEASED[is_right]) for key in ("f3", "f4") if rng.random() < 0.9}
    return answers


def _visits(rng: Random, span: Span, months: int) -> Iterator[VisitsCounted]:
    """The visits of each working day; a smaller office for tests counts its newest days alone."""
    since = dt.date((span.last - COUNTED_DAYS * ONE_DAY).year, 1, 1)
    days = [day for day in span.days() if is_working_day(day) and day >= since]
    for day in days if months >= MONTHS else days[-months * 5 :]:
        busy = VISITS_A_DAY * VISITS_BY_WEEKDAY[day.weekday()] * SEASON[day.month - 1]
        counts = [
            (place.code, desk, max(0, round(rng.gauss(1, 0.12) * busy * place.visits / place.desks)))
            for place in PLACES
            for desk in range(place.desks)
            if (place.code, desk) not in NOT_REPORTED
        ]
        yield VisitsCounted(at(day, OPENING[day.weekday()][1]), tuple(counts))


def _paper(rng: Random, span: Span, months: int) -> Iterator[Event]:
    """A pile of forms a month; the newest still waits for its second pair of eyes."""
    for ago in range(min(months, PAPER_MONTHS)):
        visited = working_day_from(month_before(span.last, ago) + 9 * ONE_DAY)
        typed_at = at(working_days_later(visited, 1), dt.time(13, 20))
        forms = tuple(
            (drawn_id(rng), _form(rng, is_new=span.is_after_change(visited))) for _form_of in range(PAPER_FORMS)
        )
        yield PaperTyped(typed_at, ago, *PAPER_AT, visited, forms)
        if ago:
            checked_at = at(working_days_later(visited, 3), dt.time(12, 40))
            yield PaperChecked(checked_at, ago, slip=ago % 4 == 1)


def _form(rng: Random, *, is_new: bool) -> dict[str, str]:
    overall = one_of(rng, {1: 0.04, 2: 0.08, 3: 0.14, 4: 0.4 + 0.06 * is_new, 5: 0.34})
    answers = {"q1": str(overall), "q2": one_of(rng, {"yes": 0.7, "in_progress": 0.2, "no": 0.1})}
    for key in ("q3", "q4", "q5", "q6", "q7"):
        if rng.random() < 0.85:
            answers[key] = str(min(5, max(1, overall + rng.choice((-1, 0, 0, 0, 1)))))
    return answers
