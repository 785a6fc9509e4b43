"""Reading the sample office, for the lines that say how to try it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complaint
from kernel.ids import code_hash
from office.models import Person

LOOKED_AT = 50
"""Among so many newest cases there is surely one that was filed on the web."""


def sample_logins(session: Session) -> set[str]:
    """Logins of the sample accounts one can still sign in with."""
    return set(session.scalars(select(Person.login).where(Person.is_sample.is_(True), Person.is_active.is_(True))))


def numbers_to_try(session: Session, code: str) -> list[str]:
    """Register numbers of the newest settled and the newest open case that a code opens."""
    found = []
    for condition in (Complaint.settled_on.is_not(None), Complaint.settled_on.is_(None)):
        newest = select(Complaint).where(Complaint.code_hash.is_not(None), condition)
        for complaint in session.scalars(newest.order_by(Complaint.registered_at.desc()).limit(LOOKED_AT)):
            if complaint.code_hash == code_hash(code, complaint.id):
                found.append(complaint.register_number)
                break
    return found
