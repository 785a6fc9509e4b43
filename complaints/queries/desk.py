"""What a page of a case needs beside the case, read at once: names, notes, who is there, what was not sent."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, Uuid, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from complaints.models import CasePresence, ComplaintNote, UnsentWords
from complaints.queries.presence import Present, present_among
from complaints.rules.presence import GONE_AFTER, Doing
from complaints.rules.unsent import NOTHING
from kernel.clock import Clock
from ledger.canonical import commitment
from office.models import Person
from storage.types import Moment


@dataclass(frozen=True)
class Desk:
    """``names``: of all members of staff; ``notes``: texts by their commitment, which is what the record holds;
    ``unsent``: forms with the reader's own words, and when they were kept; ``rows``: who was heard of lately."""

    names: dict[uuid.UUID, str]
    notes: dict[str, str]
    unsent: list[tuple[str, dt.datetime]]
    rows: list[tuple[uuid.UUID, str, dt.datetime]]

    def present(self, clock: Clock, person_id: uuid.UUID, doing: Doing) -> Present:
        """Who has the case open, as one of them sees it who does something there."""
        named = [(who, self.names.get(who, ""), what, seen_at) for who, what, seen_at in self.rows]
        return present_among(sorted(named, key=lambda row: (row[1], row[0])), clock, person_id, doing)


def desk_of(session: Session, clock: Clock, person_id: uuid.UUID | None, complaint_id: uuid.UUID) -> Desk:
    """All of it. One statement."""
    nobody, never, nothing = cast(null(), Uuid), cast(null(), Moment), literal("")
    here = select(
        literal("here").label("what"),
        CasePresence.person_id.label("who"),
        cast(CasePresence.doing, Text).label("first"),
        nothing.label("second"),
        CasePresence.seen_at.label("at"),
    ).where(CasePresence.complaint_id == complaint_id, CasePresence.seen_at > clock.now() - GONE_AFTER)
    own = (
        UnsentWords.complaint_id == complaint_id,
        UnsentWords.person_id == person_id,
        UnsentWords.fields != NOTHING,
    )
    parts = (
        here,
        select(literal("name"), Person.id, cast(Person.display_name, Text), nothing, never),
        select(literal("note"), nobody, cast(ComplaintNote.salt, Text), ComplaintNote.text, never).where(
            ComplaintNote.complaint_id == complaint_id
        ),
        select(literal("words"), nobody, cast(UnsentWords.form, Text), nothing, UnsentWords.kept_at).where(*own),
    )
    rows = session.execute(union_all(*parts)).all()
    return Desk(
        names={row.who: row.first for row in _of(rows, "name")},
        notes={commitment(row.first, row.second): row.second for row in _of(rows, "note")},
        unsent=sorted(((row.first, row.at) for row in _of(rows, "words")), key=lambda one: one[1], reverse=True),
        rows=[(row.who, row.first, row.at) for row in _of(rows, "here")],
    )


def _of(rows: Iterable[Any], what: str) -> list[Any]:
    return [row for row in rows if row.what == what]
