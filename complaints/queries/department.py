"""A department as its head sees it: work by handler, approvals that wait, what ends within a working week.

Everything is counted by the database: the same few statements for ten cases and for a million.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select, true
from sqlalchemy.orm import Session, aliased

from complaints.models import Complaint, ComplaintDraft
from complaints.queries.queue import is_open
from complaints.rules.department import Lack, lack_of
from complaints.rules.independence import Subject, is_concerned
from complaints.rules.kinds import LEGAL_KINDS
from complaints.rules.moves import State
from kernel.permissions import EVERYWHERE, Actor, Scope
from kernel.workdays import working_days_between
from office.models import Department, Person

SHEET_LINES = 25
"""Ours: cases on the printed sheet, which is to stay one page of A4 for a department of a dozen people."""

LISTED = 50
"""Ours: lines of a list on the head's page; whatever is longer is opened in the queue."""


@dataclass(frozen=True)
class Load:
    """The open cases of one handler (None: of nobody yet).

    ``median_age``: working days since receipt of the middle case (of an even number the younger one of the two).
    """

    person_id: uuid.UUID | None
    name: str
    open: int
    late: int
    soon: int
    ahead: int
    for_approval: int
    median_age: int | None = None


@dataclass(frozen=True)
class Approval:
    """An answer that waits for approval. ``bar``: why this head cannot give it (own_words, concerned, unit).

    ``warn_on``: from when its last day counts as near, as in the queue.
    """

    id: uuid.UUID
    register_number: str
    subject: str
    kind: str
    due_on: dt.date | None
    drafted_by: str
    bar: str
    warn_on: dt.date | None


@dataclass(frozen=True)
class Ending:
    """An open case whose last day is near, and what it lacks. ``warn_on``: as of Approval."""

    id: uuid.UUID
    register_number: str
    subject: str
    kind: str
    state: str
    handler_id: uuid.UUID | None
    handler: str | None
    due_on: dt.date
    lack: Lack
    warn_on: dt.date | None


def inside(scope: Scope) -> ColumnElement[bool]:
    """Open legal cases of these departments; EVERYWHERE: of all, and of none."""
    of_department = true() if scope is EVERYWHERE else Complaint.department_id.in_(scope)
    return of_department & is_open() & Complaint.kind.in_(LEGAL_KINDS)


def loads(
    session: Session, today: dt.date, scope: Scope, ahead_on: dt.date, people: Collection[Person] = ()
) -> list[Load]:
    """The work of each handler by name, those without any included where ``people`` names them; what nobody handles
    comes first. Two statements.
    """

    def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    query = (
        select(
            Complaint.handler_id,
            Person.display_name,
            func.count(),
            count(Complaint.due_on < today),
            count((Complaint.warn_on <= today) & (Complaint.due_on >= today)),
            count(Complaint.due_on.between(today, ahead_on)),
            count(Complaint.state == State.FOR_APPROVAL),
        )
        .outerjoin(Person, Person.id == Complaint.handler_id)
        .where(inside(scope))
        .group_by(Complaint.handler_id, Person.display_name)
    )
    ages = _median_ages(session, today, scope)
    found = [Load(row[0], row[1] or "", *row[2:], ages.get(row[0])) for row in session.execute(query)]
    busy = {load.person_id for load in found}
    found += [Load(one.id, one.display_name, 0, 0, 0, 0, 0) for one in people if one.id not in busy]
    return sorted(found, key=lambda load: (load.person_id is not None, load.name))


