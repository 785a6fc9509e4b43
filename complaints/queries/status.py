"""A resident's own case: found by its number and the code from the receipt."""

from __future__ import annotations

import hmac
import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.rules.kinds import REGISTER
from kernel.ids import code_hash, typed_code


def status_of(session: Session, number: str, code: str) -> Complaint | None:
    """The case with this register number, if the code opens it; else None, whichever of the two was wrong."""
    found = re.fullmatch(r"\s*(\d{1,9})\s*/\s*(\d{4})\s*", number)
    if not found:
        return None
    query = select(Complaint).where(
        Complaint.register == REGISTER, Complaint.year == int(found[2]), Complaint.number == int(found[1])
    )
    complaint = session.scalars(query).one_or_none()
    if complaint is None or complaint.code_hash is None:
        return None
    given = code_hash(typed_code(code), complaint.id)
    return complaint if hmac.compare_digest(given, complaint.code_hash) else None
