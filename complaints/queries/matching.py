"""Which cases a typed text means: the one condition behind the search field of the queue."""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, and_, func, or_

from complaints.models import Complaint
from complaints.queries.status import read_number


def matches(text: str) -> ColumnElement[bool]:
    """A register number (``214``, ``214/2026``, ``P 3/2026``), a sign, a foreign number, or a part of the subject."""
    lettered = read_number(text)
    if lettered is not None and not text[:1].isdigit():
        register, number, year = lettered
        return and_(Complaint.register == register.value, Complaint.number == number, Complaint.year == year)
    numbered = re.fullmatch(r"(\d{1,9})(?:\s*/\s*(\d{4}))?", text)
    if numbered:
        same_number: ColumnElement[bool] = Complaint.number == int(numbered[1])
        if numbered[2]:
            same_number = and_(same_number, Complaint.year == int(numbered[2]))
        return or_(same_number, Complaint.external_number == text)
    return or_(
        func.lower(Complaint.subject).contains(text.lower(), autoescape=True),
        Complaint.external_number == text,
        func.lower(Complaint.sign) == text.lower(),
    )
