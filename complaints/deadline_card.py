"""The deadline explained day by day: the grid of its days, the reasons, the notices, the duties, ready to be drawn."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from complaints.labels.terms import COMPLETED, COUNCIL, RECEIVED, WAITED
from complaints.models import Complaint, ComplaintLetter, ComplaintStep
from complaints.queries.notices import sent_days
from complaints.queries.projecting import Rejudged, judged_again
from complaints.queries.steps import inputs_of
from complaints.rules.advice import Advised, Situation, advice
from complaints.rules.competence import Competence, elsewhere
from complaints.rules.course import Course, Duty, Inputs, Kept, course, duties, told_in_time
from complaints.rules.kinds import LEGAL_KINDS, PASSED_ON, Channel, Kind
from complaints.rules.moves import Move, State
from complaints.rules.notices import letter_day
from complaints.rules.term_rule import Start
from complaints.rules.terms import Deadline
from kernel.holidays import CALENDAR_VERSION
from kernel.workdays import is_working_day, term_skips, working_days_between

WEEK: Final = 7
MOST_WEEKS: Final = 7
"""Ours: a month and what it is shifted by fits; of a longer term the card draws the last weeks only."""


@dataclass(frozen=True)
class CardDay:
    """A day of the grid. ``marks``: class names of the design; ``why``: the name of a day off."""

    on: dt.date
    marks: str
    why: str | None = None


@dataclass(frozen=True)
class Notice:
    """A notice of delay or an extension as it was recorded, and whether it counts: told on or before the last day."""

    step: ComplaintStep
    by: str
    is_in_time: bool
    moves_the_day: bool
    letter_on: dt.date | None = None
    """The day its letter went out from this program; None where none did, and the day is only what somebody typed."""


@dataclass(frozen=True)
class Grid:
    """From which day to which the card draws, what it marks, and what is over already."""

    first: dt.date
    last: dt.date
    raw_end: dt.date
    today: dt.date | None
    seen_on: dt.date


@dataclass(frozen=True)
class DeadlineCard:
    """What the card shows.

    ``safe_on``: the last working day before the raw end; ``working_days_left`` may be negative.
    """

    deadline: Deadline
    weeks: list[list[CardDay | None]]
    has_earlier_weeks: bool
    working_days_left: int
    safe_on: dt.date
    course: Course
    how: str
    """What started the term (labels.terms.STARTS)."""
    notices: tuple[Notice, ...]
    duties: tuple[Duty, ...]
    """What else is owed, or may be, besides the main term."""
    advice: tuple[Advised, ...]
    is_passed_on: bool
    """Whether the office passes it on instead of answering."""
    rejudged: Rejudged | None = None
    """A closed case as today's rules would judge it, where that is otherwise."""
    calendar_version: int = CALENDAR_VERSION

    @property
    def last_day(self) -> dt.date:
        """The day the case is judged by; a closed one by the day that held when it was closed."""
        return self.rejudged.last_day if self.rejudged else self.course.due_on


def deadline_card(
    complaint: Complaint,
    steps: Sequence[ComplaintStep],
    today: dt.date,
    names: Mapping[uuid.UUID, str] | None = None,
    letters: Sequence[ComplaintLetter] = (),
    *,
    is_complete: bool = True,
) -> DeadlineCard | None:
    """The card of a case with a term of the law; None for one that no statutory term binds.

    ``names``: of the members of staff who took the steps; ``is_complete``: whether name and address are known;
    ``letters``: of the case.
    """
    if complaint.kind not in LEGAL_KINDS or complaint.due_on is None or complaint.rule_id is None:
        return None
    inputs = inputs_of(complaint, steps)
    found = course(inputs)
    due = found.main
    seen_on = complaint.settled_on or complaint.left_on or today
    grid = Grid(due.term.starts_on, found.due_on, found.raw_end_on, today if complaint.is_open else None, seen_on)
    weeks = list(_weeks(grid))
    situation = Situation(
        inputs,
        State(complaint.state),
        competent_body(complaint),
        is_anonymous=not is_complete,
        is_plain_email=complaint.channel == Channel.EMAIL,
    )
    return DeadlineCard(
        deadline=due,
        weeks=weeks[-(MOST_WEEKS - 1) :] if len(weeks) > MOST_WEEKS else weeks,
        has_earlier_weeks=len(weeks) > MOST_WEEKS,
        working_days_left=working_days_between(seen_on, found.due_on),
        safe_on=_safe_day(found.raw_end_on),
        course=found,
        how=how_it_began(inputs),
        notices=tuple(_with_letters(_notices(steps, inputs, found, names or {}), letters)),
        duties=tuple(_others(inputs, today)),
        advice=advice(situation, today),
        is_passed_on=complaint.kind in PASSED_ON,
        rejudged=judged_again(complaint, steps),
    )


