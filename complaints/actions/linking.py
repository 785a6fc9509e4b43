"""Linking cases that belong together: the same letter twice, or an earlier case of the same person."""

from __future__ import annotations

import enum

from sqlalchemy.orm import Session

from complaints.actions.links import link
from complaints.actions.moving import check_independent
from complaints.events import CasesLinked, ComplaintTag
from complaints.models import Complaint
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken, Stale
from kernel.permissions import Actor, Permission
from ledger.actions import append
from storage.telling import tell


class How(enum.StrEnum):
    """How two cases belong together, as far as people say so; parts and joined petitions are linked by their steps."""

    DUPLICATE = "duplicate"
    EARLIER = "earlier"


class NotLinked(RuleBroken):
    """A case cannot be linked with itself, nor the same way twice."""

    code = "not_linked"


def link_cases(
    session: Session,
    clock: Clock,
    actor: Actor,
    complaint: Complaint,
    other: Complaint,
    how: How,
    *,
    row_version: int,
) -> CasesLinked:
    """Say that a case is a duplicate of another one, or has it as an earlier one.

    Raises Forbidden and Concerned (for either of the two), Stale, NotLinked.
    """
    session.refresh(complaint, with_for_update=True)
    for one in (complaint, other):
        if not actor.can_for(Permission.COMPLAINT_NOTE, one.department_id) and one.handler_id != actor.person_id:
            raise Forbidden
    if row_version != complaint.row_version:
        raise Stale(now=complaint.row_version)
    for one in (complaint, other):
        check_independent(one, actor)
    if complaint.id == other.id or not link(session, clock, complaint.id, other.id, how.value):
        raise NotLinked(field="other")
    complaint.row_version += 1
    data = {"other": str(other.id), "how": how.value}
    append(session, clock, actor, ComplaintTag.LINKED, f"complaint:{complaint.id}", data, clock.today())
    return tell(session, clock, CasesLinked(complaint.id, other.id, how.value))
