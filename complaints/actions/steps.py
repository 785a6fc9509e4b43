"""Taking a step of the legal way: a call, a transfer, a notice, a result ... Each is a row, an entry, and new dates."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from complaints.actions.dates import project
from complaints.actions.moving import Missing, check_between, check_day, checked
from complaints.actions.step_checks import check_step
from complaints.actions.step_effects import EFFECTS
from complaints.events import ComplaintTag, StepTaken
from complaints.models import Complaint, ComplaintStep
from complaints.queries.steps import steps_of
from complaints.rules.moves import Move
from kernel.clock import Clock
from kernel.ids import new_id
from kernel.permissions import Actor
from kernel.terms import FIRST_TERM_DAY
from ledger.actions import append
from ledger.canonical import commitment
from storage.telling import tell

TAGS: Final = {tag.text: tag for tag in ComplaintTag}


@dataclass(frozen=True)
class StepTyped:
    """A step as typed; what a move asks for stands in rules.moves.NEEDS, everything else may stay empty.

    ``happened_on``: the legal day (of dispatch, of service, of receipt there), today where nobody said; ``until_on``:
    the new day a notice announces; ``kind``: the kind a case is qualified as; ``other_id``: another case (the earlier
    skarga, the petition it joins).
    """

    happened_on: dt.date | None = None
    until_on: dt.date | None = None
    body_id: uuid.UUID | None = None
    basis: str = ""
    reference: str = ""
    channel: str = ""
    text: str = ""
    kind: str = ""
    other_id: uuid.UUID | None = None

    def lacks(self, need: str) -> bool:
        """Whether something a move asks for is not there."""
        held: dict[str, Any] = {
            "happened": self.happened_on,
            "until": self.until_on,
            "body": self.body_id,
            "other": self.other_id,
            "earlier": self.other_id,
        }
        return not held[need] if need in held else not str(getattr(self, need, "set")).strip()


def take_step(
    session: Session,
    clock: Clock,
    actor: Actor,
    complaint: Complaint,
    move: Move,
    typed: StepTyped,
    *,
    row_version: int,
) -> StepTaken:
    """Take a step: the change, its row, its entry and the dates that follow, in one transaction.

    Raises IllegalMove, Forbidden, Stale, Concerned, Missing, WrongDay, and what the move's own check says
    (complaints.actions.step_checks).
    """
    found = checked(session, actor, complaint, move, row_version)
    for need in found.needs:
        if typed.lacks(need):
            raise Missing(field=need, source=found.source)
    day = typed.happened_on or clock.today()
    if move is Move.SERVED:  # of the decision, before anybody appealed
        check_between(clock, complaint, day, FIRST_TERM_DAY, complaint.received_on)
    else:
        check_day(clock, complaint, day)
    steps = list(steps_of(session, complaint.id))
    check_step(session, clock, complaint, steps, move, typed)
    step = _row(clock, actor, complaint, move, typed, day, steps)
    session.add(step)
    complaint.state = found.to.value
    extra = EFFECTS[move](session, clock, complaint, step) if move in EFFECTS else {}
    if complaint.rule_id is not None:
        project(complaint, [*steps, step])
    complaint.row_version += 1
    data = {**_data(complaint, step), **extra}
    append(session, clock, actor, TAGS[f"complaints:complaint:{move}"], f"complaint:{complaint.id}", data, day)
    return tell(session, clock, StepTaken(complaint.id, step.id, move.value, complaint.state))


def _row(
    clock: Clock, actor: Actor, complaint: Complaint, move: Move, typed: StepTyped, day: dt.date,
    steps: list[ComplaintStep],
) -> ComplaintStep:  # fmt: skip
    return ComplaintStep(
        id=new_id(),
        complaint_id=complaint.id,
        position=steps[-1].position + 1 if steps else 1,
        move=move.value,
        happened_on=day,
        until_on=typed.until_on,
        body_id=typed.body_id,
        basis=typed.basis,
        reference=typed.reference,
        channel=typed.channel,
        qualified_from=complaint.kind if typed.kind else "",
        qualified_to=typed.kind,
        other_id=typed.other_id,
        text=typed.text,
        salt=secrets.token_hex(16),
        person_id=actor.person_id,
        recorded_at=clock.now(),
    )


def _data(complaint: Complaint, step: ComplaintStep) -> dict[str, Any]:
    return {
        "state": complaint.state,
        "on": step.happened_on.isoformat(),
        "until": step.until_on.isoformat() if step.until_on else None,
        "body": str(step.body_id) if step.body_id else None,
        "basis": step.basis,
        "reference": step.reference,
        "channel": step.channel,
        "text": commitment(step.salt, step.text) if step.text else None,
        "last_day": complaint.due_on.isoformat() if complaint.due_on else None,
    }
