"""The holding list against the record: each filing as it came, its words and files, and the case it became."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.actions.holding import origin_of
from complaints.events import ComplaintTag
from complaints.models import HeldFile, HeldFiling
from complaints.queries.holding import files_of
from complaints.replaying.texts import different
from ledger.replays import Difference, OnStep, Projection, commits, entries_without, rows_in, said, tagged

_HELD: Final = ComplaintTag.FILING_HELD.text
_RELEASED: Final = ComplaintTag.FILING_RELEASED.text


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    rows = {f"held:{row.id}": row for row in session.scalars(select(HeldFiling))}
    cases = {one.stream: one.data["complaint"] for one in said(session, tagged([_RELEASED]))}
    for one in said(session, tagged([_HELD])):
        place, row = f"filing L {one.data['number']}/{one.data['year']}", rows.pop(one.stream, None)
        if row is None:
            yield Difference(place, "an entry tells of it, but it is not there", one.leaf)
        else:
            for why in _faults(session, row, one.data, cases.get(one.stream)):
                yield Difference(place, why, one.leaf)
        on_step(1)
    for row in rows.values():
        yield Difference(f"filing {row.list_number}", "it is there, but no entry tells of it")


def _faults(session: Session, row: HeldFiling, data: dict[str, Any], case: str | None) -> Iterator[str]:
    told = {name: data[name] for name in ("kind", "year", "number", "received_on")}
    told |= {"department_id": data["department"], "commitment": data["filing"], "file_count": data["files"]}
    texts = {name: None if value is None else str(value) for name, value in told.items()}
    yield from different(row, {**texts, "complaint_id": case}, "entries")
    if "origin" in data and not commits(row.id.hex, origin_of(row), data["origin"]):  # entries of before do not tell it
        yield "its language, access code or form are not those it came with"
    if case is not None:
        if row.content or row.salt:
            yield "it is in a register, but its words still stand here"
        return
    files = [part for one in files_of(session, row.id) for part in (one.file.digest, one.upload.name)]
    if not commits(row.salt, [row.content, *files], data["filing"]):
        yield "its words or files are not what was recorded"


def _untold(session: Session) -> dict[str, int]:
    return {"language, access code and form of a held filing": entries_without("origin", [_HELD], session)}


REPLAYS: Final = (
    Projection("holding list", partial(rows_in, HeldFiling), _differences, (HeldFiling, HeldFile), _untold),
)
"""What the verification compares of this part."""
