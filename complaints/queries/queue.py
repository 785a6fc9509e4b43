"""The queue.

What is open, what is late, what will be; a page at a time, with the same few statements for any number of rows.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.queries.matching import matches
from complaints.queries.scope import within
from complaints.rules.kinds import LEGAL_KINDS, PASSED_ON
from complaints.rules.moves import Move, State
from complaints.rules.verdicts import Dates, Verdict, verdict
from kernel.clock import Clock
from kernel.paging import Page, page_number
from kernel.permissions import Actor
from office.models import Department, Person

PAGE_SIZE = 25
"""Rows a page: what a person scans without losing the place."""


QUEUE_STATES = ("open", "unassigned", "for_approval", "settled", "all")
"""What one can ask the queue for."""


@dataclass(frozen=True)
class QueueFilter:
    """What the reader asked for.

    Empty means: no condition. ``state``: one of QUEUE_STATES; ``due``: late, soon.
    """

    text: str = ""
    kind: str = ""
    department_id: uuid.UUID | None = None
    handler_id: uuid.UUID | None = None
    state: str = "open"
    due: str = ""
    page: int = 1


@dataclass(frozen=True)
class QueueRow:
    """A line of the queue."""

    id: uuid.UUID
    register_number: str
    subject: str
    kind: str
    state: str
    handler_id: uuid.UUID | None
    handler: str | None
    department: str | None
    due_on: dt.date | None
    settled_on: dt.date | None
    outcome: str | None
    verdict: Verdict
    councillor: str
    noticed_on: dt.date | None
    announced_on: dt.date | None


@dataclass(frozen=True)
class Tiles:
    """The counts above the queue, of legal cases within the reader's scope."""

    overdue: int
    soon: int
    for_approval: int
    unassigned: int
    open: int


def is_open() -> ColumnElement[bool]:
    """Neither settled nor gone elsewhere."""
    return and_(Complaint.settled_on.is_(None), Complaint.left_on.is_(None))


def tiles(session: Session, clock: Clock, actor: Actor) -> Tiles:
    """Count the reader's open cases. One statement."""
    today = clock.today()

    def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    query = select(
        count(Complaint.due_on < today),
        count(_is_soon(today)),
        count(Complaint.state == State.FOR_APPROVAL),
        count(Complaint.handler_id.is_(None)),
        func.count(),
    ).where(within(actor), is_open(), Complaint.kind.in_(LEGAL_KINDS))
    return Tiles(*session.execute(query).one())


@dataclass(frozen=True)
class Waiting:
    """Open cases of somebody who is away today, and until when."""

    person_id: uuid.UUID
    name: str
    last_on: dt.date
    count: int


def waiting(session: Session, clock: Clock, actor: Actor, away: Mapping[uuid.UUID, dt.date]) -> list[Waiting]:
    """Whose open cases in the reader's scope wait because of an absence. One statement, none when nobody is away."""
    if not away:
        return []
    query = (
        select(Person.id, Person.display_name, func.count())
        .join(Complaint, Complaint.handler_id == Person.id)
        .where(within(actor), is_open(), Complaint.kind.in_(LEGAL_KINDS), Person.id.in_(list(away)))
        .group_by(Person.id, Person.display_name)
        .order_by(Person.display_name)
    )
    return [Waiting(row[0], row[1], away[row[0]], row[2]) for row in session.execute(query)]


def queue_page(session: Session, clock: Clock, actor: Actor, wanted: QueueFilter) -> Page[QueueRow]:
    """The page of the queue the reader asked for, nearest last day first. Two statements."""
    conditions = [within(actor), *_conditions(wanted, clock.today())]
    total = session.execute(select(func.count()).select_from(Complaint).where(*conditions)).scalar_one()
    number = page_number(wanted.page, total, PAGE_SIZE)
    query = _rows(wanted).where(*conditions).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    rows = [_row(found[0], found[1], found[2], clock) for found in session.execute(query).all()]
    return Page(rows, number, total, PAGE_SIZE)


def _rows(wanted: QueueFilter) -> Select[Complaint, str | None, str | None]:
    query = (
        select(Complaint, Person.display_name, Department.name)
        .outerjoin(Person, Person.id == Complaint.handler_id)
        .outerjoin(Department, Department.id == Complaint.department_id)
    )
    if wanted.state == "settled":
        return query.order_by(Complaint.settled_on.desc(), Complaint.registered_at.desc(), Complaint.id)
    return query.order_by(
        case((is_open(), 0), else_=1),
        case((Complaint.due_on.is_(None), 1), else_=0),
        Complaint.due_on,
        Complaint.received_on,
        Complaint.number,
        Complaint.id,
    )


def _row(complaint: Complaint, handler: str | None, department: str | None, clock: Clock) -> QueueRow:
    return QueueRow(
        id=complaint.id,
        register_number=complaint.register_number,
        subject=complaint.subject,
        kind=complaint.kind,
        state=complaint.state,
        handler_id=complaint.handler_id,
        handler=handler,
        department=department,
        due_on=complaint.due_on,
        settled_on=complaint.settled_on,
        outcome=complaint.outcome,
        verdict=verdict(dates_of(complaint), clock.today(), clock.now()),
        councillor=complaint.councillor,
        noticed_on=complaint.noticed_on,
        announced_on=complaint.announced_on,
    )


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


def _is_soon(today: dt.date) -> ColumnElement[bool]:
    return and_(Complaint.warn_on <= today, Complaint.due_on >= today)


def _conditions(wanted: QueueFilter, today: dt.date) -> list[ColumnElement[bool]]:
    by_state: dict[str, list[ColumnElement[bool]]] = {
        "open": [is_open()],
        "unassigned": [is_open(), Complaint.handler_id.is_(None)],
        "for_approval": [is_open(), Complaint.state == State.FOR_APPROVAL],
        "settled": [Complaint.settled_on.is_not(None)],
    }
    by_due: dict[str, list[ColumnElement[bool]]] = {
        "late": [is_open(), Complaint.due_on < today],
        "soon": [is_open(), _is_soon(today)],
    }
    conditions: list[ColumnElement[bool]] = [*by_state.get(wanted.state, []), *by_due.get(wanted.due, [])]
    conditions.append(Complaint.kind == wanted.kind if wanted.kind else Complaint.kind.in_(LEGAL_KINDS))
    if wanted.department_id is not None:
        conditions.append(Complaint.department_id == wanted.department_id)
    if wanted.handler_id is not None:
        conditions.append(Complaint.handler_id == wanted.handler_id)
    if wanted.text.strip():
        conditions.append(matches(wanted.text.strip()))
    return conditions
