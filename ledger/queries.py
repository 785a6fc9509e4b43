"""Reading the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.models import LedgerEntry, LedgerHead


@dataclass(frozen=True)
class Head:
    """Where the chain ends: the number and the hash of its last entry."""

    leaf: int
    hash: str


def head(session: Session) -> Head | None:
    """The end of the chain, or None in a database without an office."""
    row = session.execute(select(LedgerHead.leaf, LedgerHead.hash)).one_or_none()
    return None if row is None else Head(row.leaf, row.hash)


def moment_of(session: Session, leaf: int) -> dt.datetime | None:
    """When an entry was recorded; None where there is no such entry."""
    return session.execute(select(LedgerEntry.recorded_at).where(LedgerEntry.leaf == leaf)).scalar_one_or_none()


def hash_of(session: Session, leaf: int) -> str | None:
    """The hash of an entry; None where there is no such entry."""
    return session.execute(select(LedgerEntry.hash).where(LedgerEntry.leaf == leaf)).scalar_one_or_none()


def leaf_at(session: Session, moment: dt.datetime, last: int) -> int:
    """The last leaf recorded at or before a moment, of the leaves 1 to ``last``; 0 where none was.

    ``recorded_at`` never decreases along the leaves, which have no gaps: looking halves what is left, without an index
    (20 statements in a record of a million entries).
    """
    low, high = 0, last
    while low < high:
        middle = (low + high + 1) // 2
        recorded_at = moment_of(session, middle)
        if recorded_at is not None and recorded_at <= moment:
            low = middle
        else:
            high = middle - 1
    return low


def entries_of(session: Session, stream: str) -> list[LedgerEntry]:
    """All entries of one stream, in order."""
    query = select(LedgerEntry).where(LedgerEntry.stream == stream).order_by(LedgerEntry.position)
    return list(session.scalars(query))


def last_position(session: Session, stream: str) -> int:
    """The position of the last entry of a stream, 0 where there is none."""
    query = select(func.max(LedgerEntry.position)).where(LedgerEntry.stream == stream)
    return session.execute(query).scalar_one() or 0


def first_entry(session: Session, stream: str) -> tuple[int, str] | None:
    """Number and hash of the first entry of a stream, None when there is none."""
    query = select(LedgerEntry.leaf, LedgerEntry.hash).where(LedgerEntry.stream == stream, LedgerEntry.position == 1)
    row = session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])


def newest_of(session: Session, stream: str) -> LedgerEntry | None:
    """The last entry of a stream, None where it has none."""
    query = select(LedgerEntry).where(LedgerEntry.stream == stream).order_by(LedgerEntry.position.desc())
    return session.scalars(query.limit(1)).one_or_none()


def latest_entries(session: Session, limit: int, before_leaf: int | None = None) -> list[LedgerEntry]:
    """The newest entries first, at most ``limit``; with ``before_leaf`` only older ones."""
    query = select(LedgerEntry).order_by(LedgerEntry.leaf.desc()).limit(limit)
    if before_leaf is not None:
        query = query.where(LedgerEntry.leaf < before_leaf)
    return list(session.scalars(query))


def first_moments(session: Session, tag: str, streams: Collection[str]) -> dict[str, dt.datetime]:
    """When each of the streams got its first entry of a tag; those without one are left out. One statement."""
    query = (
        select(LedgerEntry.stream, func.min(LedgerEntry.recorded_at))
        .where(LedgerEntry.stream.in_(streams), LedgerEntry.tag == tag)
        .group_by(LedgerEntry.stream)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def counts_by_tag(session: Session) -> dict[str, int]:
    """How many entries there are of each tag."""
    query = select(LedgerEntry.tag, func.count()).group_by(LedgerEntry.tag).order_by(LedgerEntry.tag)
    return {row[0]: row[1] for row in session.execute(query)}


def counts_since(session: Session, leaf: int) -> dict[str, int]:
    """How many entries of each tag came after a leaf."""
    query = select(LedgerEntry.tag, func.count()).where(LedgerEntry.leaf > leaf).group_by(LedgerEntry.tag)
    return {row[0]: row[1] for row in session.execute(query)}
