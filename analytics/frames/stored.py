"""Dashboards that are stored, and what tells whether one still holds: later entries, and small facts about the data."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Final, cast

from sqlalchemy import ColumnElement, Date, String, Table, and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from analytics.models import StoredBoard
from complaints.models import Complaint
from complaints.queries.replay import STREAM
from kernel.clock import Clock, local_day
from ledger.models import LEAF, LedgerEntry, LedgerHead
from surveys.models import DeskVisits, Response, ResponseCount

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


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the cases of a kind and a department received by a day: the first day of receipt, and how many there are, were
    due, settled and gone by it.
    """

    kind: str
    department: uuid.UUID | None
    first: dt.date
    numbers: tuple[int, ...]


# What every page asks stands here once: making a statement takes longer than carrying it out.
_BOARDS, _CASES, _ENTRIES, _HEAD, _GIVEN, _COUNTED = (
    cast(Table, model.__table__).c
    for model in (StoredBoard, Complaint, LedgerEntry, LedgerHead, Response, ResponseCount)
)
_DAY: Final = bindparam("day", type_=Date())
_PLACE: Final = tuple(field.name for field in fields(Place))
_AT: Final = and_(*(_BOARDS[name] == bindparam(f"at_{name}", type_=String()) for name in _PLACE))
_KEPT: Final = tuple(_BOARDS[field.name] for field in fields(Kept))
_STORED: Final = select(*_KEPT, _BOARDS.body, select(_HEAD.leaf).scalar_subquery()).where(_AT)
_NEWEST: Final = func.max(_ENTRIES.leaf)
_LATER: Final = (
    select(_ENTRIES.tag, _ENTRIES.stream, _NEWEST)
    .where(_ENTRIES.leaf > bindparam("leaf", type_=LEAF))
    .group_by(_ENTRIES.tag, _ENTRIES.stream)
)
_COUNTS: Final = (
    select(
        _CASES.kind,
        _CASES.department_id,
        func.min(_CASES.received_on),
        func.count(),
        *(func.sum(case((one <= _DAY, 1), else_=0)) for one in (_CASES.due_on, _CASES.settled_on, _CASES.left_on)),
    )
    .where(_CASES.received_on <= _DAY)
    .group_by(_CASES.kind, _CASES.department_id)
)
_SEALED: Final = select(func.coalesce(func.sum(_COUNTED.n), 0)).where(_COUNTED.local_on <= _DAY).scalar_subquery()
_WAITING: Final = select(func.count(_GIVEN.id)).where(_GIVEN.leaf.is_(None), _GIVEN.local_on <= _DAY).scalar_subquery()
_REPORTED: Final = (
    select(func.count()).where(DeskVisits.day_on <= _DAY, DeskVisits.visits.is_not(None)).scalar_subquery()
)
_RESPONSES: Final = select(_SEALED + _WAITING, select(func.min(_GIVEN.received_at)).scalar_subquery(), _REPORTED)


def stored_at(session: Session, place: Place) -> tuple[Kept, str, int] | None:
    """Return the dashboard stored for a place with its text, and the newest leaf; None where there is none.

    One statement.
    """
    row = session.execute(_STORED, _place(place)).one_or_none()
    return None if row is None else (Kept(*row[:-2]), row[-2], row[-1])


def _place(place: Place) -> dict[str, str]:
    return {f"at_{name}": getattr(place, name) for name in _PLACE}


def all_stored(session: Session) -> dict[Place, Kept]:
    """Return what is stored, without the texts. One statement."""
    places = tuple(_BOARDS[name] for name in _PLACE)
    return {Place(*row[:6]): Kept(*row[6:]) for row in session.execute(select(*places, *_KEPT))}


def at(place: Place) -> ColumnElement[bool]:
    """Return the condition that a row is the one of a place."""
    return and_(*(getattr(StoredBoard, name) == getattr(place, name) for name in _PLACE))


def later_entries(session: Session, leaf: int, silent: Iterable[str]) -> list[Later]:
    """Return the entries after a leaf, once for each tag and case. ``silent``: tags that are not asked about.

    Two statements, and one for every FEW cases more.
    """
    rows = session.execute(_LATER, {"leaf": leaf}).all()
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
    """Return what the cases received by a day are, by kind and department. One statement."""
    return [
        Counts(kind, place, first, (int(n), int(due), int(settled), int(left)))
        for kind, place, first, n, due, settled, left in session.execute(_COUNTS, {"day": day})
    ]


def responses_by(session: Session, day: dt.date) -> tuple[int, dt.date | None, int]:
    """Return how many responses were given by a day, sealed and waiting, the day of the first, and of how many days of
    desks visits are reported: rates are told beside the answers, so both decide what of them is told. One statement.
    """
    given, first, reported = session.execute(_RESPONSES, {"day": day}).one()
    return int(given), local_day(first) if first else None, int(reported)


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
