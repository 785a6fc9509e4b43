"""Finding a resident's case at the counter: by number, name, words, or the day it came in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complainant, Complaint
from complaints.queries.matching import matches
from complaints.queries.scope import may_know, units_about, within
from kernel.permissions import Actor

MOST_FOUND = 25
"""Cases shown: what a person at the counter looks through. Ours: whoever gets more says a word more."""


@dataclass(frozen=True)
class FoundCase:
    """A case that was found; ``name``: who filed it, where the reader may know, else empty."""

    case: Complaint
    name: str


@dataclass(frozen=True)
class FoundCases:
    """The latest cases first; ``has_more``: more were there than are shown."""

    cases: tuple[FoundCase, ...] = ()
    has_more: bool = False


def find_cases(session: Session, actor: Actor, text: str, day: dt.date | None = None) -> FoundCases:
    """Cases within the reader's scope that match a text (matching.matches), came in on a day, or both.

    Neither: none. At most two statements, three where a withheld complainant is among them.
    """
    text = text.strip()
    if not text and day is None:
        return FoundCases()
    query = select(Complaint).where(within(actor))
    if text:
        query = query.where(matches(actor, text))
    if day is not None:
        query = query.where(Complaint.received_on == day)
    latest = query.order_by(Complaint.received_on.desc(), Complaint.registered_at.desc(), Complaint.id)
    found = session.scalars(latest.limit(MOST_FOUND + 1)).all()
    shown = found[:MOST_FOUND]
    names = _names(session, actor, shown)
    return FoundCases(tuple(FoundCase(case, names.get(case.id, "")) for case in shown), len(found) > MOST_FOUND)


def _names(session: Session, actor: Actor, cases: Sequence[Complaint]) -> dict[object, str]:
    units = units_about(session, cases)
    known = [case.id for case in cases if case.restricted_at is None and may_know(session, actor, case, units)]
    if not known:
        return {}
    query = select(Complainant.complaint_id, Complainant.name).where(Complainant.complaint_id.in_(known))
    return {row.complaint_id: row.name for row in session.execute(query)}
