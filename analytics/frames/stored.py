"""Dashboards that are stored, and what tells whether one still holds: later entries, and small facts about the data."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, case, func, select, tuple_
from sqlalchemy.orm import Session

from analytics.models import StoredBoard
from complaints.models import Complaint
from complaints.queries.replay import STREAM
from kernel.clock import Clock, local_day
from ledger.models import LedgerEntry
from surveys.models import Response, ResponseCount
from surveys.queries.counts import response_counts

FEW: Final = 500
"""Ids in one statement."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Which dashboard: whose (everywhere, or the only department a reader sees), of what, compared with what."""

    reach: str
    population: str
    department: str
    structure: str
    month: str
    compare: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What a stored dashboard holds for: see `StoredBoard`."""

    basis: str
    flags: str
    made_on: dt.date
    until_on: dt.date | None
    leaf: int


@dataclass(frozen=True, slots=True)
class CaseNow:
    """What a later entry of a case is judged by."""

    kind: str
    department: uuid.UUID | None
    received_on: dt.date
    due_on: dt.date | None
    settled_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Later:
    """An entry, the newest of its tag and stream: of a case, where the stream is one and its row is there."""

    leaf: int
    tag: str
    case: CaseNow | None


Counts = tuple[str, uuid.UUID | None, tuple[int, ...]]
"""Numbers of the cases of a kind and a department."""

_KEPT: Final = (StoredBoard.basis, StoredBoard.flags, StoredBoard.made_on, StoredBoard.until_on, StoredBoard.leaf)
_PLACE: Final = (
    StoredBoard.reach, StoredBoard.population, StoredBoard.department, StoredBoard.structure, StoredBoard.month,
    StoredBoard.compare,
)  # fmt: skip


def stored_at(session: Session, place: Place) -> tuple[Kept, str] | None:
    """Return the dashboard stored for a place with its text; None where there is none. One statement."""
    row = session.execute(select(*_KEPT, StoredBoard.body).where(at(place))).one_or_none()
    return None if row is None else (Kept(*row[:5]), row[5])


def all_stored(session: Session) -> dict[Place, Kept]:
    """Return what is stored, without the texts. One statement."""
    return {Place(*row[:6]): Kept(*row[6:]) for row in session.execute(select(*_PLACE, *_KEPT))}


def at(place: Place) -> ColumnElement[bool]:
    """Return the condition that a row is the one of a place."""
    wanted = (place.reach, place.population, place.department, place.structure, place.month, place.compare)
    return tuple_(*_PLACE) == tuple_(*wanted)


def later_entries(session: Session, leaf: int, silent: Iterable[str]) -> list[Later]:
    """Return the entries after a leaf, once for each tag and case. ``silent``: tags that are not asked about.

    Two statements, and one for every FEW cases more.
    """
    newest = func.max(LedgerEntry.leaf)
    query = select(LedgerEntry.tag, LedgerEntry.stream, newest).where(LedgerEntry.leaf > leaf)
    rows = session.execute(query.group_by(LedgerEntry.tag, LedgerEntry.stream)).all()
    passed = frozenset(silent)
    asked = [row for row in rows if row[0] not in passed]
    cases = dict(_cases(session, {stream for _tag, stream, _leaf in asked}))
    return [Later(newest_leaf, tag, cases.get(stream)) for tag, stream, newest_leaf in asked]


def _cases(session: Session, streams: set[str]) -> Iterator[tuple[str, CaseNow]]:
    ids = sorted(uuid.UUID(one.removeprefix(STREAM)) for one in streams if one.startswith(STREAM))
    columns = (Complaint.kind, Complaint.department_id, Complaint.received_on, Complaint.due_on, Complaint.settled_on)
    for start in range(0, len(ids), FEW):
        query = select(Complaint.id, *columns).where(Complaint.id.in_(ids[start : start + FEW]))
        for row in session.execute(query):
            yield f"{STREAM}{row[0]}", CaseNow(*row[1:])


def kinds_there(session: Session) -> frozenset[str]:
    """Return the kinds of which there is a case. One statement."""
    return frozenset(session.scalars(select(Complaint.kind).distinct()))


def counts_by(session: Session, day: dt.date) -> list[Counts]:
    """Return of the cases received by a day how many there are, were due, settled and gone by it: by kind and
    department. One statement.
    """
    columns = (Complaint.due_on, Complaint.settled_on, Complaint.left_on)
    sums = (func.sum(case((one <= day, 1), else_=0)) for one in columns)
    keys = (Complaint.kind, Complaint.department_id)
    query = select(*keys, func.count(), *sums).where(Complaint.received_on <= day).group_by(*keys)
    return [(kind, place, tuple(int(one) for one in counts)) for kind, place, *counts in session.execute(query)]


def responses_by(session: Session, day: dt.date) -> int:
    """Return how many responses were given by a day, sealed and waiting. One statement."""
    counted = response_counts(ResponseCount.local_on <= day).c
    query = select(func.coalesce(func.sum(counted.n), 0)).where(counted.local_on <= day)
    return int(session.execute(query).scalar_one())


def flags_by(session: Session, day: dt.date) -> str:
    """Return a digest of all flags of responses given by a day. Reads every response: for the worker alone."""
    query = select(Response.id, Response.flags).where(Response.flags != "", Response.local_on <= day)
    found = hashlib.sha256()
    for key, flags in session.execute(query.order_by(Response.id)):
        found.update(f"{key} {flags}\n".encode())
    return found.hexdigest()


def next_change(session: Session, clock: Clock, last: dt.date) -> dt.date | None:
    """Return the day from which the cases known now may look otherwise by the calendar alone; None: never.

    Only imported rows hold days or moments that are still to come, or a due moment after the last day of its month
    (``last``), by the clock of another zone. Days of cases that are due later do not count. Two statements.
    """
    today, now = clock.today(), clock.now().replace(second=0, microsecond=0)
    days = (Complaint.received_on, Complaint.settled_on, Complaint.left_on, Complaint.noticed_on, Complaint.result_on)
    moments = (Complaint.received_at, Complaint.settled_at)
    later = [func.min(case((one > today, one))) for one in days]
    found: list[dt.date] = [one for one in session.execute(select(*later)).one() if one is not None]
    due = case(((Complaint.due_at > now) & (Complaint.due_on <= last), Complaint.due_at))
    at_moments = [func.min(case((one > now, one))) for one in moments]
    found += [local_day(one) for one in session.execute(select(*at_moments, func.min(due))).one() if one is not None]
    return min(found, default=None)
