"""Step changes: somebody decides from which month on a control chart gets new limits, and says why."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.events import ResultsTag
from analytics.measures.declaration import Population
from analytics.measures.period import Month
from analytics.models import StepChange
from kernel.clock import Clock
from kernel.errors import Forbidden, NotFound, RuleBroken
from kernel.ids import new_id
from kernel.permissions import Actor, Permission
from ledger.actions import append, lock_end


class BadStep(RuleBroken):
    """A step change that cannot be recorded; ``code`` says why: month_not_over, no_reason, recorded_already."""

    code = "bad_step"


@dataclass(frozen=True, slots=True)
class StepTyped:
    """Which chart, from which month on, and why. department_id None: the whole office."""

    measure: str
    population: Population
    department_id: uuid.UUID | None
    month: Month
    reason: str


def record_step(session: Session, clock: Clock, actor: Actor, typed: StepTyped) -> StepChange:
    """From this month on the limits of one chart are those of the months since.

    Raises Forbidden, BadStep.
    """
    _check_may(actor, typed.department_id)
    if typed.month.last >= clock.today():
        raise BadStep(f"{typed.month} is not over yet", code="month_not_over", field="month")
    if not typed.reason.strip():
        raise BadStep("a step change needs a reason", code="no_reason", field="reason")
    lock_end(session)
    if _is_recorded(session, typed):
        raise BadStep(f"{typed.month} is a step change already", code="recorded_already", field="month")
    key = new_id()
    data = {
        "measure": typed.measure,
        "population": typed.population.value,
        "department": str(typed.department_id) if typed.department_id else None,
        "month": str(typed.month),
    }
    reason = typed.reason.strip()
    entry = append(session, clock, actor, ResultsTag.STEP_RECORDED, _stream(key), data, clock.today(), reason)
    step = StepChange(
        id=key,
        measure=typed.measure,
        population=typed.population.value,
        department_id=typed.department_id,
        month=str(typed.month),
        reason=reason,
        person_id=actor.person_id,
        recorded_at=entry.recorded_at,
        entry_leaf=entry.leaf,
    )
    session.add(step)
    session.flush()
    return step


def withdraw_step(session: Session, clock: Clock, actor: Actor, step_id: uuid.UUID, reason: str) -> StepChange:
    """A step change was a mistake: the chart is again as it was without it, and both decisions stay in the record.

    Raises NotFound where there is none or it is withdrawn, Forbidden, BadStep (no_reason).
    """
    lock_end(session)
    step = session.get(StepChange, step_id, populate_existing=True)  # as it is behind the lock, not as a page saw it
    if step is None or step.withdrawn_leaf is not None:
        raise NotFound
    _check_may(actor, step.department_id)
    if not reason.strip():
        raise BadStep("withdrawing a step change needs a reason", code="no_reason", field="reason")
    entry = append(
        session, clock, actor, ResultsTag.STEP_WITHDRAWN, _stream(step.id), {}, clock.today(), reason.strip()
    )
    step.withdrawn_leaf = entry.leaf
    session.flush()
    return step


def _stream(key: uuid.UUID) -> str:
    return f"step:{key}"


def _check_may(actor: Actor, department_id: uuid.UUID | None) -> None:
    if not actor.can_for(Permission.STEP_DECIDE, department_id):
        raise Forbidden


def _is_recorded(session: Session, typed: StepTyped) -> bool:
    query = select(StepChange.id).where(
        StepChange.measure == typed.measure,
        StepChange.population == typed.population.value,
        StepChange.department_id == typed.department_id,
        StepChange.month == str(typed.month),
        StepChange.withdrawn_leaf.is_(None),
    )
    return session.scalar(query.limit(1)) is not None
