"""What must be so before a petition joins others that ask for the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complaint, ComplaintLink, ComplaintStep
from complaints.rules.conditions import NotSo
from complaints.rules.moves import FINAL
from complaints.rules.terms import deadline_under, rule_by_id
from kernel.clock import Clock

if TYPE_CHECKING:
    from complaints.actions.steps import StepTyped


def open_petition(
    session: Session, _clock: Clock, complaint: Complaint, _steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """A petition joins another one that is still open."""
    other = session.get(Complaint, typed.other_id, with_for_update=True, populate_existing=True)
    if other is None or other.id == complaint.id or other.kind != complaint.kind or other.state in FINAL:
        raise NotSo(field="other", code="unknown_case", source="art. 11 ustawy o petycjach")


def within_a_month(
    session: Session, _clock: Clock, complaint: Complaint, _steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """All that are considered together came within a month of the first of them, whichever joins which."""
    other = session.get_one(Complaint, typed.other_id)
    days = [complaint.received_on, other.received_on, *_joined_days(session, complaint), *_joined_days(session, other)]
    last = deadline_under(rule_by_id("petycja_more", complaint.received_on), min(days)).last_day
    if max(days) > last:
        raise NotSo(field="other", code="joined_too_late", source="art. 11 ust. 1 ustawy o petycjach", last=last)


def _joined_days(session: Session, complaint: Complaint) -> Sequence[dt.date]:
    """The days on which those came that joined a petition before."""
    joined = select(Complaint.received_on).join(ComplaintLink, ComplaintLink.complaint_id == Complaint.id)
    return session.scalars(joined.where(ComplaintLink.other_id == complaint.id, ComplaintLink.how == "joined")).all()
