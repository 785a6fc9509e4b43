"""Anonymous opinions against the record: each as it was left, how far the office is with it, and what it did."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from functools import partial
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.models import Feedback
from complaints.replaying.cases import FEW
from complaints.replaying.texts import different
from ledger.replays import Difference, OnStep, Projection, Said, begins, commits, rows_in, said

STREAM: Final = "feedback:"
_LEFT: Final = ComplaintTag.FEEDBACK_LEFT.text
_STATE: Final = {ComplaintTag.FEEDBACK_REVIEWED.text: "reviewed", ComplaintTag.FEEDBACK_CLOSED.text: "closed"}
_COLUMNS: Final = tuple(Feedback.__table__.c)


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    streams = groupby(said(session, begins(STREAM), by_stream=True), key=attrgetter("stream"))
    told = ((uuid.UUID(stream.removeprefix(STREAM)), list(entries)) for stream, entries in streams)
    seen: set[bytes] = set()
    while few := dict(islice(told, FEW)):
        seen.update(key.bytes for key in few)
        rows = {row.id: row for row in session.execute(select(*_COLUMNS).where(Feedback.id.in_(few)))}
        for key, entries in few.items():
            for why in _faults(entries, rows.get(key)):
                yield Difference(f"opinion {key}", why, entries[-1].leaf)
        on_step(len(few))
    for key in session.scalars(select(Feedback.id).execution_options(yield_per=2_000)):
        if key.bytes not in seen:
            yield Difference(f"opinion {key}", "it is there, but no entry tells of it")


def _faults(entries: list[Said], row: Any) -> Iterator[str]:
    if row is None:
        yield "an entry tells of it, but it is not there"
        return
    answer = None
    told: dict[str, Any] = {"state": "received", "topic_id": None}
    for one in entries:
        if one.tag == _LEFT:
            told |= {"department_id": one.data["department"], "flags": one.data.get("flags", "")}
            if not commits(row.salt, [row.subject, row.text], one.data["matter"]):
                yield "subject and text are not what was recorded"
        elif one.tag in _STATE:
            told |= {"state": _STATE[one.tag], "topic_id": one.data["topic"]}
            answer = one.data.get("answer")
    yield from different(row, told, "entries")
    if bool(row.answer) != (answer is not None) or (answer and not commits(row.salt, row.answer, answer)):
        yield "what the office did with it is not what was recorded"


REPLAYS: Final = (Projection("opinions", partial(rows_in, Feedback), _differences, (Feedback,)),)
"""What the verification compares of this part."""
