"""The entries of the record that tell of cases: between two leaves, or recorded long after their day."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from analytics.frames.scope import in_scope, midnight
from analytics.frames.then import TOLD_BY
from analytics.measures.period import Month
from complaints.models import Complaint
from complaints.queries.replay import STREAM
from kernel.permissions import EVERYWHERE, Scope
from ledger.models import LedgerEntry

AT_ONCE: Final = 500
"""Streams asked for in one statement: SQLite allows 32,766 values."""


BEHIND: Final = "complaint;"
"""The first text behind all streams of cases: ``;`` follows ``:``."""
IMPORTED: Final = "complaints:complaint:import"


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry of a case: its number in the record, what happened, since when, and when it was written down."""

    case_id: str
    leaf: int
    tag: str
    effective_on: dt.date
    recorded_at: dt.datetime
    reason: str


def entries_between(session: Session, ids: Iterable[str], after: int, upto: int) -> dict[str, list[EntryLine]]:
    """Return what was recorded of each case after one leaf and up to another, in order: what the figures can see."""
    found: dict[str, list[EntryLine]] = {}
    for few in _in_parts(sorted(set(ids)), AT_ONCE):
        streams = [f"{STREAM}{one}" for one in few]
        query = (
            _entries()
            .where(LedgerEntry.stream.in_(streams), LedgerEntry.leaf > after, LedgerEntry.leaf <= upto)
            .order_by(LedgerEntry.leaf)
        )
        for row in session.execute(query):
            line = _line(row)
            found.setdefault(line.case_id, []).append(line)
    return found


def entries_of_month(session: Session, month: Month, scope: Scope = EVERYWHERE) -> list[EntryLine]:
    """Return what was recorded of cases with a day of effect in a month, in the order of the record.

    Of the departments in scope, as cases stand under them now. What was imported is left out: an import is recorded
    later than its days by its nature.
    """
    day = f'"effective_on":"{month}-'  # nothing a person types holds this: quotes in a text are written as \\"
    query = (
        _entries()
        .where(LedgerEntry.tag != IMPORTED, LedgerEntry.stream >= STREAM, LedgerEntry.stream < BEHIND)
        .where(LedgerEntry.recorded_at >= midnight(month.first), LedgerEntry.canonical.contains(day, autoescape=True))
        .order_by(LedgerEntry.leaf)
    )
    found = [_line(row) for row in session.execute(query)]
    if scope is EVERYWHERE:
        return found
    own = {str(key) for key in session.scalars(select(Complaint.id).where(in_scope(Complaint.department_id, scope)))}
    return [line for line in found if line.case_id in own]


def _entries() -> Select[str, int, str, dt.datetime, str]:
    entry = LedgerEntry
    return select(entry.stream, entry.leaf, entry.tag, entry.recorded_at, entry.canonical).where(
        entry.tag.in_(sorted(TOLD_BY))
    )


def _line(row: Any) -> EntryLine:
    content = json.loads(row.canonical)
    day = dt.date.fromisoformat(content["effective_on"])
    case_id = str(uuid.UUID(row.stream.removeprefix(STREAM)))
    return EntryLine(case_id, row.leaf, row.tag, day, row.recorded_at, content["reason"])


def _in_parts(ids: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
