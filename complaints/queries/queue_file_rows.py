"""A line of the queue in a file: read, judged and made in one step, for a file may hold a million."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import DateTime, String, cast, select, type_coerce
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.queries.queue_rows import owed_nothing
from complaints.rules.kinds import number_words
from complaints.rules.verdicts import Dates, Verdict, verdict
from office.models import Person

FOR_A_FILE: Final = (
    Complaint.register, Complaint.year, Complaint.number, Complaint.external_number, Complaint.subject, Complaint.kind,
    Complaint.state, cast(Complaint.handler_id, String).label("handler_id"), Complaint.due_on, Complaint.warn_on,
    Complaint.settled_on, type_coerce(Complaint.settled_at, DateTime).label("settled_at"), Complaint.left_on,
    Complaint.left_how, type_coerce(Complaint.due_at, DateTime).label("due_at"), Complaint.noticed_on,
    Complaint.announced_on, Complaint.outcome, Complaint.councillor,
)  # fmt: skip
"""What a file needs of a row: the handler as text, to be found among all people, and the moments only imported cases
have as the database gives them. Of a million rows each id, name and moment costs seconds."""

_PEOPLE: Final = select(cast(Person.id, String), Person.id, Person.display_name)
People = Mapping[str | None, tuple[uuid.UUID, str]]
"""Everybody who may handle a case, by their id as the rows of a file hold it."""


def everybody(session: Session) -> People:
    """The people of the office. One statement."""
    return {written: (key, name) for written, key, name in session.execute(_PEOPLE)}


class FileRow(NamedTuple):
    """A line of the queue in a file: what is said of it, without what only a page needs."""

    register_number: str
    subject: str
    kind: str
    state: str
    handler_id: uuid.UUID | None
    handler: str | None
    due_on: dt.date | None
    settled_on: dt.date | None
    outcome: str | None
    verdict: Verdict
    councillor: str
    announced_on: dt.date | None


_NOBODY: Final = (None, None)


def file_row(row: Any, people: People, today: dt.date, now: dt.datetime) -> FileRow:
    """The line of a row of FOR_A_FILE, as seen on a day and at a moment."""
    (
        register, year, number, external_number, subject, kind, state, written, due_on, warn_on, settled_on, settled_at,
        left_on, left_how, due_at, noticed_on, announced_on, outcome, councillor,
    ) = row  # fmt: skip
    if due_at is not None or settled_at is not None:
        due_at, settled_at = _in_utc(due_at), _in_utc(settled_at)
    dates = Dates(due_on, warn_on, settled_on, left_on, due_at, settled_at, noticed_on, owed_nothing(left_how, kind))
    handler_id, handler = people.get(written, _NOBODY)
    return FileRow(
        number_words(register, year, number, external_number),
        subject,
        kind,
        state,
        handler_id,
        handler,
        due_on,
        settled_on,
        outcome,
        verdict(dates, today, now),
        councillor,
        announced_on,
    )


def _in_utc(moment: dt.datetime | None) -> dt.datetime | None:
    """A moment as ``Moment`` would have read it; SQLite gives it without its zone, which is UTC."""
    return moment.replace(tzinfo=dt.UTC) if moment is not None and moment.tzinfo is None else moment
