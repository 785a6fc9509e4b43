"""Several matters in one letter become cases of their own, each with its number, its last day, and a link."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from complaints.actions.describe import description_of
from complaints.actions.filings import FilingTyped
from complaints.actions.intake import registered
from complaints.actions.links import link
from complaints.actions.moving import Missing, checked
from complaints.actions.steps import StepTyped, take_step
from complaints.events import ComplaintSplit
from complaints.models import Complainant, Complaint
from complaints.rules.independence import Concerned
from complaints.rules.kinds import Channel, Kind
from complaints.rules.moves import Move
from kernel.clock import Clock
from kernel.permissions import Actor
from storage.telling import tell

MOST_PARTS = 5
"""Ours: what fits a page, and their numbers the reference of the step. A longer letter is split twice."""


@dataclass(frozen=True)
class PartTyped:
    """A matter of the letter: what it is in law, its subject, its own words, which unit."""

    kind: Kind
    subject: str
    text: str
    department_id: uuid.UUID | None = None


def split(
    session: Session,
    clock: Clock,
    actor: Actor,
    complaint: Complaint,
    parts: Sequence[PartTyped],
    *,
    reason: str = "",
    row_version: int,
) -> ComplaintSplit:
    """Make each part a case that was received on the day the letter was, by the same way and from the same person.

    The letter keeps its own case for what is left of it. Raises IllegalMove, Forbidden, Stale, Concerned, Missing.
    """
    found = checked(session, actor, complaint, Move.SPLIT, row_version)
    if not 1 <= len(parts) <= MOST_PARTS:
        raise Missing(field="parts", source=found.source)
    for part in parts:
        if not part.subject.strip() or not part.text.strip():
            raise Missing(field="parts", source=found.source)
        if complaint.about_department_id is not None and part.department_id == complaint.about_department_id:
            raise Concerned(field="parts", source="art. 232 § 1 KPA")
    person = session.get(Complainant, complaint.id)
    made = [registered(session, clock, actor, _filing(complaint, person, part)) for part in parts]
    for case in made:
        link(session, clock, case.complaint_id, complaint.id, "split")
    step = StepTyped(reference=", ".join(case.register_number for case in made), text=reason)
    take_step(session, clock, actor, complaint, Move.SPLIT, step, row_version=row_version)
    for case in made:
        tell(session, clock, case)
    return tell(session, clock, ComplaintSplit(complaint.id, tuple(case.complaint_id for case in made)))


def _filing(complaint: Complaint, person: Complainant | None, part: PartTyped) -> FilingTyped:
    """A part as a filing of its own. Whom the letter is about, it is about until somebody says otherwise."""
    described = description_of(complaint)
    return FilingTyped(
        kind=part.kind,
        channel=Channel(complaint.channel),
        subject=part.subject,
        text=part.text,
        name=person.name if person else "",
        address=person.address if person else "",
        email=person.email if person else "",
        phone=person.phone if person else "",
        on_behalf_of=person.on_behalf_of if person else "",
        may_publish=person.may_publish if person else False,
        department_id=part.department_id,
        received_on=complaint.received_on,
        happened_on=complaint.happened_on,
        severity=complaint.severity,
        language=complaint.language,
        about=described.about,
        about_person_id=described.person_id,
        about_department_id=described.department_id,
        matter=described.matter,
        councillor=described.councillor,
        is_withheld=described.is_withheld,
        is_safety=described.is_safety,
    )
