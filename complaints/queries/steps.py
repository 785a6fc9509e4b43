"""The steps of a case, and what its dates follow from."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from complaints.models import Complaint, ComplaintStep
from complaints.rules.course import Happened, Inputs
from complaints.rules.moves import Move
from complaints.rules.register_facts import StepFacts
from office.models import OutsideBody


def steps_of(session: Session, complaint_id: uuid.UUID) -> Sequence[ComplaintStep]:
    """The steps of a case in the order they were recorded. One statement."""
    query = select(ComplaintStep).where(ComplaintStep.complaint_id == complaint_id)
    return session.scalars(query.order_by(ComplaintStep.position)).all()


def steps_by_case(session: Session, cases: Collection[uuid.UUID]) -> defaultdict[uuid.UUID, list[ComplaintStep]]:
    """The steps of many cases, by case, in the order they were recorded. One statement; none for no case."""
    found: defaultdict[uuid.UUID, list[ComplaintStep]] = defaultdict(list)
    if not cases:
        return found
    query = select(ComplaintStep).where(ComplaintStep.complaint_id.in_(cases)).order_by(ComplaintStep.position)
    for step in session.scalars(query):
        found[step.complaint_id].append(step)
    return found


def inputs_of(complaint: Complaint, steps: Sequence[ComplaintStep], warning_days: int | None = None) -> Inputs:
    """What the dates of a case follow from; ``warning_days``: under another setting than its dates were counted by."""
    return Inputs(
        kind=complaint.kind,
        received_on=complaint.received_on,
        steps=tuple(_happened(step) for step in steps),
        is_councillors=bool(complaint.councillor),
        is_multiple=any(step.move in (Move.JOIN, Move.WAIT) for step in steps),
        ended_on=complaint.settled_on or complaint.left_on,
        warning_days=warning_days or complaint.warning_days,
    )


def _happened(step: ComplaintStep) -> Happened:
    return Happened(Move(step.move), step.happened_on, step.until_on, step.text, basis=step.basis)


def step_facts(session: Session, cases: Collection[uuid.UUID] | Select[uuid.UUID]) -> dict[uuid.UUID, list[StepFacts]]:
    """The steps of many cases, by case, in the order they were recorded, without their words. One statement."""
    query = (
        select(ComplaintStep, OutsideBody.name)
        .outerjoin(OutsideBody, OutsideBody.id == ComplaintStep.body_id)
        .where(ComplaintStep.complaint_id.in_(cases))
        .order_by(ComplaintStep.complaint_id, ComplaintStep.position)
    )
    found: dict[uuid.UUID, list[StepFacts]] = {}
    for step, body in session.execute(query):
        facts = StepFacts(
            step.move,
            step.happened_on,
            step.until_on,
            body or "",
            step.basis,
            step.reference,
            step.qualified_to,
            step.qualified_from,
        )
        found.setdefault(step.complaint_id, []).append(facts)
    return found
