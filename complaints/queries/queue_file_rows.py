"""A line of the queue in a file: read, judged and made in one step, for a file may hold a million."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Dialect, String, cast, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType, TypeEngine

from complaints.models import Complaint
from complaints.queries.queue_rows import owed_nothing
from complaints.rules.kinds import number_words
from complaints.rules.verdicts import Dates, Verdict, verdict
from office.models import Person

_TERM: Final = (
    Complaint.due_on, Complaint.warn_on, Complaint.settled_on, Complaint.left_on, Complaint.due_at,
    Complaint.settled_at, Complaint.noticed_on, Complaint.announced_on,
)  # fmt: skip
"""What is said of a term follows from these, and from whether nothing was owed."""

FOR_A_FILE: Final = (
    Complaint.register, Complaint.year, Complaint.number, Complaint.external_number, Complaint.subject, Complaint.kind,
    Complaint.councillor, Complaint.state, Complaint.outcome, Complaint.left_how,
    cast(Complaint.handler_id, String).label("handler_id"),
    *(type_coerce(column, NullType).label(column.key) for column in _TERM),
)  # fmt: skip
"""What a file needs of a row: the handler as text, to be found among all people, the dates as the driver gives them, to
be found among those judged before. Of a million rows each id, name and date costs seconds."""

_TERM_AT: Final = len(FOR_A_FILE) - len(_TERM)

REMEMBERED: Final = 4_096
"""Terms kept at once: a file goes from day to day, and the cases of a day share a few dozen. A megabyte. Ours."""

_PEOPLE: Final = select(cast(Person.id, String), Person.id, Person.display_name)
People = Mapping[str | None, tuple[uuid.UUID, str]]
"""Everybody who may handle a case, by their id as the rows of a file hold it."""

_NOBODY: Final = (None, None)


def everybody(session: Session) -> People:
    """The people of the office. One statement."""
    return {written: (key, name) for written, key, name in session.execute(_PEOPLE)}


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """The last day of a case and how it stands: judged once for the rows with the same dates, if not far apart."""

    due_on: dt.date | None
    settled_on: dt.date | None
    announced_on: dt.date | None
    verdict: Verdict


class FileRow(NamedTuple):
    """A line of the queue in a file: what is said of it, without what only a page needs."""

    register_number: str
    subject: str
    kind: str
    councillor: str
    state: str
    outcome: str | None
    handler_id: uuid.UUID | None
    handler: str | None
    term: Term


class FileRows:
    """Makes lines of rows of FOR_A_FILE, as seen on a day and at a moment."""

    def __init__(self, people: People, dialect: Dialect, today: dt.date, now: dt.datetime) -> None:
        self._people, self._today, self._now = people, today, now
        self._readers = [_reader(column.type, dialect) for column in _TERM]
        self._term = lru_cache(REMEMBERED)(self._judged)

    def __call__(self, row: Any) -> FileRow:
        """One row."""
        (
            register, year, number, external_number, subject, kind, councillor, state, outcome, left_how, person,
        ) = row[:_TERM_AT]  # fmt: skip
        handler_id, handler = self._people.get(person, _NOBODY)
        return FileRow(
            number_words(register, year, number, external_number),
            subject,
            kind,
            councillor,
            state,
            outcome,
            handler_id,
            handler,
            self._term(row[_TERM_AT:], owed_nothing(left_how, kind)),
        )

    def _judged(self, given: tuple[Any, ...], is_free: bool) -> Term:
        due_on, warn_on, settled_on, left_on, due_at, settled_at, noticed_on, announced_on = (
            read(value) for read, value in zip(self._readers, given, strict=True)
        )
        dates = Dates(due_on, warn_on, settled_on, left_on, due_at, settled_at, noticed_on, is_free)
        return Term(due_on, settled_on, announced_on, verdict(dates, self._today, self._now))


def _reader(column: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any]:
    """What makes a value of a column of what the driver gives."""
    return column.dialect_impl(dialect).result_processor(dialect, None) or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
