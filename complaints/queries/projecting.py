"""Which stored dates are no longer what the rules and the calendar give: of open cases, and verdicts of closed ones."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from complaints.models import Complaint, ComplaintStep
from complaints.queries.queue import dates_of, is_open
from complaints.queries.steps import inputs_of
from complaints.rules.course import course
from complaints.rules.projecting import Stored, stored_by
from complaints.rules.verdicts import Dates, Verdict, verdict
from kernel.clock import Clock
from kernel.errors import RuleBroken

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
    """A closed case that would be judged otherwise under today's rules. The verdict that was given stays."""

    id: uuid.UUID
    number: str
    kind: str
    closed_on: dt.date
    verdict: Verdict
    last_day: dt.date
    now: Verdict
    last_day_now: dt.date


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
    )


def differing(session: Session) -> Iterator[Differing]:
    """Every open case whose stored dates are not what follows from its inputs. Two statements for each 500 cases."""
    for complaint, steps in _with_steps(session, is_open()):
        before = stored_in(complaint)
        after = _after(complaint, steps)
        if before != after:
            yield Differing(complaint.id, complaint.register_number, before, after)


def rejudged(session: Session, clock: Clock) -> Iterator[Rejudged]:
    """Every closed case with another verdict under today's rules. Two statements for each 500 cases."""
    closed = or_(Complaint.settled_on.is_not(None), Complaint.left_on.is_not(None))
    for complaint, steps in _with_steps(session, closed):
        found = rejudged_case(complaint, steps, clock)
        if found is not None:
            yield found


def rejudged_case(complaint: Complaint, steps: list[ComplaintStep], clock: Clock) -> Rejudged | None:
    """The other verdict of a closed case; None where it is the same, or nothing of ours binds the case."""
    closed_on = complaint.settled_on or complaint.left_on
    given = dates_of(complaint)
    after = _after(complaint, steps) if complaint.rule_id else None
    if closed_on is None or after is None or after.last_day is None or given.due_on is None:
        return None
    today = Dates(
        due_on=after.last_day,
        warn_on=after.warn_on,
        settled_on=given.settled_on,
        left_on=given.left_on,
        due_at=given.due_at,
        settled_at=given.settled_at,
        noticed_on=after.noticed_on,
    )
    was, now = (verdict(dates, clock.today(), clock.now()) for dates in (given, today))
    if was == now:
        return None
    number = complaint.register_number
    return Rejudged(complaint.id, number, complaint.kind, closed_on, was, given.due_on, now, after.last_day)


def _after(complaint: Complaint, steps: list[ComplaintStep]) -> Stored | None:
    try:
        return stored_by(course(inputs_of(complaint, steps)))
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
        steps = _steps(session, [complaint.id for complaint in batch])
        yield from ((complaint, steps[complaint.id]) for complaint in batch)
        last = batch[-1].id


def _steps(session: Session, ids: list[uuid.UUID]) -> defaultdict[uuid.UUID, list[ComplaintStep]]:
    found: defaultdict[uuid.UUID, list[ComplaintStep]] = defaultdict(list)
    query = select(ComplaintStep).where(ComplaintStep.complaint_id.in_(ids)).order_by(ComplaintStep.position)
    for step in session.scalars(query):
        found[step.complaint_id].append(step)
    return found
