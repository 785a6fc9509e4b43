"""Looking at the contact data of whoever filed a case: possible for those who may, and never unseen."""

from __future__ import annotations

from sqlalchemy.orm import Session

from complaints.events import ComplaintTag, ContactLookedAt
from complaints.models import Complainant, Complaint
from complaints.queries.looks import has_looked
from complaints.queries.scope import may_know
from complaints.rules.restricting import Restricted
from kernel.clock import Clock
from kernel.errors import Forbidden, NotFound
from kernel.permissions import Actor
from ledger.actions import append
from storage.telling import tell


def look_at_contact(session: Session, clock: Clock, actor: Actor, complaint: Complaint) -> ContactLookedAt:
    """Record that somebody looks at address, e-mail and telephone; one entry for each person, case and day.

    Raises Forbidden, Restricted, and NotFound where there is nobody to look at.
    """
    session.refresh(complaint, with_for_update=True)  # of two clicks at once the second sees the entry of the first
    if complaint.restricted_at is not None and may_know(session, actor, complaint):
        raise Restricted(source="art. 18 ust. 2 RODO")
    return _looked(session, clock, actor, complaint)


def open_paper(session: Session, clock: Clock, actor: Actor, complaint: Complaint) -> ContactLookedAt:
    """Record that somebody opens a letter or a protocol, on which contact data stand: the same entry as of a look.

    Also where the data are only kept (art. 18 GDPR): what was written before the restriction can still be read.
    Raises Forbidden, and NotFound where there is nobody to look at.
    """
    session.refresh(complaint, with_for_update=True)
    return _looked(session, clock, actor, complaint)


def _looked(session: Session, clock: Clock, actor: Actor, complaint: Complaint) -> ContactLookedAt:
    if not may_know(session, actor, complaint):
        raise Forbidden
    if session.get(Complainant, complaint.id) is None:
        raise NotFound
    is_known = has_looked(session, actor, complaint.id, clock.today())
    if not is_known:
        stream = f"complaint:{complaint.id}"
        append(session, clock, actor, ComplaintTag.CONTACT_LOOKED, stream, {}, clock.today())
    return tell(session, clock, ContactLookedAt(complaint.id, is_first=not is_known))
