"""Keeping the counted tables in step: responses are counted when they are sealed and when their flags change.

A transaction that seals or flags counts in the same breath, so that the tables never say otherwise than the rows.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Final, cast

from sqlalchemy import ColumnElement, Subquery, Table, delete, func, or_, select, union_all, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ledger.actions import lock_end
from surveys.models import Response
from surveys.models.counts import AnswerCount, HourCount, PairCount, ResponseCount
from surveys.queries.counts import live_answers, live_hours, live_pairs, live_responses

FEW: Final = 500
"""Ids in one statement."""

_TABLES: Final = tuple(cast(Table, model.__table__) for model in (ResponseCount, AnswerCount, HourCount, PairCount))


def count_in(session: Session, which: ColumnElement[bool], times: int = 1) -> None:
    """Add the responses of a condition to the counted tables; ``times`` -1 takes them out. Four statements."""
    upsert = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    for table, rows in _parts(which):
        key = [column.name for column in table.primary_key.columns]
        # The condition says nothing; without one SQLite reads ON CONFLICT as the condition of a join.
        added = select(*(rows.c[name] for name in key), (func.sum(rows.c.n) * times).label("n")).where(rows.c.n > 0)
        found = upsert.insert(table).from_select([*key, "n"], added.group_by(*(rows.c[name] for name in key)))
        session.execute(found.on_conflict_do_update(index_elements=key, set_={"n": table.c.n + found.excluded.n}))


def set_flags(session: Session, flags: str, ids: Sequence[uuid.UUID]) -> None:
    """Give responses other flags; those that are counted already are counted under the new ones.

    Takes the end of the record first, as a seal does, which counts after it: two never wait for each other in a ring.
    """
    lock_end(session)
    for start in range(0, len(ids), FEW):
        chosen = Response.id.in_(ids[start : start + FEW])
        count_in(session, chosen & Response.leaf.is_not(None), -1)
        session.execute(update(Response).where(chosen).values(flags=flags))
        count_in(session, chosen & Response.leaf.is_not(None))
    for table in _TABLES:
        session.execute(delete(table).where(table.c.n == 0))


def recount(session: Session) -> None:
    """Count everything that is sealed again, from nothing."""
    for table in _TABLES:
        session.execute(delete(table))
    count_in(session, Response.leaf.is_not(None))


def uncounted(session: Session) -> Iterator[str]:
    """The counted tables that say otherwise than the sealed responses, by name."""
    for table, rows in _parts(Response.leaf.is_not(None)):
        key = [column.name for column in table.primary_key.columns]
        there = select(*(table.c[name] for name in key), table.c.n)
        again = select(*(rows.c[name] for name in key), func.sum(rows.c.n)).group_by(*(rows.c[name] for name in key))
        if session.scalar(select(or_(there.except_(again).exists(), again.except_(there).exists()))):
            yield table.name


def size(session: Session) -> int:
    """How many rows the counted tables have."""
    return sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in _TABLES)


def _parts(which: ColumnElement[bool]) -> tuple[tuple[Table, Subquery], ...]:
    responses, answers, hours, pairs = _TABLES
    both = (False, True)
    return (
        (responses, live_responses(which).subquery("part")),
        (answers, union_all(*(live_answers(which, words=words) for words in both)).subquery("part")),
        (hours, union_all(*(live_hours(which, words=words) for words in both)).subquery("part")),
        (pairs, live_pairs(which).subquery("part")),
    )
