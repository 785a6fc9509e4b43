"""Handing out a copy of what is kept on a person: the record says that it was, and nothing of what was in it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from complaints.events import ComplaintTag, PersonalExported
from complaints.models import Complaint
from complaints.queries.personal_data import PersonalData, personal_data
from complaints.queries.scope import may_read
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken
from kernel.permissions import Actor, Permission
from ledger.actions import append
from storage.telling import tell


class NothingKept(RuleBroken):
    """What was personal in the case is erased."""

    code = "nothing_kept"


def export_personal(session: Session, clock: Clock, actor: Actor, complaint: Complaint) -> PersonalData:
    """Everything kept on whoever filed the case, and the entry that it was handed out. Raises Forbidden, NothingKept.

    Source: art. 15 and 20 of Regulation (EU) 2016/679 (GDPR).
    """
    is_able = actor.can_for(Permission.PERSONAL_PROTECT, complaint.department_id)
    if not (is_able and may_read(session, actor, complaint)):
        raise Forbidden
    if complaint.erased_at is not None:
        raise NothingKept
    found = personal_data(session, actor, complaint)
    data = {"cases": [str(key) for key in found.case_ids], "files": len(found.files)}
    append(session, clock, actor, ComplaintTag.PERSONAL_EXPORTED, f"complaint:{complaint.id}", data, clock.today())
    tell(session, clock, PersonalExported(complaint.id, found.case_ids))
    return found
