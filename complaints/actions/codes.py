"""A code by which a resident opens the page of the own case: handed out at the desk, the one before then ends."""

from __future__ import annotations

import hmac

from sqlalchemy.orm import Session

from complaints.events import CodeIssued, ComplaintTag
from complaints.models import Complaint
from complaints.queries.scope import may_know
from complaints.rules.restricting import Restricted
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken
from kernel.ids import code_hash
from kernel.permissions import Actor, Permission
from ledger.actions import append
from storage.telling import tell


class NotIdentified(RuleBroken):
    """Nobody said that they saw who is asking for the code."""

    code = "not_identified"


def issue_code(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, code: str, *, is_identified: bool
) -> CodeIssued:
    """Give a case a new access code for whoever filed it and showed who they are; the same code again changes nothing.

    Raises Forbidden, Restricted, NotIdentified, and RuleBroken (erased) where nobody can be known any more.
    """
    session.refresh(complaint, with_for_update=True)
    able = actor.can_for(Permission.COMPLAINT_NOTE, complaint.department_id) and may_know(session, actor, complaint)
    if not able or complaint.number is None:
        raise Forbidden
    if complaint.restricted_at is not None:
        raise Restricted(source="art. 18 ust. 2 RODO")
    if complaint.erased_at is not None:
        raise RuleBroken(code="erased")
    if not is_identified:
        raise NotIdentified(field="identified")
    before, given = complaint.code_hash, code_hash(code, complaint.id)
    if before is not None and hmac.compare_digest(before, given):
        return CodeIssued(complaint.id, is_repeated=True)
    complaint.code_hash = given
    complaint.row_version += 1
    data = {"replaces": before is not None}
    append(session, clock, actor, ComplaintTag.CODE_ISSUED, f"complaint:{complaint.id}", data, clock.today())
    return tell(session, clock, CodeIssued(complaint.id))
