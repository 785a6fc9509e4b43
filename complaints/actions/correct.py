"""Correcting what was recorded wrongly: an entry with both values and the reason, and the dates that follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from complaints.actions.dates import project
from complaints.actions.moving import subject_of
from complaints.events import ComplaintCorrected, ComplaintTag
from complaints.models import Complaint, ComplaintStep
from complaints.queries.correcting import correctables, facts_of_case, recorder_of
from complaints.queries.queue import dates_of
from complaints.queries.steps import steps_of
from complaints.rules.channels import correct_channels
from complaints.rules.corrections import (
    DAYS,
    Correctable,
    Fact,
    NotCorrectable,
    OwnRecord,
    SameValue,
    check_window,
    column_of_day,
)
from complaints.rules.independence import check_actor, check_unit
from complaints.rules.moves import Move
from complaints.rules.outcomes import check_outcome
from complaints.rules.verdicts import verdict
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken, Stale
from kernel.permissions import EVERYWHERE, Actor, Permission
from ledger.actions import append
from ledger.queries import entries_of
from storage.telling import tell

LONGEST_REASON: Final = 300
"""Ours: a sentence or two; it stands in the record for ever, so without names."""


class NoReason(RuleBroken):
    """A correction without a word about why."""

    code = "no_reason"


@dataclass(frozen=True)
class Correction:
    """What is to be corrected, named as rules.corrections.Correctable.name does; ``after``: ISO day, or a code."""

    what: str
    after: str
    reason: str


def correct(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, typed: Correction, *, row_version: int
) -> ComplaintCorrected:
    """Correct one fact; dates and verdict follow in the same transaction.

    Raises Forbidden, Stale, Concerned, NotCorrectable, OwnRecord, NoReason, SameValue, WrongCorrection, WrongOutcome,
    NoTerm, OutsideCalendar.
    """
    session.refresh(complaint, with_for_update=True)
    _check_actor(actor, complaint, row_version)
    steps = list(steps_of(session, complaint.id))
    what = _found(complaint, steps, typed)
    stream = f"complaint:{complaint.id}"
    if recorder_of(what, steps, entries_of(session, stream)) == actor.ref:
        raise OwnRecord
    if not typed.reason.strip():
        raise NoReason(field="reason", code="no_correction_reason")
    _check_value(clock, complaint, steps, what, typed.after)
    before = _verdict(clock, complaint)
    _write(complaint, steps, what, typed.after)
    if complaint.rule_id is not None:
        project(complaint, steps)
    complaint.row_version += 1
    after = _verdict(clock, complaint)
    data, day = _data(complaint, what, typed.after, (before, after)), _effective(complaint, steps, what)
    append(session, clock, actor, ComplaintTag.CORRECTED, stream, data, day, typed.reason.strip())
    return tell(session, clock, ComplaintCorrected(complaint.id, what.fact.value, what.value, typed.after))


def _check_actor(actor: Actor, complaint: Complaint, row_version: int) -> None:
    if not actor.can_for(Permission.COMPLAINT_CORRECT, complaint.department_id):
        raise Forbidden
    if row_version != complaint.row_version:
        raise Stale(now=complaint.row_version)
    check_actor(subject_of(complaint), actor.person_id)
    if actor.scope(Permission.COMPLAINT_CORRECT) is not EVERYWHERE:
        check_unit(subject_of(complaint), complaint.department_id)


def _found(complaint: Complaint, steps: Sequence[ComplaintStep], typed: Correction) -> Correctable:
    found = next((one for one in correctables(complaint, steps) if one.name == typed.what), None)
    if found is None:
        raise NotCorrectable
    if found.value == typed.after:
        raise SameValue(field="after")
    return found


def _check_value(
    clock: Clock, complaint: Complaint, steps: Sequence[ComplaintStep], what: Correctable, after: str
) -> None:
    if what.fact in DAYS:
        check_window(what, dt.date.fromisoformat(after), facts_of_case(complaint, steps), clock.today())
    elif what.fact is Fact.OUTCOME:
        check_outcome(complaint.kind, after)
    elif after not in correct_channels(complaint.kind):
        raise NotCorrectable(field="after")


def _write(complaint: Complaint, steps: Sequence[ComplaintStep], what: Correctable, after: str) -> None:
    """The projection takes the corrected value; the record keeps both."""
    if what.step is not None:
        _write_step(complaint, steps, what, dt.date.fromisoformat(after))
    elif what.fact in DAYS:
        setattr(complaint, what.fact.value, dt.date.fromisoformat(after))
    else:
        setattr(complaint, what.fact.value, after)


def _write_step(complaint: Complaint, steps: Sequence[ComplaintStep], what: Correctable, day: dt.date) -> None:
    """The day of a step is also that on which the case was settled or left by it, or its result came."""
    step = steps[(what.step or 1) - 1]
    if what.fact is Fact.UNTIL_ON:
        step.until_on = day
        return
    step.happened_on = day
    if any(later.move == step.move for later in steps[what.step or 1 :]):
        return
    column = column_of_day(Move(step.move), complaint.left_how)
    if column is not None:
        setattr(complaint, column, day)


def _verdict(clock: Clock, complaint: Complaint) -> str:
    return verdict(dates_of(complaint), clock.today(), clock.now()).value


def _effective(complaint: Complaint, steps: Sequence[ComplaintStep], what: Correctable) -> dt.date:
    """The legal day the corrected fact counts from: it may lie long before the entry, and then shows as recorded late.

    That of a step's announced day is the day of the step, that of an outcome the dispatch, that of a channel receipt.
    """
    if what.step is not None:
        return steps[what.step - 1].happened_on
    if what.fact in (Fact.SETTLED_ON, Fact.OUTCOME) and complaint.settled_on is not None:
        return complaint.settled_on
    return complaint.received_on


def _data(complaint: Complaint, what: Correctable, after: str, verdicts: tuple[str, str]) -> dict[str, Any]:
    return {
        "field": what.fact.value,
        "step": what.step,
        "move": what.move.value if what.move else None,
        "before": what.value,
        "after": after,
        "last_day": complaint.due_on.isoformat() if complaint.due_on else None,
        "verdict_before": verdicts[0],
        "verdict_after": verdicts[1],
    }
