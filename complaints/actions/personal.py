"""Handing out a copy of what is kept on a person: the record says that it was, and nothing of what was in it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from complaints.events import ComplaintTag, PersonalExported
from complaints.models import Complaint, HeldFiling
from complaints.queries.personal_data import PersonalData, personal_data, personal_data_of_held
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
    _recorded(session, clock, actor, f"complaint:{complaint.id}", found)
    tell(session, clock, PersonalExported(complaint.id, found.case_ids))
    return found


def export_personal_of_held(session: Session, clock: Clock, actor: Actor, held: HeldFiling) -> PersonalData:
    """The same for a filing on the holding list, and what else its sender has here. Raises Forbidden, NothingKept."""
    if not actor.can_for(Permission.PERSONAL_PROTECT, held.department_id):
        raise Forbidden
    if not held.content:
        raise NothingKept
    found = personal_data_of_held(session, actor, held)
    _recorded(session, clock, actor, f"held:{held.id}", found)
    return found


def _recorded(session: Session, clock: Clock, actor: Actor, stream: str, found: PersonalData) -> None:
    keys = {"cases": [str(key) for key in found.case_ids], "held": [str(key) for key in found.held_ids]}
    data = {**keys, "files": len(found.files)}
    append(session, clock, actor, ComplaintTag.PERSONAL_EXPORTED, stream, data, clock.today())
