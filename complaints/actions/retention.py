"""Anonymising the cases whose time is over: exactly those of a plan that somebody looked at today."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from complaints.actions.erase import NoReason, erase_by_time
from complaints.events import ComplaintTag, RetentionRun
from complaints.models import Complaint
from complaints.queries.retention import retention_plan
from complaints.rules.retention import Tombstone
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken
from kernel.ids import new_id
from kernel.permissions import EVERYWHERE, Actor, Permission
from ledger.actions import append
from storage.telling import tell


class PlanChanged(RuleBroken):
    """What is due now is not what was looked at. ``facts``: count, of cases due now."""

    code = "plan_changed"


class NothingDue(RuleBroken):
    """There is no case whose time is over."""

    code = "nothing_due"


def run_retention(session: Session, clock: Clock, actor: Actor, plan_hash: str, reason: str) -> RetentionRun:
    """Anonymise the cases of a plan: one entry for the batch, and for each case its tombstone.

    Raises Forbidden, NothingDue, PlanChanged where anything is otherwise than in the plan, NoReason.
    """
    if actor.scope(Permission.RETENTION_RUN) is not EVERYWHERE:
        raise Forbidden
    plan = retention_plan(session, clock.today())
    if not plan.cases:
        raise NothingDue
    if plan.hash != plan_hash.strip():
        raise PlanChanged(count=len(plan.cases))
    if not reason.strip():
        raise NoReason(field="reason", code="no_correction_reason")
    batch = new_id()
    data = {"batch": str(batch), "plan": plan.hash, "cases": len(plan.cases)}
    append(session, clock, actor, ComplaintTag.RETENTION_RUN, "retention", data, clock.today(), reason.strip())
    for due in plan.cases:
        _anonymise(session, clock, actor, due.case_id, Tombstone(due.rule, str(batch)), reason.strip())
    return tell(session, clock, RetentionRun(batch, len(plan.cases)))


def _anonymise(
    session: Session, clock: Clock, actor: Actor, case_id: uuid.UUID, tombstone: Tombstone, reason: str
) -> None:
    complaint = session.get_one(Complaint, case_id, with_for_update=True, populate_existing=True)
    if complaint.restricted_at is not None or complaint.erased_at is not None or complaint.is_open:
        raise PlanChanged(count=0)  # somebody was faster, between the plan and the lock
    erase_by_time(session, clock, actor, complaint, tombstone, reason)