def competent_body(complaint: Complaint) -> Competence | None:
    """The row of art. 229 KPA for a skarga that another body decides; None for what this office decides."""
    return elsewhere(complaint.kind, complaint.about, complaint.matter or "own")


def _others(inputs: Inputs, today: dt.date) -> Iterator[Duty]:
    """Every duty besides the main one, without what the case ended without; how far a petition can be extended is told
    as advice."""
    for duty in duties(inputs, today)[1:]:
        if duty.kept is not Kept.OVER and duty.rule.starts is not Start.LAPSED:
            yield duty


def how_it_began(inputs: Inputs) -> str:
    """What the main term starts with, in the order of rules.course.starts_on."""
    how = RECEIVED
    for step in inputs.steps:
        if step.move is Move.TO_COUNCIL and inputs.kind not in PASSED_ON:
            how = COUNCIL
        elif step.move is Move.RETURN:
            how = RECEIVED
        elif step.move is Move.COMPLETE and inputs.kind == Kind.PETYCJA:
            how = COMPLETED
        elif step.move is Move.WAIT:
            how = WAITED
    return how


def _notices(
    steps: Sequence[ComplaintStep], inputs: Inputs, found: Course, names: Mapping[uuid.UUID, str]
) -> Iterator[Notice]:
    moved = found.extension
    told = {(step.on, step.until) for step in told_in_time(inputs, found.main)}
    for step in steps:
        if step.move in (Move.DELAY, Move.EXTEND):
            by = names.get(step.person_id, "") if step.person_id else ""
            day = (step.happened_on, step.until_on)
            is_in_time = day in told if step.move == Move.DELAY else step.happened_on <= found.main.last_day
            is_it = moved is not None and (moved.on, moved.until) == (step.happened_on, step.until_on)
            yield Notice(step, by, is_in_time, is_it)


def _with_letters(notices: Iterator[Notice], letters: Sequence[ComplaintLetter]) -> Iterator[Notice]:
    """Each notice with the day its letter went out, the first with the first."""
    seen: Counter[str] = Counter()
    for notice in notices:
        move = notice.step.move
        yield replace(notice, letter_on=letter_day(seen[move], sent_days(letters, Move(move))))
        seen[move] += 1


def _weeks(grid: Grid) -> Iterator[list[CardDay | None]]:
    monday = grid.first - dt.timedelta(days=grid.first.weekday())
    while monday <= grid.last:
        days = (monday + dt.timedelta(days=step) for step in range(WEEK))
        yield [_day(day, grid) if grid.first <= day <= grid.last else None for day in days]
        monday += dt.timedelta(days=WEEK)


def _day(day: dt.date, grid: Grid) -> CardDay:
    skip, today = term_skips(day), grid.today
    marks = {
        "from": day == grid.first,
        "today": day == today,
        "end": day == grid.last,
        "raw": day == grid.raw_end and day != grid.last,
        "off": skip is not None and day > grid.seen_on and day not in (grid.last, grid.first, today),
        "past": grid.first < day < min(grid.seen_on, grid.last),
        "left": today is not None and today < day < grid.last and is_working_day(day) and day < grid.raw_end,
    }
    return CardDay(day, " ".join(name for name, holds in marks.items() if holds), skip.why if skip else None)


def _safe_day(raw_end: dt.date) -> dt.date:
    """The last working day up to the raw end, so that neither a weekend nor a holiday stands between dispatch and
    term."""
    day = raw_end
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
    return day
