"""Looking at the contact data of whoever filed a case: possible for those who may, and never unseen."""

from __future__ import annotations

import json

from sqlalchemy.orm import Session

from complaints.events import ComplaintTag, ContactLookedAt
from complaints.models import Complainant, Complaint
from complaints.queries.scope import may_know
from complaints.rules.restricting import Restricted
from kernel.clock import Clock, local_day
from kernel.errors import Forbidden, NotFound
from kernel.permissions import Actor
from ledger.actions import append
from ledger.queries import entries_of
from storage.telling import tell


def look_at_contact(session: Session, clock: Clock, actor: Actor, complaint: Complaint) -> ContactLookedAt:
    """Record that somebody looks at address, e-mail and telephone; one entry for each person, case and day.

    Raises Forbidden, Restricted, and NotFound where there is nobody to look at.
    """
    session.refresh(complaint, with_for_update=True)  # of two clicks at once the second sees the entry of the first
    if not may_know(session, actor, complaint):
        raise Forbidden
    if complaint.restricted_at is not None:
        raise Restricted(source="art. 18 ust. 2 RODO")
    if session.get(Complainant, complaint.id) is None:
        raise NotFound
    stream, today = f"complaint:{complaint.id}", clock.today()
    looks = [entry for entry in entries_of(session, stream) if entry.tag == ComplaintTag.CONTACT_LOOKED.text]
    of_today = [json.loads(look.canonical) for look in looks if local_day(look.recorded_at) == today]
    is_known = any(look["actor"] == actor.ref for look in of_today)
    if not is_known:
        append(session, clock, actor, ComplaintTag.CONTACT_LOOKED, stream, {}, today)
    return tell(session, clock, ContactLookedAt(complaint.id, is_first=not is_known))
