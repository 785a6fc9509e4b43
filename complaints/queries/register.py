"""A register for any span of days: which lines stand in it, and the lines themselves, a batch at a time.

A case that was qualified into another register keeps the line of its old number, so a register shows every number it
ever gave.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from complaints.events import ComplaintTag
from complaints.models import Complainant, Complaint, ComplaintDraft, ComplaintLink, ComplaintStep
from complaints.queries.queue import dates_of
from complaints.queries.related import SAME_PERSON
from complaints.queries.scope import may_know, may_read, units_about, within
from complaints.queries.status import read_number
from complaints.queries.steps import step_facts
from complaints.rules.kinds import Register
from complaints.rules.moves import Move
from complaints.rules.register_facts import CaseFacts, RegisterRow, StepFacts
from complaints.rules.register_row import row_before, row_of
from complaints.rules.verdicts import verdict
from kernel.clock import WARSAW, Clock, local_day
from kernel.permissions import Actor
from ledger.queries import first_moments
from office.models import Department, Person

BATCH: Final = 400
"""Lines read with the same few statements: below the number of parameters every SQLite takes."""


@dataclass(frozen=True)
class RegisterFilter:
    """Which lines of a register. ``is_by_receipt``: the span counts days of receipt instead of days of entry.

    Numbers are given in the order of entry, so a span of days of entry never shows a gap in them.
    """

    register: Register
    first: dt.date
    last: dt.date
    kind: str = ""
    department_id: uuid.UUID | None = None
    is_by_receipt: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """Where a line stands; ``before``: the number the case no longer has, empty for the one it has now."""

    year: int
    number: int
    complaint_id: uuid.UUID
    before: str = ""


def lines(session: Session, actor: Actor, wanted: RegisterFilter) -> list[Line]:
    """The lines within the reader's scope, in the order of their numbers. Two statements."""
    moved = _moved(session, actor, wanted)
    found = [*_old_lines(moved, wanted), *_present_lines(session, actor, wanted, moved)]
    return sorted(found)


def rows(session: Session, clock: Clock, actor: Actor, wanted: Sequence[Line]) -> Iterator[RegisterRow]:
    """The lines themselves, in the same order; four statements for each batch, five where one is about a person."""
    for start in range(0, len(wanted), BATCH):
        part = wanted[start : start + BATCH]
        facts = _facts(session, clock, actor, {line.complaint_id for line in part})
        for line in part:
            case = facts[line.complaint_id]
            yield row_before(case, line.before) if line.before else row_of(case)


Moved = Mapping[uuid.UUID, Sequence[tuple[ComplaintStep, Complaint]]]


def _moved(session: Session, actor: Actor, wanted: RegisterFilter) -> Moved:
    """The steps that took cases from one register into another, by case, in their order."""
    query = (
        select(ComplaintStep, Complaint)
        .join(Complaint, Complaint.id == ComplaintStep.complaint_id)
        .where(ComplaintStep.move == Move.QUALIFY, ComplaintStep.reference != "", within(actor))
        .order_by(ComplaintStep.complaint_id, ComplaintStep.position)
    )
    if wanted.department_id is not None:
        query = query.where(Complaint.department_id == wanted.department_id)
    found: dict[uuid.UUID, list[tuple[ComplaintStep, Complaint]]] = {}
    for step, complaint in session.execute(query):
        found.setdefault(complaint.id, []).append((step, complaint))
    return found


def _old_lines(moved: Moved, wanted: RegisterFilter) -> Iterator[Line]:
    for steps in moved.values():
        entered_at = steps[0][1].registered_at
        for step, complaint in steps:
            read = read_number(step.reference)
            day = complaint.received_on if wanted.is_by_receipt else local_day(entered_at)
            entered_at = step.recorded_at
            is_of_kind = not wanted.kind or step.qualified_from == wanted.kind
            if read and read[0] == wanted.register and is_of_kind and wanted.first <= day <= wanted.last:
                yield Line(read[2], read[1], complaint.id, step.reference)


def _present_lines(session: Session, actor: Actor, wanted: RegisterFilter, moved: Moved) -> Iterator[Line]:
    query = select(Complaint.id, Complaint.year, Complaint.number, Complaint.registered_at).where(
        within(actor), Complaint.register == wanted.register.value, Complaint.number.is_not(None)
    )
    if wanted.kind:
        query = query.where(Complaint.kind == wanted.kind)
    if wanted.department_id is not None:
        query = query.where(Complaint.department_id == wanted.department_id)
    for key, year, number, registered_at in session.execute(query.where(_in_span(wanted, moved))):
        if key in moved and not wanted.is_by_receipt:
            registered_at = moved[key][-1][0].recorded_at  # entered here when it was qualified
            if not wanted.first <= local_day(registered_at) <= wanted.last:
                continue
        yield Line(year, number or 0, key)


