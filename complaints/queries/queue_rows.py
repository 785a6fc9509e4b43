"""A line of the queue, and the columns it is made of."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from complaints.models import Complaint
from complaints.queries.queue_places import Place
from complaints.rules.kinds import PASSED_ON, number_words
from complaints.rules.moves import Move
from complaints.rules.verdicts import Dates, Verdict, verdict
from office.models import Person


class QueueRow(NamedTuple):
    """A line of the queue."""

    id: uuid.UUID
    row_version: int
    register_number: str
    subject: str
    kind: str
    state: str
    handler_id: uuid.UUID | None
    handler: str | None
    department_id: uuid.UUID | None
    due_on: dt.date | None
    settled_on: dt.date | None
    outcome: str | None
    verdict: Verdict
    councillor: str
    announced_on: dt.date | None
    left_on: dt.date | None
    registered_at: dt.datetime
    letter: str
    """Of its stretch."""

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        day = {"d": self.due_on, "s": self.settled_on, "l": self.left_on}.get(self.letter)
        return Place(self.letter, day, self.registered_at, self.id)


_HANDLER: Final = select(Person.display_name).where(Person.id == Complaint.handler_id).scalar_subquery()
"""Looked up for each row shown: a join would have PostgreSQL sort everything again."""

COLUMNS: Final = (
    Complaint.id, Complaint.row_version, Complaint.register, Complaint.year, Complaint.number,
    Complaint.external_number, Complaint.subject, Complaint.kind, Complaint.state, Complaint.handler_id,
    _HANDLER.label("handler"), Complaint.department_id, Complaint.due_on, Complaint.warn_on, Complaint.settled_on,
    Complaint.settled_at, Complaint.left_on, Complaint.left_how, Complaint.due_at, Complaint.noticed_on,
    Complaint.announced_on, Complaint.outcome, Complaint.councillor, Complaint.registered_at,
)  # fmt: skip


def queue_row(row: Any, letter: str, today: dt.date, now: dt.datetime) -> QueueRow:
    """The line of a row of COLUMNS, as seen on a day and at a moment."""
    (
        case_id, row_version, register, year, number, external_number, subject, kind, state, handler_id, handler,
        department_id, due_on, warn_on, settled_on, settled_at, left_on, left_how, due_at, noticed_on, announced_on,
        outcome, councillor, registered_at,
    ) = row  # fmt: skip
    dates = Dates(due_on, warn_on, settled_on, left_on, due_at, settled_at, noticed_on, owed_nothing(left_how, kind))
    return QueueRow(
        case_id,
        row_version,
        number_words(register, year, number, external_number),
        subject,
        kind,
        state,
        handler_id,
        handler,
        department_id,
        due_on,
        settled_on,
        outcome,
        verdict(dates, today, now),
        councillor,
        announced_on,
        left_on,
        registered_at,
        letter,
    )


def owed_nothing(left_how: str | None, kind: str) -> bool:
    """Whether a case left on a basis that takes the duty away from the beginning."""
    return left_how == Move.LEAVE and kind in PASSED_ON
