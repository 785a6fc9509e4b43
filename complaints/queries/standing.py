"""How a case stands: still open, and the dates it is judged by."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from complaints.models import Complaint
from complaints.rules.kinds import PASSED_ON
from complaints.rules.moves import Move
from complaints.rules.verdicts import Dates


def is_open() -> ColumnElement[bool]:
    """Neither settled nor gone elsewhere."""
    return and_(Complaint.settled_on.is_(None), Complaint.left_on.is_(None))


def dates_of(complaint: Complaint) -> Dates:
    """The dates a complaint is judged by."""
    return Dates(
        due_on=complaint.due_on,
        warn_on=complaint.warn_on,
        settled_on=complaint.settled_on,
        left_on=complaint.left_on,
        due_at=complaint.due_at,
        settled_at=complaint.settled_at,
        noticed_on=complaint.noticed_on,
        owed_nothing=complaint.left_how == Move.LEAVE and complaint.kind in PASSED_ON,
    )