def _in_span(wanted: RegisterFilter, moved: Moved) -> ColumnElement[bool]:
    if wanted.is_by_receipt:
        return Complaint.received_on.between(wanted.first, wanted.last)
    begins = dt.datetime.combine(wanted.first, dt.time(), tzinfo=WARSAW)
    ends = dt.datetime.combine(wanted.last + dt.timedelta(days=1), dt.time(), tzinfo=WARSAW)
    entered = (Complaint.registered_at >= begins) & (Complaint.registered_at < ends)
    came_over = select(ComplaintStep.complaint_id).where(
        ComplaintStep.move == Move.QUALIFY, ComplaintStep.reference != ""
    )
    return or_(entered, Complaint.id.in_(came_over)) if moved else entered


def _facts(session: Session, clock: Clock, actor: Actor, ids: set[uuid.UUID]) -> dict[uuid.UUID, CaseFacts]:
    query = (
        select(Complaint, Complainant, Person.display_name, Department.name, ComplaintDraft.approved_at)
        .outerjoin(Complainant, Complainant.complaint_id == Complaint.id)
        .outerjoin(Person, Person.id == Complaint.handler_id)
        .outerjoin(Department, Department.id == Complaint.department_id)
        .outerjoin(ComplaintDraft, ComplaintDraft.complaint_id == Complaint.id)
        .where(Complaint.id.in_(ids))
    )
    found = session.execute(query).all()
    units = units_about(session, [row[0] for row in found])
    steps, links = step_facts(session, ids), _links(session, actor, ids)
    streams = [f"complaint:{key}" for key in ids]
    assigned = first_moments(session, ComplaintTag.ASSIGNED.text, streams)
    return {
        complaint.id: _case(
            clock, complaint, person, handler or "", department or "",
            knows=complaint.restricted_at is None and may_know(session, actor, complaint, units),
            assigned_at=assigned.get(f"complaint:{complaint.id}"), approved_at=approved_at,
            steps=steps.get(complaint.id, ()), links=links.get(complaint.id, ()),
        )
        for complaint, person, handler, department, approved_at in found
    }  # fmt: skip


def _case(
    clock: Clock,
    complaint: Complaint,
    person: Complainant | None,
    handler: str,
    department: str,
    *,
    knows: bool,
    assigned_at: dt.datetime | None,
    approved_at: dt.datetime | None,
    steps: Iterable[StepFacts],
    links: Iterable[tuple[str, str]],
) -> CaseFacts:
    return CaseFacts(
        number=complaint.register_number,
        kind=complaint.kind,
        channel=complaint.channel,
        subject=complaint.subject,
        received_on=complaint.received_on,
        verdict=verdict(dates_of(complaint), clock.today(), clock.now()),
        complainant=_named(person) if knows else None,
        address=(person.address if person else "") if knows else None,
        is_erased=complaint.erased_at is not None,
        handler=handler,
        department=department,
        assigned_on=local_day(assigned_at) if assigned_at else None,
        due_on=complaint.due_on,
        approved_on=local_day(approved_at) if approved_at else None,
        settled_on=complaint.settled_on,
        outcome=complaint.outcome or "",
        left_on=complaint.left_on,
        left_how=complaint.left_how or "",
        result=complaint.result or "",
        result_on=complaint.result_on,
        councillor=complaint.councillor,
        about=complaint.about,
        matter=complaint.matter,
        sign=complaint.sign or "",
        steps=tuple(steps),
        links=tuple(links),
    )


def _named(person: Complainant | None) -> str:
    """Who filed it, and of a petition in whose interest."""
    if person is None:
        return ""
    return f"{person.name} ({person.on_behalf_of})" if person.on_behalf_of else person.name


def _links(session: Session, actor: Actor, ids: set[uuid.UUID]) -> dict[uuid.UUID, list[tuple[str, str]]]:
    """How cases belong to others; a link that says they are of one person, only to those who may know both."""
    own, other = aliased(Complaint), aliased(Complaint)
    query = (
        select(ComplaintLink.how, own, other)
        .join(own, own.id == ComplaintLink.complaint_id)
        .join(other, other.id == ComplaintLink.other_id)
        .where(ComplaintLink.complaint_id.in_(ids))
        .order_by(ComplaintLink.complaint_id, ComplaintLink.linked_at, other.year, other.number)
    )
    linked = session.execute(query).all()
    units = units_about(session, [case for row in linked for case in row[1:]])
    found: dict[uuid.UUID, list[tuple[str, str]]] = {}
    for how, case, second in linked:
        if how not in SAME_PERSON or all(may_read(session, actor, one, units) for one in (case, second)):
            found.setdefault(case.id, []).append((how, second.register_number))
    return found
