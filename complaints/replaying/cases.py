"""The register against the record: every case with its steps and words told again from its entries alone.

Case by case, a few hundred at a time: what the entries say, and beside it the rows of every table that holds something
of a case. Words give the commitment of their entry; nothing is read from files, whose rows hold their hash.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from functools import partial, reduce
from itertools import islice
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import Column, ColumnElement, String, Table, exists, func, literal, select, type_coerce
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.models import (
    Complainant,
    Complaint,
    ComplaintAttachment,
    ComplaintDraft,
    ComplaintLetter,
    ComplaintMatter,
    ComplaintNote,
    ComplaintStep,
    PetitionPublication,
    PetitionScan,
)
from complaints.queries.replay import STREAM, differences, recorded_as
from complaints.replaying.beside import faults_beside
from complaints.replaying.confirming import Confirmed
from complaints.replaying.rows import CaseRows, rows_of
from complaints.replaying.texts import faults_of_texts
from complaints.rules import replay, words
from complaints.rules.kinds import Channel
from complaints.rules.replay import CaseReplay, NotReplayable
from complaints.rules.words import CaseWords
from ledger.models import LedgerEntry
from ledger.replays import Difference, OnStep, Part, Projection, begins, entries_without, rows_in, shown, streams_told
from storage.base import Base
from storage.types import IdText

FEW: Final = 500
"""Cases compared at a time: so that their rows are looked for together, and do not fill memory."""
_HELD: Final[tuple[type[Base], ...]] = (
    Complainant, ComplaintMatter, ComplaintNote, ComplaintStep, ComplaintDraft, ComplaintLetter, ComplaintAttachment,
    PetitionPublication, PetitionScan,
)  # fmt: skip
"""The tables beside the register; each row names its case."""


class Told(NamedTuple):
    """A case as the record tells it: its id, state and dates, words, confirmation, and the newest entry of it."""

    case_id: str
    case: CaseReplay
    words: CaseWords
    confirmed: Confirmed
    last_leaf: int


def _of_walker(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """The cases left to the process that walks."""
    yield from _among_entries(session, on_step, LedgerEntry.stream >= SHARE)


def _of_other(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """The cases of the other process, and rows of which no entry tells at all."""
    yield from _among_entries(session, on_step, LedgerEntry.stream < SHARE)
    yield from _of_no_case(session)


def _among_entries(session: Session, on_step: OnStep, share: ColumnElement[bool]) -> Iterator[Difference]:
    """Cases that say otherwise than their entries, or of which only entries tell."""
    streams = streams_told(session, begins(STREAM) & share)
    told = (_told(stream, entries) for stream, entries in streams)
    try:
        while few := list(islice(told, FEW)):
            rows = rows_of(session, [one.case_id for one in few])
            for one in few:
                yield from _case(one, rows[one.case_id])
            on_step(len(few))
    except (NotReplayable, ValueError, KeyError) as fault:
        yield Difference("a case of the record", f"its entries do not tell of a case: {fault}")


def _told(stream: str, entries: Iterator[Part]) -> Told:
    beginning = next(entries)
    case, text, last = replay.first(beginning.tag, beginning.data), CaseWords(), beginning.leaf
    confirmed = Confirmed.beginning(beginning)
    words.applied(text, beginning.tag, beginning.data, beginning.actor, beginning.effective_on)
    for entry in entries:
        leaf, tag, data, actor, effective_on, _recorded_at = entry
        case = replay.applied(case, tag, data)
        confirmed.apply(entry)
        words.applied(text, tag, data, actor, effective_on)
        last = max(last, leaf)
    return Told(str(uuid.UUID(stream.removeprefix(STREAM))), case, text, confirmed, last)


def _case(told: Told, rows: CaseRows) -> Iterator[Difference]:
    row, leaf = rows.case, told.last_leaf
    if row is None:
        yield Difference(f"case {told.case_id}", "the record tells of it, but it is not in the register", leaf)
        return
    for column in differences(row, told.case):
        here, there = shown(getattr(row, column)), shown(recorded_as(told.case, column))
        yield Difference(name_of(row), f"{column} is {here} in the register and {there} by its entries", leaf)
    if why := told.confirmed.fault(row.acknowledged_at):
        yield Difference(name_of(row), why, leaf)
    steps = [(step.move, step.happened_on, step.until_on) for step in rows.steps]
    if steps != [(step.move, step.on, step.until) for step in told.case.steps]:
        yield Difference(name_of(row), "its steps are not those of its entries", leaf)
    for what, why in (*faults_of_texts(told.words, rows), *faults_beside(told.words, rows)):
        yield Difference(f"{name_of(row)}, {what}", why, leaf)


def name_of(row: Any) -> str:
    """What people call a case of the register, with the id by which nobody mistakes it."""
    number = f"{row.register} {row.number}/{row.year}" if row.number is not None else row.external_number
    return f"case {number} ({row.id})"


def _of_no_case(session: Session) -> Iterator[Difference]:
    """Cases of which no entry tells, and words that belong to no case."""
    c = cast(Table, Complaint.__table__).c
    columns = (type_coerce(c.id, IdText).label("id"), c.register, c.number, c.year, c.external_number)
    has_entry = exists().where(LedgerEntry.stream == _stream_of(c.id, session.get_bind().dialect.name))
    for row in session.execute(select(*columns).where(~has_entry).limit(1)):
        yield Difference(name_of(row), "it is in the register, but no entry tells of it")
    for model in _HELD:
        table: Any = model
        query = select(table.complaint_id).where(~exists().where(Complaint.id == table.complaint_id)).limit(1)
        for case_id in session.scalars(query):
            yield Difference(f"{model.__tablename__} of case {case_id}", "the register holds no such case")


def _stream_of(case_id: Column[Any], dialect: str) -> ColumnElement[str]:
    """The name of the stream of a case, in the database: SQLite keeps an id without its dashes."""
    if dialect == "postgresql":
        return literal(STREAM) + sql_cast(case_id, String)
    digits = type_coerce(case_id, String)
    parts = [func.substr(digits, place, length) for place, length in _GROUPS]
    return reduce(lambda text, part: text + "-" + part, parts[1:], literal(STREAM) + parts[0])


_GROUPS: Final = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
"""Where the groups of digits of an id begin, and how long they are (RFC 9562, section 4)."""

SHARE: Final = f"{STREAM}b"
"""Eleven sixteenths of the streams come before it, ids being random: what one compares while one walks."""


def _part_of(of_sixteen: int, session: Session) -> int:
    return rows_in(Complaint, session) * of_sixteen // 16


def _untold(session: Session) -> dict[str, int]:
    filed = entries_without("confirmed", [ComplaintTag.RECEIVED.text], session, BY_WEB)
    return {"confirmation by the page of the web form": filed}


BY_WEB: Final = f'"channel":"{Channel.WEB}"'

REPLAYS: Final = (
    Projection("cases", partial(_part_of, 11), _of_other, (Complaint, *_HELD), _untold),
    Projection("cases", partial(_part_of, 5), _of_walker, (), is_walkers=True),
)
"""What the verification compares of this part: in two shares, so that two processes have as long with a long record."""
