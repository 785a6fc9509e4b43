"""Giving a case its sign (*znak sprawy*): by itself at registering, or by somebody, with a reason when it changes."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from complaints.actions.moving import check_independent
from complaints.actions.numbering import next_number
from complaints.actions.reasons import keep_reason
from complaints.events import ComplaintTag, SignGiven
from complaints.models import Complaint
from complaints.rules.signs import case_sign, counter_of
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken, Stale
from kernel.permissions import Actor, Permission
from ledger.actions import append
from office.models import FilingClass
from office.queries import the_office
from office.queries.registering import ServingClass, Setting
from office.rules import is_valid_on
from storage.telling import tell


class NoSign(RuleBroken):
    """The sign cannot be given; ``code`` says why: no_unit_symbol, unknown_class, same_class, no_sign_reason."""

    code = "unknown_class"


def first_sign(session: Session, complaint: Complaint, setting: Setting) -> None:
    """Give a new case its sign where the office has a symbol and exactly one class serves the kind; else none yet."""
    filing = setting.filing_class(complaint.kind)
    if setting.unit_symbol and filing is not None:
        _give(session, complaint, setting.unit_symbol, filing)


def give_sign(
    session: Session,
    clock: Clock,
    actor: Actor,
    complaint: Complaint,
    filing_class_id: uuid.UUID | None,
    *,
    reason: str = "",
    row_version: int,
) -> SignGiven:
    """Give a case a sign in a class of the filing plan. A later one needs a reason; the old one stays in the record.

    The reason is kept beside the notes, and the record holds only its commitment: whoever types it may name somebody.

    Raises Forbidden, Stale, Concerned, NoSign.
    """
    session.refresh(complaint, with_for_update=True)
    if not actor.can_for(Permission.COMPLAINT_NOTE, complaint.department_id):
        raise Forbidden
    if row_version != complaint.row_version:
        raise Stale(now=complaint.row_version)
    check_independent(complaint, actor)
    office = the_office(session)
    if office is None or not office.unit_symbol:
        raise NoSign(code="no_unit_symbol")
    filing = session.get(FilingClass, filing_class_id) if filing_class_id else None
    if filing is None or not is_valid_on(filing.valid_from_on, filing.valid_to_on, clock.today()):
        raise NoSign(field="filing_class")
    if filing.id == complaint.filing_class_id:
        raise NoSign(field="filing_class", code="same_class")
    if complaint.sign and not reason.strip():
        raise NoSign(field="reason", code="no_sign_reason")
    before = complaint.sign
    sign = _give(session, complaint, office.unit_symbol, filing)
    complaint.row_version += 1
    data = {"before": before, "sign": sign, "filing_class": str(filing.id), "text": None}
    if reason.strip():
        data["text"] = keep_reason(session, clock, actor, complaint, reason.strip())
    stream = f"complaint:{complaint.id}"
    append(session, clock, actor, ComplaintTag.SIGNED, stream, data, clock.today())
    return tell(session, clock, SignGiven(complaint.id, sign))


def _give(session: Session, complaint: Complaint, unit: str, filing: FilingClass | ServingClass) -> str:
    """The next sign of a class, in the year the case was opened."""
    number = next_number(session, counter_of(filing.symbol), complaint.year)
    complaint.filing_class_id = filing.id
    complaint.sign = case_sign(unit, filing.symbol, number, complaint.year)
    return complaint.sign
