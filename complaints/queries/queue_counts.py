"""The counts above the queue, and how many rows a filter has. Counting stops at a thousand and says so."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, ScalarSelect, Select, func, literal_column, select, true
from sqlalchemy.orm import Session

from complaints.models import Complaint, ComplaintWords, HeldFiling
from complaints.queries.holding import within_list
from complaints.queries.matching import unread
from complaints.queries.queue_filter import QueueFilter, conditions, is_due, of_the_law
from complaints.queries.queue_places import stretches
from complaints.queries.scope import apart
from complaints.queries.standing import is_open
from complaints.rules.moves import State
from kernel.clock import Clock
from kernel.paging import Counted
from kernel.permissions import Actor
from storage.base import Base

MOST_COUNTED: Final = 1_000
"""Ours: beyond it nobody plans a day by the number, and counting on would take longer the more cases there are."""


@dataclass(frozen=True)
class Tiles:
    """The counts above the queue, of open legal cases within the reader's scope."""

    overdue: Counted
    soon: Counted
    week: Counted
    called: Counted
    for_approval: Counted
    at_council: Counted
    unassigned: Counted
    open: Counted


@dataclass(frozen=True)
class Waiting:
    """Open cases of somebody who is away today."""

    person_id: uuid.UUID
    count: Counted


@dataclass(frozen=True)
class Counts:
    """Everything a page of the queue counts. ``found``: how many cases the filter finds; ``held``: what waits on the
    holding list, in no queue yet; ``is_incomplete``: a text was asked for while cases wait to be read for the search.
    """

    tiles: Tiles
    found: Counted
    waiting: Sequence[Waiting]
    held: Counted
    is_incomplete: bool


def counts(
    session: Session, clock: Clock, actor: Actor, wanted: QueueFilter, away: Collection[uuid.UUID] = ()
) -> Counts:
    """Count the reader's cases: the tiles, what a filter finds, what waits for those who are away and for a number.

    One statement.
    """
    ask = _asked.__wrapped__ if wanted.text else _asked  # words are typed once, filters and tiles come again and again
    statement, shape = ask(actor, clock.today(), wanted, tuple(away))
    found = iter(session.execute(statement).one() if statement is not None else ())
    answers = [Counted.up_to(sum(islice(found, parts)), MOST_COUNTED) for parts in shape]
    *of_cases, held_back, unread = answers
    held = zip(away, of_cases[9:], strict=True)
    waiting = [Waiting(person_id, count) for person_id, count in held if count.number]
    return Counts(Tiles(*answers[1:9]), answers[0], waiting, held_back, bool(unread.number))


@lru_cache(maxsize=256)
def _asked(
    actor: Actor, today: dt.date, wanted: QueueFilter, away: tuple[uuid.UUID, ...]
) -> tuple[Select[*tuple[Any, ...]] | None, tuple[int, ...]]:
    """The statement, and how many of its columns make up each count. Putting it together takes a tenth of a page."""
    is_legal = [is_open(), of_the_law()]
    narrowed = (
        is_due("late", today),
        is_due("soon", today),
        is_due("week", today),
        Complaint.state == State.CALLED.value,
        Complaint.state == State.FOR_APPROVAL.value,
        Complaint.state == State.AT_COUNCIL.value,
        Complaint.handler_id.is_(None),
        true(),
        *(Complaint.handler_id == person_id for person_id in away),
    )
    asked, parts = conditions(actor, wanted, today), apart(actor)
    found = [[*where, *asked] for where in _counted_by(wanted, is_everywhere=len(parts) == 1)]
    sums = [found, *([[*is_legal, condition]] for condition in narrowed)]
    shape = tuple(len(wheres) * len(parts) for wheres in sums)
    columns = [_up_to(part, where) for wheres in sums for where in wheres for part in parts]
    if not columns:
        return None, (*shape, 0, 0)
    columns.append(_counted(HeldFiling, within_list(actor)))
    if wanted.text:
        columns.append(_counted(ComplaintWords, unread(), most=1))
    return select(*columns), (*shape, 1, int(bool(wanted.text)))


def _counted_by(wanted: QueueFilter, *, is_everywhere: bool) -> list[tuple[ColumnElement[bool], ...]]:
    """The parts of the list that are counted one by one, for each has an index; what words find is looked at once.

    But not within a department: PostgreSQL would read all cases there are instead.
    """
    if not (wanted.text.strip() and is_everywhere):
        return [stretch.where for stretch in stretches(wanted)]
    return [(is_open(),) if wanted.is_of_open else ()]


def tiles(session: Session, clock: Clock, actor: Actor) -> Tiles:
    """Only the counts above the queue. One statement."""
    return counts(session, clock, actor, QueueFilter()).tiles


def how_many(session: Session, clock: Clock, actor: Actor, wanted: QueueFilter) -> Counted:
    """Only how many cases the filter finds within the reader's scope. One statement."""
    return counts(session, clock, actor, wanted).found


def _up_to(part: ColumnElement[bool], where: list[ColumnElement[bool]]) -> ScalarSelect[int]:
    return _counted(Complaint, part, *where)


def _counted(table: type[Base], *where: ColumnElement[bool], most: int = MOST_COUNTED + 1) -> ScalarSelect[int]:
    one = select(literal_column("1", Integer).label("one")).select_from(table).where(*where).limit(most)
    return select(func.count()).select_from(one.subquery()).scalar_subquery()
