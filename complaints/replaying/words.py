"""Words of cases against the record: letters, notes, reasons, answers, files - each gives the commitment of its entry.

Case by case, a few hundred at a time: the entries that tell of words, and beside them the rows of every table that
holds some. Nothing is read from files: a file's row holds its hash.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

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
from complaints.queries.replay import STREAM
from complaints.replaying.beside import faults_beside
from complaints.replaying.cases import FEW, name_of
from complaints.replaying.rows import CaseRows, rows_of
from complaints.replaying.texts import faults_of_texts
from complaints.rules.words import TOLD, CaseWords, applied
from ledger.models import LedgerEntry
from ledger.replays import Difference, OnStep, Projection, Said, begins, rows_in, said, tagged
from storage.base import Base

_HELD: Final[tuple[type[Base], ...]] = (
    Complainant, ComplaintMatter, ComplaintNote, ComplaintStep, ComplaintDraft, ComplaintLetter, ComplaintAttachment,
    PetitionPublication, PetitionScan,
)  # fmt: skip
"""The tables of words; each row names its case."""


MIDDLE: Final = f"{STREAM}8"
"""Ids are random: half of the streams come before it."""


def _of_first_half(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Words of one half of the cases, and words that belong to no case at all."""
    yield from _differences(session, on_step, LedgerEntry.stream < MIDDLE)
    yield from _of_no_case(session)


def _of_second_half(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Words of the other half."""
    yield from _differences(session, on_step, LedgerEntry.stream >= MIDDLE)


def _differences(session: Session, on_step: OnStep, half: ColumnElement[bool]) -> Iterator[Difference]:
    """Words that do not give their commitment, that are gone, or of which no entry tells."""
    streams = groupby(said(session, begins(STREAM) & tagged(TOLD) & half, by_stream=True), key=attrgetter("stream"))
    told = (_told(stream, entries) for stream, entries in streams)
    while few := list(islice(told, FEW)):
        rows = rows_of(session, [case_id for case_id, _words, _leaf in few])
        for case_id, words, leaf in few:
            yield from _in_case(words, rows[case_id], leaf)
        on_step(len(few))


def _told(stream: str, entries: Iterator[Said]) -> tuple[uuid.UUID, CaseWords, int]:
    words, leaf = CaseWords(), 0
    for one in entries:
        applied(words, one.tag, one.data, one.actor, one.effective_on)
        leaf = max(leaf, one.leaf)
    return uuid.UUID(stream.removeprefix(STREAM)), words, leaf


def _in_case(words: CaseWords, rows: CaseRows, leaf: int) -> Iterator[Difference]:
    if rows.case is None:
        return  # the comparison of cases has named it
    for what, why in (*faults_of_texts(words, rows), *faults_beside(words, rows)):
        yield Difference(f"{name_of(rows.case)}, {what}", why, leaf)


def _of_no_case(session: Session) -> Iterator[Difference]:
    for model in _HELD:
        table: Any = model
        query = select(table.complaint_id).where(~exists().where(Complaint.id == table.complaint_id)).limit(1)
        for case_id in session.scalars(query):
            yield Difference(f"{model.__tablename__} of case {case_id}", "the register holds no such case")


def _half(rest: int, session: Session) -> int:
    return (rows_in(Complaint, session) + rest) // 2


REPLAYS: Final[Sequence[Projection]] = (
    Projection("words of cases", partial(_half, 1), _of_first_half, _HELD),
    Projection("words of cases", partial(_half, 0), _of_second_half, (), is_walkers=True),
)
"""What the verification compares of this part: in two halves, so that two processes share the longest of all."""
