"""The deadline explained day by day: the grid of its days and the reasons, ready to be drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from complaints.models import Complaint, ComplaintStep
from complaints.queries.steps import inputs_of
from complaints.rules.course import Course, Duty, course, duties
from complaints.rules.kinds import LEGAL_KINDS
from complaints.rules.terms import Deadline
from kernel.holidays import CALENDAR_VERSION
from kernel.workdays import is_working_day, term_skips, working_days_between

WEEK = 7


@dataclass(frozen=True)
class CardDay:
    """A day of the grid. ``marks``: class names of the design; ``why``: the name of a day off."""

    on: dt.date
    marks: str
    why: str | None = None


@dataclass(frozen=True)
class DeadlineCard:
    """What the card shows.

    ``safe_on``: the last working day before the raw end; ``working_days_left`` may be negative.
    """

    deadline: Deadline
    weeks: list[list[CardDay | None]]
    working_days_left: int
    safe_on: dt.date
    course: Course
    duties: tuple[Duty, ...]
    """What else is owed, or may be, besides the main term."""
    calendar_version: int = CALENDAR_VERSION


def deadline_card(complaint: Complaint, steps: Sequence[ComplaintStep], today: dt.date) -> DeadlineCard | None:
    """The card of a case with a term of the law; None for one that no statutory term binds."""
    if complaint.kind not in LEGAL_KINDS or complaint.due_on is None or complaint.rule_id is None:
        return None
    inputs = inputs_of(complaint, steps)
    found = course(inputs)
    due = found.main
    seen_on = complaint.settled_on or today
    return DeadlineCard(
        deadline=due,
        weeks=list(_weeks(due, today if complaint.is_open else None, seen_on)),
        working_days_left=working_days_between(seen_on, due.last_day),
        safe_on=_safe_day(due),
        course=found,
        duties=duties(inputs, today)[1:],
    )


def _weeks(due: Deadline, today: dt.date | None, seen_on: dt.date) -> Iterator[list[CardDay | None]]:
    first, last = due.term.starts_on, due.last_day
    monday = first - dt.timedelta(days=first.weekday())
    while monday <= last:
        days = (monday + dt.timedelta(days=step) for step in range(WEEK))
        yield [_day(day, due, today, seen_on) if first <= day <= last else None for day in days]
        monday += dt.timedelta(days=WEEK)


def _day(day: dt.date, due: Deadline, today: dt.date | None, seen_on: dt.date) -> CardDay:
    skip = term_skips(day)
    marks = {
        "from": day == due.term.starts_on,
        "today": day == today,
        "end": day == due.last_day,
        "raw": day == due.raw_end and day != due.last_day,
        "off": skip is not None and day > seen_on and day not in (due.last_day, due.term.starts_on, today),
        "past": due.term.starts_on < day < min(seen_on, due.last_day),
        "left": today is not None and today < day < due.last_day and is_working_day(day) and day < due.raw_end,
    }
    return CardDay(day, " ".join(name for name, holds in marks.items() if holds), skip.why if skip else None)


def _safe_day(due: Deadline) -> dt.date:
    """The last working day up to the raw end, so that neither a weekend nor a holiday stands between dispatch and
    term."""
    day = due.raw_end
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
    return day
