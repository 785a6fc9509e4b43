"""Which stored dates are no longer what the rules and the calendar give: of open cases, and verdicts of closed ones."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from complaints.models import Complaint, ComplaintStep
from complaints.queries.queue import dates_of, is_open
from complaints.queries.steps import inputs_of, steps_by_case
from complaints.rules.course import course
from complaints.rules.projecting import Stored, stored_by
from complaints.rules.verdicts import Dates, Verdict, verdict
from kernel.errors import RuleBroken
from office.queries.warning import warning_days_on

BATCH: Final = 500
"""Cases read at once, so that memory does not grow with the office."""


@dataclass(frozen=True)
class Differing:
    """An open case whose dates would be others now. ``after`` is None where the rules cannot count it any more."""

    id: uuid.UUID
    number: str
    before: Stored
    after: Stored | None


@dataclass(frozen=True)
class Rejudged:
    """A closed case as today's rules would judge it. The verdict that was given, and its last day, stay."""

    id: uuid.UUID
    number: str
    kind: str
    closed_on: dt.date
    verdict: Verdict
    last_day: dt.date
    now: Verdict
    last_day_now: dt.date

    @property
    def is_other_verdict(self) -> bool:
        """Whether more than the last day would be another."""
        return self.verdict != self.now


def stored_in(complaint: Complaint) -> Stored:
    """The dates as they stand in the row."""
    return Stored(
        rule=complaint.rule_id,
        rule_version=complaint.rule_version,
        starts_on=complaint.starts_on,
        raw_end=complaint.raw_end_on,
        last_day=complaint.due_on,
        warn_on=complaint.warn_on,
        noticed_on=complaint.noticed_on,
        announced_on=complaint.announced_on,
        warning_days=complaint.warning_days,
    )


def differing(session: Session, today: dt.date) -> Iterator[Differing]:
    """Every open case whose stored dates are not what follows from its inputs and from the office's setting of a day.

    One statement, and two for each 500 cases.
    """
    warning_days = warning_days_on(session, today)
    for complaint, steps in _with_steps(session, is_open()):
        before = stored_in(complaint)
        after = _after(complaint, steps, warning_days)
        if before != after:
            yield Differing(complaint.id, complaint.register_number, before, after)


def rejudged(session: Session) -> Iterator[Rejudged]:
    """Every closed case with another verdict under today's rules. Two statements for each 500 cases."""
    closed = or_(Complaint.settled_on.is_not(None), Complaint.left_on.is_not(None))
    for complaint, steps in _with_steps(session, closed):
        found = judged_again(complaint, steps)
        if found is not None and found.is_other_verdict:
            yield found


def judged_again(complaint: Complaint, steps: Sequence[ComplaintStep]) -> Rejudged | None:
    """A closed case judged by today's rules.

    None where the last day and the verdict are the same, and where none of our rules binds the case.
    """
    closed_on = complaint.settled_on or complaint.left_on
    given = dates_of(complaint)
    after = _after(complaint, steps) if complaint.rule_id else None
    if closed_on is None or after is None or after.last_day is None or given.due_on is None:
        return None
    today = given._replace(due_on=after.last_day, warn_on=after.warn_on, noticed_on=after.noticed_on)
    was, now = (_verdict_of_closed(dates, closed_on) for dates in (given, today))
    found = Rejudged(
        complaint.id, complaint.register_number, complaint.kind, closed_on, was, given.due_on, now, after.last_day
    )
    return found if found.is_other_verdict or found.last_day != found.last_day_now else None


def _verdict_of_closed(dates: Dates, closed_on: dt.date) -> Verdict:
    """A closed case is judged alike on every day, so any day does."""
    return verdict(dates, closed_on, dt.datetime.combine(closed_on, dt.time(), dt.UTC))


def _after(complaint: Complaint, steps: Sequence[ComplaintStep], warning_days: int | None = None) -> Stored | None:
    try:
        return stored_by(course(inputs_of(complaint, steps, warning_days)))
    except RuleBroken:
        return None


def _with_steps(session: Session, condition: ColumnElement[bool]) -> Iterator[tuple[Complaint, list[ComplaintStep]]]:
    """Cases with a rule of the table and their steps in order, batch after batch by id."""
    last: uuid.UUID | None = None
    while True:
        query = select(Complaint).where(condition, Complaint.rule_id.is_not(None)).order_by(Complaint.id).limit(BATCH)
        batch = list(session.scalars(query if last is None else query.where(Complaint.id > last)))
        if not batch:
            return
        steps = steps_by_case(session, [complaint.id for complaint in batch])
        yield from ((complaint, steps[complaint.id]) for complaint in batch)
        last = batch[-1].id
