"""A line of the queue, and the columns it is made of."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Final, NamedTuple

from sqlalchemy import String, cast, null, select
from sqlalchemy.orm import Session

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


_KEPT_FROM_FILES: Final = frozenset({"id", "row_version", "department_id", "registered_at", "handler"})
FOR_A_FILE: Final = tuple(
    cast(column, String).label("handler_id") if column.key == "handler_id"
    else null() if column.key in _KEPT_FROM_FILES
    else column
    for column in COLUMNS
)  # fmt: skip
"""The same without what only a page needs, and with the handler as text, to be found among all people: of a million
rows each id, and each name looked up, costs seconds."""

_PEOPLE: Final = select(cast(Person.id, String), Person.id, Person.display_name)


class People:
    """Everybody who may handle a case, by their id as the rows of a file hold it. One statement."""

    def __init__(self, session: Session) -> None:
        self._found = {written: (key, name) for written, key, name in session.execute(_PEOPLE)}

    def named(self, row: Any) -> tuple[Any, ...]:
        """The values of COLUMNS of a row of FOR_A_FILE."""
        key, name = self._found.get(row[HANDLER], (None, None))
        return (*row[:HANDLER], key, name, *row[HANDLER + 2 :])


HANDLER: Final = [column.key for column in COLUMNS].index("handler_id")
"""Where COLUMNS holds the handler; the name follows."""


def queue_row(row: Any, letter: str, today: dt.date, now: dt.datetime) -> QueueRow:
    """The line of a row of COLUMNS, as seen on a day and at a moment."""
    (
        case_id, row_version, register, year, number, external_number, subject, kind, state, handler_id, handler,
        department_id, due_on, warn_on, settled_on, settled_at, left_on, left_how, due_at, noticed_on, announced_on,
        outcome, councillor, registered_at,
    ) = row  # fmt: skip
    owed_nothing = left_how == Move.LEAVE and kind in PASSED_ON
    dates = Dates(due_on, warn_on, settled_on, left_on, due_at, settled_at, noticed_on, owed_nothing)
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