def _median_ages(session: Session, today: dt.date, scope: Scope) -> dict[uuid.UUID | None, int]:
    """Working days since the middle day of receipt, which is the middle of the ages: one follows from the other."""
    place = func.row_number().over(partition_by=Complaint.handler_id, order_by=Complaint.received_on.desc())
    many = func.count().over(partition_by=Complaint.handler_id)
    ranked = (
        select(
            Complaint.handler_id.label("handler_id"),
            Complaint.received_on.label("received_on"),
            place.label("place"),
            many.label("many"),
        )
        .where(inside(scope))
        .subquery()
    )
    query = select(ranked.c.handler_id, ranked.c.received_on).where(ranked.c.place == (ranked.c.many + 1) // 2)
    return {row[0]: working_days_between(row[1], today) for row in session.execute(query)}


def approvals(session: Session, actor: Actor, scope: Scope) -> list[Approval]:
    """Answers that wait for approval, nearest last day first, at most LISTED. One statement."""
    author = aliased(Person)
    query = (
        select(Complaint, ComplaintDraft.drafted_by_id, author.display_name)
        .join(ComplaintDraft, ComplaintDraft.complaint_id == Complaint.id)
        .outerjoin(author, author.id == ComplaintDraft.drafted_by_id)
        .where(inside(scope), Complaint.state == State.FOR_APPROVAL)
        .order_by(Complaint.due_on, Complaint.received_on, Complaint.number)
        .limit(LISTED)
    )
    return [_approval(found, author_id, name, actor) for found, author_id, name in session.execute(query)]


def _approval(found: Complaint, author_id: uuid.UUID, name: str | None, actor: Actor) -> Approval:
    return Approval(
        found.id,
        found.register_number,
        found.subject,
        found.kind,
        found.due_on,
        name or "",
        bar_of(found, author_id, actor.person_id),
        found.warn_on,
    )


def bar_of(found: Complaint, author_id: uuid.UUID, person_id: uuid.UUID | None) -> str:
    """Why a person may not approve an answer: own words (art. 268a KPA), or the case is about them or the unit."""
    if author_id == person_id:
        return "own_words"
    subject = Subject(found.about_person_id, found.about_department_id)
    if is_concerned(subject, person_id):
        return "concerned"
    return "unit" if subject.department_id is not None and subject.department_id == found.department_id else ""


def endings(
    session: Session,
    scope: Scope,
    first: dt.date | None,
    last: dt.date,
    handler_id: uuid.UUID | None = None,
    *,
    of_nobody: bool = False,
    most: int = LISTED,
) -> list[Ending]:
    """Open cases whose last day lies from the first (None: also what is late) to the last, nearest first, at most
    so many; of one handler or of nobody, else of all. One statement.
    """
    query = (
        select(Complaint, Person.display_name)
        .outerjoin(Person, Person.id == Complaint.handler_id)
        .where(inside(scope), Complaint.due_on <= last)
        .order_by(Complaint.due_on, Complaint.received_on, Complaint.number)
        .limit(most)
    )
    if first is not None:
        query = query.where(Complaint.due_on >= first)
    if handler_id is not None or of_nobody:
        query = query.where(Complaint.handler_id == handler_id)
    return [_ending(found, name, found.due_on) for found, name in session.execute(query) if found.due_on is not None]


def _ending(found: Complaint, name: str | None, due_on: dt.date) -> Ending:
    return Ending(
        id=found.id,
        register_number=found.register_number,
        subject=found.subject,
        kind=found.kind,
        state=found.state,
        handler_id=found.handler_id,
        handler=name,
        due_on=due_on,
        lack=lack_of(found.kind, found.state, has_handler=found.handler_id is not None),
        warn_on=found.warn_on,
    )


def held_by(session: Session, scope: Scope, person_id: uuid.UUID) -> list[tuple[Complaint, str | None]]:
    """The open cases of a person with the names of their departments, nearest last day first, at most LISTED."""
    query = (
        select(Complaint, Department.name)
        .outerjoin(Department, Department.id == Complaint.department_id)
        .where(inside(scope), Complaint.handler_id == person_id)
        .order_by(Complaint.due_on, Complaint.received_on, Complaint.number)
        .limit(LISTED)
    )
    return [(found, name) for found, name in session.execute(query)]
