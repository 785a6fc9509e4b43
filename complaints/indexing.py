"""Reading the words of all cases for the search: after an upgrade by the worker, or whenever somebody asks for it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complaint, ComplaintWords
from complaints.models.indexing import MOST_AT_ONCE, Row, rows_of, write_rows
from complaints.rules.search import VERSION
from storage.searching import is_sound, merge_some
from storage.session import Storage
from worker.jobs import Job, JobWork
from worker.schedules import Daily, OnceAfterChange

FIRST: Final = uuid.UUID(int=0)


def index_all(storage: Storage) -> Iterator[int]:
    """Read every case and write its words; each batch in a transaction of its own, so that nobody waits long.

    Yields how many cases are done. A case that is written meanwhile is right either way.
    """
    return _in_batches(storage, only_waiting=False)


def index_waiting(storage: Storage) -> int:
    """Read the cases whose words were indexed by older rules, or not at all; how many there were."""
    return max(_in_batches(storage, only_waiting=True), default=0)


def _in_batches(storage: Storage, *, only_waiting: bool) -> Iterator[int]:
    last, done = FIRST, 0
    while True:
        with storage.writing() as session:
            case_ids = _next(session, last, only_waiting=only_waiting)
            if not case_ids:
                return
            _wait_for_writers(session, case_ids)
            write_rows(session, rows_of(session, case_ids))
        last, done = case_ids[-1], done + len(case_ids)
        yield done


def _wait_for_writers(session: Session, case_ids: list[uuid.UUID]) -> None:
    """Whoever writes words of these cases now is done before they are read, or begins after they are indexed."""
    rows = select(ComplaintWords.id).where(ComplaintWords.complaint_id.in_(case_ids))
    session.execute(rows.order_by(ComplaintWords.complaint_id).with_for_update())


def _next(session: Session, last: uuid.UUID, *, only_waiting: bool) -> list[uuid.UUID]:
    query = select(Complaint.id).where(Complaint.id > last).order_by(Complaint.id).limit(MOST_AT_ONCE)
    if only_waiting:
        query = (
            select(ComplaintWords.complaint_id)
            .where(ComplaintWords.version != VERSION, ComplaintWords.complaint_id > last)
            .order_by(ComplaintWords.complaint_id)
            .limit(MOST_AT_ONCE)
        )
    return list(session.scalars(query))


def differing(storage: Storage) -> Iterator[str]:
    """Where the index does not say what the cases say, a sentence each; it changes nothing."""
    last = FIRST
    with storage.reading() as session:
        while case_ids := _next(session, last, only_waiting=False):
            kept = _kept(session, case_ids)
            for row in rows_of(session, case_ids):
                how = _how(kept.get(row["complaint_id"]), row)
                if how:
                    yield f"case {session.get_one(Complaint, row['complaint_id']).register_number}: {how}"
            last = case_ids[-1]
    with storage.session(writing=True) as session:
        if not is_sound(session.connection()):
            yield "the index of the database does not say what its table says"


def _kept(session: Session, case_ids: list[uuid.UUID]) -> dict[uuid.UUID, Row]:
    columns = (ComplaintWords.complaint_id, ComplaintWords.version, ComplaintWords.register, ComplaintWords.letter)
    query = select(*columns, ComplaintWords.person).where(ComplaintWords.complaint_id.in_(case_ids))
    return {row.complaint_id: dict(row._mapping) for row in session.execute(query)}


def _how(kept: Row | None, row: Row) -> str:
    if kept is None:
        return "not in the index"
    if kept["version"] != row["version"]:
        return "indexed by older rules"
    parts = [part for part in ("register", "letter", "person") if kept[part] != row[part]]
    return f"other words in {', '.join(parts)}" if parts else ""


def tidy(storage: Storage) -> None:
    """Let the database bring its own index into one piece, step by step, so that erased words leave no trace in it."""
    is_first = True
    while True:
        with storage.writing() as session:
            if not merge_some(session.connection(), is_first=is_first):
                return
        is_first = False


def _run(work: JobWork) -> str:
    done = index_waiting(work.storage)
    tidy(work.storage)
    return f"{done} cases indexed for the search"


INDEXING: Final = Job(
    "search", OnceAfterChange(Daily(4, 15), lambda: f"words {VERSION}"), _run, _l("Indeks wyszukiwania spraw")
)
"""At night, after the backup; and at once when a new version of the program reads words by other rules."""
