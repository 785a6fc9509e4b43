"""Cases that belong to a case: those linked with it, and those that may be of the same person, as a hint."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Subquery, and_, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from complaints.models import Complainant, Complaint, ComplaintLink
from complaints.queries.scope import may_know, may_read, units_about, within
from complaints.rules.repeats import Repeat, repeat
from kernel.permissions import Actor

CANDIDATES = 40
"""Ours: cases looked at for hints; those whose complainant the reader may not know fall out."""

SAME_PERSON = frozenset({"earlier", "duplicate", "split"})
"""Links that say that two cases come from the same person."""

MOST_HINTS = 5
"""Ours: more are no hint any more; the queue finds them all."""


@dataclass(frozen=True)
class Hint:
    """A case that came before and may be of the same person; ``means``: what art. 239 KPA makes of it.

    ``how``: the link there is already, empty for none.
    """

    id: uuid.UUID
    register_number: str
    subject: str
    received_on: dt.date
    outcome: str | None
    means: Repeat
    how: str = ""


@dataclass(frozen=True)
class Linked:
    """Another case, how it belongs here (labels.LINKS), and whether this one names it or is named by it."""

    complaint: Complaint
    how: str
    is_named_here: bool
    is_readable: bool


def hints_for(session: Session, actor: Actor, complaint: Complaint) -> list[Hint]:
    """Earlier cases of the same kind that may be of the same person, newest first, within the reader's scope.

    None whose complainant they may not know. Name and address, or the e-mail address, are compared in the database by
    their keys and never read. At most two statements.
    """
    return beside(session, actor, complaint)[1]


def beside(
    session: Session, actor: Actor, complaint: Complaint, *, with_hints: bool = True
) -> tuple[list[Linked], list[Hint]]:
    """The cases linked with a case in either direction, oldest first (unreadable ones are told by number only), and the
    hints. At most two statements.

    A link that says two cases are of one person is kept from those whom the complainant of either is kept from.
    """
    branches = [
        _pair(ComplaintLink.other_id, "named").where(ComplaintLink.complaint_id == complaint.id),
        _pair(ComplaintLink.complaint_id, "naming").where(ComplaintLink.other_id == complaint.id),
    ]
    if with_hints:
        hinted = _hinted(actor, complaint)
        branches.append(select(hinted.c.id, literal("").label("how"), literal("hint").label("side")))
    pairs = union_all(*branches).subquery()
    query = (
        select(Complaint, pairs.c.how, pairs.c.side, within(actor))
        .join(pairs, pairs.c.id == Complaint.id)
        .order_by(Complaint.received_on, Complaint.registered_at, Complaint.number, Complaint.id)
    )
    rows = session.execute(query).all()
    units = units_about(session, [complaint, *(row[0] for row in rows)])
    kept = {row[0].id for row in rows if not may_read(session, actor, row[0], units)}
    tells = may_read(session, actor, complaint, units)
    linked = [
        Linked(row[0], row[1], row[2] == "named", bool(row[3]))
        for row in rows
        if row[2] != "hint" and (row[1] not in SAME_PERSON or (tells and row[0].id not in kept))
    ]
    named = {one.complaint.id: one.how for one in linked if one.is_named_here}
    known = [row[0] for row in reversed(rows) if row[2] == "hint" and may_know(session, actor, row[0], units)]
    return linked, [_hint(found, named.get(found.id)) for found in known[:MOST_HINTS]]


def may_know_parts(session: Session, actor: Actor, complaint: Complaint) -> bool:
    """Whether the actor may know the cases a letter was split into to be of one person. At most two statements."""
    query = select(Complaint).join(ComplaintLink, ComplaintLink.complaint_id == Complaint.id)
    parts = session.scalars(query.where(ComplaintLink.other_id == complaint.id, ComplaintLink.how == "split")).all()
    units = units_about(session, [complaint, *parts])
    return all(may_read(session, actor, one, units) for one in (complaint, *parts))


def _pair(other: InstrumentedAttribute[uuid.UUID], side: str) -> Select[uuid.UUID, str, str]:
    return select(other.label("id"), ComplaintLink.how.label("how"), literal(side).label("side"))


def _hinted(actor: Actor, complaint: Complaint) -> Subquery:
    """The ids of the hints."""
    mine, theirs = aliased(Complainant), aliased(Complainant)
    return (
        select(Complaint.id.label("id"))
        .join(theirs, theirs.complaint_id == Complaint.id)
        .join(mine, _same_person(mine, theirs))
        .where(
            mine.complaint_id == complaint.id,
            Complaint.id != complaint.id,
            Complaint.kind == complaint.kind,
            Complaint.registered_at <= complaint.registered_at,
            within(actor),
        )
        .order_by(Complaint.received_on.desc(), Complaint.registered_at.desc(), Complaint.id)
        .limit(CANDIDATES)
        .subquery()
    )


def _same_person(mine: type[Complainant], theirs: type[Complainant]) -> ColumnElement[bool]:
    return or_(
        and_(mine.person_key != "", mine.person_key == theirs.person_key),
        and_(mine.email_key != "", mine.email_key == theirs.email_key),
    )


def _hint(found: Complaint, how: str | None) -> Hint:
    means = repeat(found.kind, found.outcome, is_earlier_open=found.is_open)
    return Hint(found.id, found.register_number, found.subject, found.received_on, found.outcome, means, how or "")
