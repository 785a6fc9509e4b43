"""The queue: what is open, what is late, what will be, a page at a time.

However many cases there are, a page costs the same: indexes hold them in the order they are shown in
(``queue_places``), and nothing is counted beyond ``queue_counts.MOST_COUNTED``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any, Final

from sqlalchemy import Select, select, union_all
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.queries.queue_file_rows import FOR_A_FILE, FileRow, FileRows, everybody
from complaints.queries.queue_filter import QueueFilter, conditions
from complaints.queries.queue_parts import Part, at_once, one_after_another
from complaints.queries.queue_places import LAST, Place, Stretch, read_place, stretches
from complaints.queries.queue_rows import COLUMNS, QueueRow, queue_row
from complaints.queries.scope import apart, within
from complaints.queries.standing import dates_of, is_open
from kernel.clock import Clock
from kernel.paging import KeyPage
from kernel.permissions import Actor

__all__ = ["PAGE_SIZE", "dates_of", "is_open", "queue_page", "queue_rows"]

PAGE_SIZE: Final = 25
"""Rows a page: what a person scans without losing the place."""

BATCH: Final = 1_000
"""Rows read at once on their way into a file: a megabyte of memory."""


def queue_page(
    session: Session, clock: Clock, actor: Actor, wanted: QueueFilter, *, after: str = "", before: str = ""
) -> KeyPage[QueueRow]:
    """The page behind a place of the queue (``after``) or in front of it (``before``; LAST: the last page).

    Nearest last day first. One statement; another where too few rows lie in front of a place, or none behind it.
    """
    asked = _Asked(session, clock, actor, wanted)
    key = before or after
    place = read_place(key, asked.stretches)
    is_lost = bool(key) and place is None and before != LAST
    if before and not is_lost:
        rows = asked.rows(place, PAGE_SIZE + 1, is_forward=False)
        has_before = len(rows) > PAGE_SIZE
        rows = rows[:PAGE_SIZE][::-1]
        if has_before or (before == LAST and rows):
            return _page(rows, has_before=has_before, has_after=before != LAST)
        place = None  # too few in front of it: the first page, whole
    rows = asked.rows(None if is_lost else place, PAGE_SIZE + 1, is_forward=True)
    if not rows and place is not None:  # what followed has been settled meanwhile
        return queue_page(session, clock, actor, wanted, before=LAST)
    has_after = len(rows) > PAGE_SIZE
    return _page(rows[:PAGE_SIZE], has_before=place is not None and not is_lost, has_after=has_after, is_lost=is_lost)


def queue_rows(session: Session, clock: Clock, actor: Actor, wanted: QueueFilter) -> Iterator[list[FileRow]]:
    """Every row of the queue in its order, a thousand at a time as they are consumed: for a file of any length."""
    asked = _Asked(session, clock, actor, wanted)
    read = FileRows(everybody(session), session.get_bind().dialect, clock.today(), clock.now())
    for stretch in asked.stretches:
        yield from asked.all_of(stretch, read)


def _page(rows: list[QueueRow], *, has_before: bool, has_after: bool, is_lost: bool = False) -> KeyPage[QueueRow]:
    first, last = (rows[0].place, rows[-1].place) if rows else (None, None)
    before = first.key if first and has_before else ""
    return KeyPage(rows, before, last.key if last and has_after else "", is_lost)


class _Asked:
    """A reader, what they asked for, and when."""

    def __init__(self, session: Session, clock: Clock, actor: Actor, wanted: QueueFilter) -> None:
        self._session = session
        self._actor = actor
        self._today, self._now = clock.today(), clock.now()
        self._conditions = conditions(actor, wanted, self._today)
        self._is_searched = bool(wanted.text.strip())
        self.stretches = stretches(wanted)

    def rows(self, place: Place | None, count: int, *, is_forward: bool) -> list[QueueRow]:
        """So many rows from a place on, over as many stretches as it takes: one statement for all of them."""
        ahead = list(self.stretches) if is_forward else list(self.stretches)[::-1]
        if place is not None:
            ahead = ahead[[one.letter for one in ahead].index(place.letter) :]
        parts = [self._part(one, None if at else place, count, is_forward=is_forward) for at, one in enumerate(ahead)]
        rows: list[list[QueueRow]] = [[] for _stretch in ahead]
        together = one_after_another(parts, count) if self._is_searched else at_once(parts)
        for at, *row in self._session.execute(together):
            rows[at].append(queue_row(row, ahead[at].letter, self._today, self._now))
        for some, stretch in zip(rows, ahead, strict=True):
            some.sort(key=lambda row: row.place.order, reverse=stretch.falls(is_forward=is_forward))
        return [row for some in rows for row in some][:count]

    def all_of(self, stretch: Stretch, read: FileRows) -> Iterator[list[FileRow]]:
        """Every row of a stretch, a batch at a time, by a cursor of the server where there is one."""
        where = [within(self._actor), *stretch.where, *self._conditions]
        query = select(*FOR_A_FILE).where(*where).order_by(*stretch.order(is_forward=True))
        with closing(self._session.connection().execute(query, execution_options={"yield_per": BATCH})) as rows:
            for some in rows.partitions():
                yield [read(row) for row in some]

    def _part(self, stretch: Stretch, place: Place | None, count: int, *, is_forward: bool) -> Part:
        query = self._query(stretch, place, count, is_forward=is_forward)
        return Part(query, [column.key for column in stretch.columns], stretch.falls(is_forward=is_forward))

    def _query(self, stretch: Stretch, place: Place | None, count: int, *, is_forward: bool) -> Select[Any]:
        """Rows of a stretch within the reader's scope, each part of which is found by an index of its own."""
        order = stretch.order(is_forward=is_forward)
        where = [*stretch.where, *self._conditions]
        if place is not None:
            where.append(stretch.beyond(place, is_forward=is_forward))
        parts = apart(self._actor)
        query = select(*COLUMNS).where(within(self._actor)).order_by(*order).limit(count)
        if len(parts) < 2:
            return query.where(*where)
        found = [select(Complaint.id).where(part, *where).order_by(*order).limit(count).subquery() for part in parts]
        return query.where(Complaint.id.in_(union_all(*(select(one.c.id) for one in found))))
