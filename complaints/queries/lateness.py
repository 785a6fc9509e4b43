"""What is late and stands in the record as late, and what is late and does not stand there yet."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.models import Complaint, ComplaintStep
from complaints.queries.queue import dates_of, is_open
from complaints.queries.steps import inputs_of, steps_by_case
from complaints.rules.advice import Situation
from complaints.rules.competence import DECIDED_ELSEWHERE, Matter, elsewhere
from complaints.rules.lateness import Judged, Lateness, latenesses
from complaints.rules.moves import State
from kernel.errors import RuleBroken
from ledger.models import LedgerEntry

STREAM: Final = "complaint:"
BATCH: Final = 500
"""Cases read at once, so that memory does not grow with the office."""

LOOKS_BACK: Final = dt.timedelta(days=62)
"""Ours: cases closed so long ago are looked at too, in case no worker ran when they became late. Two months: a worker
that is off for longer is no oversight, and every night reads the cases closed since."""

Key = tuple[uuid.UUID, str, dt.date]
"""A case, a rule, a last day: what is late once."""


def unrecorded(session: Session, today: dt.date) -> list[uuid.UUID]:
    """The cases with a lateness that no entry tells of. One statement, and three for each 500 late cases."""
    found: list[uuid.UUID] = []
    ids = list(session.scalars(_can_be_late(), {"today": today, "since": today - LOOKS_BACK}))
    for start in range(0, len(ids), BATCH):
        found += _of_batch(session, ids[start : start + BATCH], today)
    return found


def recorded(session: Session, ids: Collection[uuid.UUID]) -> set[Key]:
    """The latenesses of cases that stand in the record. One statement."""
    query = select(LedgerEntry.stream, LedgerEntry.canonical).where(
        LedgerEntry.stream.in_([f"{STREAM}{one}" for one in ids]), LedgerEntry.tag == ComplaintTag.DEADLINE_PASSED.text
    )
    return {key_of(stream, json.loads(canonical)["data"]) for stream, canonical in session.execute(query)}


def key_of(stream: str, data: dict[str, Any]) -> Key:
    """Which lateness an entry tells of."""
    return uuid.UUID(stream.removeprefix(STREAM)), data["rule"], dt.date.fromisoformat(data["last_day"])


def new_latenesses(
    complaint: Complaint, steps: Sequence[ComplaintStep], today: dt.date, known: Collection[Key]
) -> list[Lateness]:
    """What is late of a case and not among the known; nothing where the rules cannot count it any more."""
    try:
        found = latenesses(judged(complaint, steps), today)
    except RuleBroken:
        return []
    return [one for one in found if (complaint.id, *one.key) not in known]


def judged(complaint: Complaint, steps: Sequence[ComplaintStep]) -> Judged:
    """What the lateness of a case follows from."""
    situation = situation_of(complaint, steps)
    return Judged(situation, dates_of(complaint), complaint.rule_id or "", complaint.rule_version or 0)


def situation_of(complaint: Complaint, steps: Sequence[ComplaintStep]) -> Situation:
    """What is to be advised in a case follows from."""
    where = elsewhere(complaint.kind, complaint.about, complaint.matter or Matter.OWN)
    return Situation(inputs_of(complaint, steps), State(complaint.state), where)


def can_press() -> ColumnElement[bool]:
    """A duty besides the last day may press: a councillor waits to hear, a call is out, another body is competent."""
    return or_(
        Complaint.councillor != "",
        Complaint.state == State.CALLED,
        and_(Complaint.about.in_(DECIDED_ELSEWHERE), Complaint.state.in_((State.RECEIVED, State.ASSIGNED))),
    )


@cache
def _can_be_late() -> Select[uuid.UUID]:
    """The cases to look at on a day, ``today``; made once, for a sample office asks for hundreds of nights."""
    today, since = bindparam("today", type_=Date), bindparam("since", type_=Date)
    can_be = or_(
        and_(is_open(), or_(Complaint.due_on < today, can_press())),
        and_(Complaint.settled_on >= since, Complaint.settled_on > Complaint.due_on),
        and_(Complaint.settled_on.is_(None), Complaint.left_on >= since, Complaint.left_on > Complaint.due_on),
    )
    return select(Complaint.id).where(Complaint.rule_id.is_not(None), can_be).order_by(Complaint.id)


def _of_batch(session: Session, ids: Sequence[uuid.UUID], today: dt.date) -> Iterator[uuid.UUID]:
    known = recorded(session, ids)
    steps = steps_by_case(session, ids)
    for case in session.scalars(select(Complaint).where(Complaint.id.in_(ids)).order_by(Complaint.id)):
        if new_latenesses(case, steps[case.id], today, known):
            yield case.id
