"""Finding a resident's case at the counter: by number, sign, name or the day it came in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session

from complaints.models import Complainant, Complaint
from complaints.queries.matching import matches
from complaints.queries.scope import may_know, units_about, within
from kernel.permissions import Actor, Permission

MOST_FOUND = 25
"""Ours: what a person at the counter looks through; whoever gets more says a word more."""

MOST_LOOKED_AT = 200
"""Ours: cases looked at for these; those the reader may not know by name fall out."""


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
    """Cases within the reader's scope that a text (or a name that holds it) leads to, that came in on a day, or both.

    A case that only the name leads to is found by those who may know the name. Neither text nor day: none. At most two
    statements.
    """
    text = text.strip()
    if not text and day is None:
        return FoundCases()
    by_words = matches(text) if text else true()
    query = (
        select(Complaint, Complainant.name, by_words)
        .outerjoin(Complainant, Complainant.complaint_id == Complaint.id)
        .where(within(actor))
        .order_by(Complaint.received_on.desc(), Complaint.registered_at.desc(), Complaint.id)
        .limit(MOST_LOOKED_AT)
    )
    if text:
        by_name = within(actor, Permission.COMPLAINANT_READ) & Complainant.name.icontains(text, autoescape=True)
        query = query.where(or_(by_words, by_name))
    if day is not None:
        query = query.where(Complaint.received_on == day)
    rows = session.execute(query).all()
    units = units_about(session, [row[0] for row in rows])
    found = []
    for case, name, is_by_words in rows:
        knows = case.restricted_at is None and may_know(session, actor, case, units)
        if is_by_words or knows:
            found.append(FoundCase(case, (name or "") if knows else ""))
    return FoundCases(tuple(found[:MOST_FOUND]), len(found) > MOST_FOUND)
