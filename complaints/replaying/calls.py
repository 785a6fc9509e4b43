"""Phone calls against the record: each as it was noted, what it led to, and whether its words are gone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.actions.calls import words_of
from complaints.events import ComplaintTag
from complaints.models import PhoneCall
from complaints.replaying.texts import different, said_by
from ledger.replays import Difference, OnStep, Projection, Said, begins, commits, entries_without, rows_in, said

STREAM: Final = "call:"


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    rows = {row.id: row for row in session.execute(select(*PhoneCall.__table__.c))}
    for stream, entries in groupby(said(session, begins(STREAM), by_stream=True), key=attrgetter("stream")):
        told = list(entries)
        row = rows.pop(uuid.UUID(stream.removeprefix(STREAM)), None)
        on_step(1)
        for why in _faults(told, row):
            yield Difference(stream.replace(":", " "), why, told[-1].leaf)
    for key in rows:
        yield Difference(f"call {key}", "it is there, but no entry tells of it")


def _faults(entries: list[Said], row: Any) -> Iterator[str]:
    if row is None:
        yield "an entry tells of it, but it is not there"
        return
    noted = entries[0]
    by_tag = {one.tag: one.data for one in entries}
    linked = by_tag.get(ComplaintTag.CALL_LINKED.text, {}).get("complaint")
    is_erased = ComplaintTag.CALL_ERASED.text in by_tag
    told: dict[str, object] = {"called_on": noted.data["on"], "department_id": noted.data["department"]}
    told |= {"complaint_id": linked, "language": noted.data.get("language", row.language)}  # not told by older entries
    yield from different(row, told, "entries")
    if not said_by(noted.actor, row.noted_by_id):
        yield "somebody else noted it by its entry"
    if is_erased != (row.erased_at is not None) or (is_erased and any((*words_of(row), row.salt))):
        yield "its words are erased by one of the two and not by the other"
    if not is_erased and not commits(row.salt, words_of(row), noted.data["words"]):
        yield "its words are not what was recorded"


def _untold(session: Session) -> dict[str, int]:
    return {"language of a phone call": entries_without("language", [ComplaintTag.CALL_NOTED.text], session)}


REPLAYS: Final = (Projection("phone calls", partial(rows_in, PhoneCall), _differences, (PhoneCall,), _untold),)
"""What the verification compares of this part."""
