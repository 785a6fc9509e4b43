"""Restricting the personal data of a case, and lifting it: while it lasts they are kept and nothing else."""

from __future__ import annotations

from sqlalchemy.orm import Session

from complaints.actions.correct import NoReason
from complaints.events import ComplaintTag, RestrictionLifted, RestrictionSet
from complaints.models import Complaint
from complaints.rules.restricting import Ground
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken, Stale
from kernel.permissions import Actor, Permission
from ledger.actions import append
from storage.telling import tell


class NotSoNow(RuleBroken):
    """It is restricted already, is not restricted at all, or there is nothing personal left."""

    code = "not_so_now"


def restrict(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, ground: Ground, reason: str, *, row_version: int
) -> RestrictionSet:
    """Keep the personal data of a case and do nothing else with them. Raises Forbidden, Stale, NotSoNow, NoReason."""
    _check(session, actor, complaint, reason, row_version)
    if complaint.restricted_at is not None or complaint.erased_at is not None:
        raise NotSoNow
    complaint.restricted_at, complaint.restricted_for = clock.now(), ground.value
    complaint.row_version += 1
    data = {"ground": ground.value}
    stream = f"complaint:{complaint.id}"
    append(session, clock, actor, ComplaintTag.RESTRICTED, stream, data, clock.today(), reason.strip())
    return tell(session, clock, RestrictionSet(complaint.id, ground.value))


def lift_restriction(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, reason: str, *, row_version: int
) -> RestrictionLifted:
    """Let the data be used again. Whoever filed is told before (art. 18(3) GDPR): a letter, not the program, does it.

    Raises Forbidden, Stale, NotSoNow, NoReason.
    """
    _check(session, actor, complaint, reason, row_version)
    if complaint.restricted_at is None:
        raise NotSoNow
    data = {"ground": complaint.restricted_for}
    complaint.restricted_at, complaint.restricted_for = None, ""
    complaint.row_version += 1
    stream = f"complaint:{complaint.id}"
    append(session, clock, actor, ComplaintTag.RESTRICTION_LIFTED, stream, data, clock.today(), reason.strip())
    return tell(session, clock, RestrictionLifted(complaint.id))


def _check(session: Session, actor: Actor, complaint: Complaint, reason: str, row_version: int) -> None:
    session.refresh(complaint, with_for_update=True)
    if not actor.can_for(Permission.PERSONAL_PROTECT, complaint.department_id):
        raise Forbidden
    if row_version != complaint.row_version:
        raise Stale(now=complaint.row_version)
    if not reason.strip():
        raise NoReason(field="reason", code="no_correction_reason")
