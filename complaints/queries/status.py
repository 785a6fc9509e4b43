"""A resident's own case: found by its number and the code from the receipt."""

from __future__ import annotations

import datetime as dt
import hmac
import re
import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.models import Complaint
from complaints.rules.kinds import Register
from kernel.ids import code_hash, typed_code
from ledger.models import LedgerEntry
from ledger.queries import first_entry


def status_of(session: Session, number: str, code: str) -> Complaint | None:
    """The case with this register number, if the code opens it; else None, whichever of the two was wrong."""
    complaint = by_number(session, number)
    if complaint is None or complaint.code_hash is None:
        return None
    given = code_hash(typed_code(code), complaint.id)
    return complaint if hmac.compare_digest(given, complaint.code_hash) else None


def by_number(session: Session, number: str) -> Complaint | None:
    """The case with a register number as people type it; None when there is none, or it is no number."""
    found = read_number(number)
    if found is None:
        return None
    register, counted, year = found
    query = select(Complaint).where(
        Complaint.register == register.value, Complaint.number == counted, Complaint.year == year
    )
    return session.scalars(query).one_or_none()


def read_number(text: str) -> tuple[Register, int, int] | None:
    """Register, number and year as people type them (``214/2026``, ``0214 / 2026``, ``P 3/2026``); None for others."""
    letters = "|".join(register.value for register in Register)
    found = re.fullmatch(rf"\s*(?:({letters})[\s.]*)?([0-9]{{1,9}})\s*/\s*([0-9]{{4}})\s*", text.upper())
    return (Register(found[1] or Register.COMPLAINTS), int(found[2]), int(found[3])) if found else None


def filed_as(session: Session, submission_id: uuid.UUID) -> Complaint | None:
    """The case a form of the residents' pages became, by the form's own random id."""
    return session.scalars(select(Complaint).where(Complaint.submission_id == submission_id)).one_or_none()


def filed_entry(session: Session, complaint_id: uuid.UUID) -> tuple[int, str] | None:
    """Number and hash of the entry with which a case began."""
    return first_entry(session, stream_of(complaint_id))


def first_assigned_at(entries: Sequence[LedgerEntry]) -> dt.datetime | None:
    """When somebody first became responsible by the entries of a case, None while nobody is."""
    return next((entry.recorded_at for entry in entries if entry.tag == ComplaintTag.ASSIGNED.text), None)


def stream_of(complaint_id: uuid.UUID) -> str:
    """The stream of a case in the record."""
    return f"complaint:{complaint_id}"
