"""Writing the record: open it once, append to it for ever."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Actor
from ledger.canonical import FORMAT_VERSION, GENESIS_HASH, canonical, entry_hash, normalised
from ledger.models import LedgerEntry, LedgerHead
from ledger.tags import Tag
from storage.together import together

STREAMS_PER_QUERY = 500
"""SQLite allows 32,766 bound values in a statement; far fewer keep the statement cache small."""


_ENTRIES, _HEADS = cast(Table, LedgerEntry.__table__), cast(Table, LedgerHead.__table__)
_ENTRY, _HEAD = _ENTRIES.c, _HEADS.c
# Built once: every change of the office runs these four.
_READ_END = select(_HEAD.office_id, _HEAD.leaf, _HEAD.hash, _HEAD.recorded_at).where(_HEAD.id == 1).with_for_update()
_LAST_POSITIONS = (
    select(_ENTRY.stream, func.max(_ENTRY.position))
    .where(_ENTRY.stream.in_(bindparam("streams", expanding=True)))
    .group_by(_ENTRY.stream)
)
_INSERT = insert(_ENTRIES)
_MOVE_END = update(_HEADS).where(_HEAD.id == 1)


@dataclass(frozen=True)
class Draft:
    """What is to be recorded: everything of an entry that is not given by its place in the chain."""

    tag: Tag
    stream: str
    data: dict[str, Any]
    effective_on: dt.date
    reason: str = ""
    opens_stream: bool = False
    """Whether it is the first of a stream whose name was made just now: nobody has to look for its last position. Where
    that is not so, the record refuses it (a position is taken once)."""


@dataclass(frozen=True)
class Entry:
    """A recorded entry, as far as its writer needs it."""

    leaf: int
    position: int
    hash: str
    recorded_at: dt.datetime


@dataclass
class End:
    """The running end of the chain while entries are added."""

    office_id: uuid.UUID
    leaf: int
    hash: str
    recorded_at: dt.datetime
    positions: dict[str, int] = field(default_factory=dict)


def open_ledger(session: Session, clock: Clock, office_id: uuid.UUID) -> None:
    """Begin the record of an office. The first append follows in the same transaction.

    Raises IntegrityError when there is one already: a database holds one office.
    """
    session.add(LedgerHead(id=1, office_id=office_id, leaf=0, hash=GENESIS_HASH, recorded_at=clock.now()))
    session.flush()


def append(
    session: Session,
    clock: Clock,
    actor: Actor,
    tag: Tag,
    stream: str,
    data: dict[str, Any],
    effective_on: dt.date,
    reason: str = "",
) -> Entry:
    """Append one entry; the end of the chain stays locked until the transaction ends. Four statements.

    Raises ValueError when ``data`` has not exactly the keys its tag declares, or cannot be made canonical.
    """
    return append_many(session, clock, actor, [Draft(tag, stream, data, effective_on, reason)])[0]


def append_many(session: Session, clock: Clock, actor: Actor, drafts: Sequence[Draft]) -> list[Entry]:
    """Append entries in the given order, all recorded at the same moment; see ``append``."""
    if not drafts:
        return []
    session.flush()
    end = lock_end(session)
    end.positions = _positions(session, {draft.stream for draft in drafts if not draft.opens_stream})
    end.recorded_at = max(end.recorded_at, clock.now())
    rows = [_row(end, actor, draft) for draft in drafts]
    connection = session.connection()  # plain statements: the session would only look for what is not there
    with together(session):
        connection.execute(_INSERT, rows)
        connection.execute(_MOVE_END, {"leaf": end.leaf, "hash": end.hash, "recorded_at": end.recorded_at})
    return [Entry(row["leaf"], row["position"], row["hash"], row["recorded_at"]) for row in rows]


def lock_end(session: Session) -> End:
    """The end of the chain, locked until the transaction ends: nobody else appends meanwhile. One statement."""
    head = session.connection().execute(_READ_END).one_or_none()
    if head is None:
        raise LookupError("there is no office in this database yet, so there is no record to write to")
    return End(head.office_id, head.leaf, head.hash, head.recorded_at)


def _positions(session: Session, streams: set[str]) -> dict[str, int]:
    ordered = sorted(streams)
    found: dict[str, int] = {}
    for start in range(0, len(ordered), STREAMS_PER_QUERY):
        few = session.connection().execute(_LAST_POSITIONS, {"streams": ordered[start : start + STREAMS_PER_QUERY]})
        found.update((stream, last) for stream, last in few)
    return found


def _row(end: End, actor: Actor, draft: Draft) -> dict[str, Any]:
    if draft.data.keys() != draft.tag.keys:
        raise ValueError(f"{draft.tag.text} holds {sorted(draft.tag.keys)}, not {sorted(draft.data)}")
    position = end.positions.get(draft.stream, 0) + 1
    text = canonical(
        {
            "format": FORMAT_VERSION,
            "office": str(end.office_id),
            "stream": draft.stream,
            "position": position,
            "leaf": end.leaf + 1,
            "tag": draft.tag.text,
            "recorded_at": moment_text(end.recorded_at),
            "effective_on": draft.effective_on.isoformat(),
            "actor": actor.ref,
            "reason": normalised(draft.reason),
            "data": normalised(draft.data),
            "previous": end.hash,
        }
    )
    row = {
        "leaf": end.leaf + 1,
        "stream": draft.stream,
        "position": position,
        "tag": draft.tag.text,
        "recorded_at": end.recorded_at,
        "canonical": text,
        "previous_hash": end.hash,
        "hash": entry_hash(text),
    }
    end.leaf, end.hash = end.leaf + 1, entry_hash(text)
    end.positions[draft.stream] = position
    return row


def moment_text(moment: dt.datetime) -> str:
    """A moment as the record writes it: ISO 8601, UTC, microseconds, ``Z``."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
