"""What somebody asks the queue for, and the conditions that say so."""

from __future__ import annotations

import datetime as dt
import operator
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, UnaryExpression, and_
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.operators import custom_op

from complaints.models import Complaint
from complaints.queries.matching import OnEither, matches
from complaints.queries.standing import is_open
from complaints.rules.kinds import Kind
from complaints.rules.moves import State
from kernel.permissions import Actor

OPEN_STATES: Final = ("open", "unassigned", "assigned", "called", "at_council", "for_approval", "approved")
"""Open cases, all or those in one state; *unassigned* are those nobody handles."""

QUEUE_STATES: Final = (*OPEN_STATES, "settled", "left", "all")
"""What one can ask the queue for."""

DUE: Final = ("late", "soon", "week")
"""After the last day; warned of (three working days before it, or what the office set); the last day is this week."""


@dataclass(frozen=True)
class QueueFilter:
    """What the reader asked for.

    Empty means: no condition. ``state``: one of QUEUE_STATES; ``due``: one of DUE, of open cases only.
    """

    text: str = ""
    kind: str = ""
    department_id: uuid.UUID | None = None
    handler_id: uuid.UUID | None = None
    state: str = "open"
    due: str = ""
    channel: str = ""
    topic_id: uuid.UUID | None = None

    @property
    def is_of_open(self) -> bool:
        """Whether only open cases are asked for."""
        return self.state in OPEN_STATES or bool(self.due)


def week_of(today: dt.date) -> tuple[dt.date, dt.date]:
    """Monday and Sunday of the week of a day."""
    monday = today - dt.timedelta(days=today.weekday())
    return monday, monday + dt.timedelta(days=6)


def of_the_law() -> ColumnElement[bool]:
    """The kinds with a term of their own. Said as what they are not, so that no index of kinds is walked for six."""
    return Complaint.kind != Kind.SPRAWA.value


def is_due(how: str, today: dt.date) -> ColumnElement[bool]:
    """The condition behind one of DUE, on open cases."""
    if how == "late":
        return and_(is_open(), Complaint.due_on < today)
    if how == "soon":
        return and_(is_open(), Complaint.due_on >= today, Complaint.warn_on <= today)
    return and_(is_open(), Complaint.due_on.between(*week_of(today)))


IN_STATE: Final[Mapping[str, Callable[[], ColumnElement[bool]]]] = {
    "unassigned": lambda: Complaint.handler_id.is_(None),
    "assigned": lambda: Complaint.state == State.ASSIGNED.value,
    "called": lambda: Complaint.state == State.CALLED.value,
    "at_council": lambda: Complaint.state == State.AT_COUNCIL.value,
    "for_approval": lambda: Complaint.state == State.FOR_APPROVAL.value,
    "approved": lambda: Complaint.state == State.APPROVED.value,
    "settled": lambda: Complaint.settled_on.is_not(None),
    "left": lambda: and_(Complaint.settled_on.is_(None), Complaint.left_on.is_not(None)),
}
"""What narrows all cases, or the open ones, down to a state."""


def conditions(actor: Actor, wanted: QueueFilter, today: dt.date) -> list[ColumnElement[bool]]:
    """Every condition of the filter but whether the cases are open, which ``queue_places.stretches`` says."""
    equals = _on_what_is_found if wanted.topic_id or wanted.handler_id else operator.eq
    found: list[ColumnElement[bool]] = [equals(Complaint.kind, wanted.kind) if wanted.kind else of_the_law()]
    if wanted.state in IN_STATE:
        found.append(IN_STATE[wanted.state]())
    if wanted.due:
        found.append(is_due(wanted.due, today))
    chosen = (
        (Complaint.department_id, wanted.department_id),
        (Complaint.handler_id, wanted.handler_id),
        (Complaint.topic_id, wanted.topic_id),
    )
    found += [column == value for column, value in chosen if value]
    if wanted.channel:
        found.append(equals(Complaint.channel, wanted.channel))
    if wanted.text.strip():
        found.append(matches(actor, wanted.text.strip()))
    return found


def _on_what_is_found(column: InstrumentedAttribute[Any], value: object) -> ColumnElement[bool]:
    """Equal, but nothing SQLite begins by: it knows not how many cases are of a kind, and of a topic are fewer."""
    return OnEither(UnaryExpression(column.expression, operator=custom_op("+")) == value, column == value)
