"""The steps of a case, and what its dates follow from."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complaint, ComplaintStep
from complaints.rules.course import Happened, Inputs
from complaints.rules.moves import Move


def steps_of(session: Session, complaint_id: uuid.UUID) -> Sequence[ComplaintStep]:
    """The steps of a case in the order they were recorded. One statement."""
    query = select(ComplaintStep).where(ComplaintStep.complaint_id == complaint_id)
    return session.scalars(query.order_by(ComplaintStep.position)).all()


def inputs_of(complaint: Complaint, steps: Sequence[ComplaintStep]) -> Inputs:
    """What the dates of a case follow from."""
    return Inputs(
        kind=complaint.kind,
        received_on=complaint.received_on,
        steps=tuple(Happened(Move(step.move), step.happened_on, step.until_on, step.text) for step in steps),
        is_councillors=bool(complaint.councillor),
        is_multiple=any(step.move == Move.JOIN for step in steps),
        ended_on=complaint.settled_on or complaint.left_on,
    )
