"""The cases whose time is over, as a plan somebody looks at before anything is done."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.rules.moves import State
from complaints.rules.retention import MOST_AT_ONCE, due_since
from ledger.canonical import canonical
from office.models import FilingClass


@dataclass(frozen=True)
class Due:
    """A case whose time is over; ``closed_on`` the last of its ends, ``since`` the first day it may be anonymised."""

    case_id: uuid.UUID
    number: str
    symbol: str
    category: str
    closed_on: dt.date
    since: dt.date

    @property
    def rule(self) -> str:
        """The rule it falls under, as the record names it: ``1431 B5``."""
        return f"{self.symbol} {self.category}"

    def facts(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "case": self.number,
            "class": self.symbol,
            "category": self.category,
            "closed_on": self.closed_on.isoformat(),
            "due_since": self.since.isoformat(),
        }


@dataclass(frozen=True)
class Plan:
    """What would be anonymised on a day, the longest over first. ``more``: how many wait for the next plan."""

    day: dt.date
    cases: tuple[Due, ...]
    more: int

    @property
    def hash(self) -> str:
        """What a run has to name: it is another one on another day, and when another case is due."""
        content = {
            "day": self.day.isoformat(),
            "cases": [{"id": str(one.case_id), **one.facts()} for one in self.cases],
        }
        return hashlib.sha256(b"interesant:retention-plan:v1\0" + canonical(content).encode()).hexdigest()


def retention_plan(session: Session, today: dt.date) -> Plan:
    """The closed cases whose time is over. One statement.

    Left out, whatever else is so: open ones and appeals whose result is awaited, restricted ones, those of no class,
    of a class the archivist has not confirmed, of category A and BE, and what was erased before.
    """
    query = (
        select(Complaint, FilingClass.symbol, FilingClass.category)
        .join(FilingClass, FilingClass.id == Complaint.filing_class_id)
        .where(
            or_(Complaint.settled_on.is_not(None), Complaint.left_on.is_not(None)),
            Complaint.state != State.PASSED.value,
            Complaint.restricted_at.is_(None),
            Complaint.erased_at.is_(None),
            FilingClass.confirmed_on <= today,
        )
    )
    found = [one for row in session.execute(query) if (one := _due(*row)) is not None and one.since <= today]
    found.sort(key=lambda one: (one.since, one.closed_on, one.case_id))
    return Plan(today, tuple(found[:MOST_AT_ONCE]), max(0, len(found) - MOST_AT_ONCE))


def _due(complaint: Complaint, symbol: str, category: str) -> Due | None:
    ends = [day for day in (complaint.settled_on, complaint.left_on, complaint.result_on) if day is not None]
    since = due_since(max(ends), category)
    if since is None:
        return None
    return Due(complaint.id, complaint.register_number, symbol, category, max(ends), since)
