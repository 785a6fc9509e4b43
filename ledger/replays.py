"""What repeats the record outside of it, and whether it says the same: cases, counters, responses, rights, lists.

The ledger knows no room. Each room says in a ``Projection`` how its rows are told again from entries; ``app.py`` lists
them under REPLAYS. A row edited past the record, taken away or put in is a difference.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from ledger.actions import moment_text
from ledger.canonical import Json, commitment
from ledger.models import LedgerEntry
from storage.base import Base
from storage.spelling import UNDECODABLE, misspelt

BATCH: Final = 2_000
"""Rows read at a time, so that a long record does not fill memory."""

_E: Final = cast(Table, LedgerEntry.__table__).c

OnStep = Callable[[int], None]
Untold = Callable[[Session], dict[str, int]]
"""How many rows cannot be compared in something, by what that is: their entries are of an earlier version."""


def nothing_untold(_session: Session) -> dict[str, int]:
    """Entries tell everything that is compared."""
    return {}


"""Told how many rows were looked at since the last call."""


@dataclass(frozen=True)
class Difference:
    """A place of the database that says otherwise than the record: where, for people, and what differs.

    ``leaf``: the newest entry that tells of the place, 0 where none does.
    """

    place: str
    why: str
    leaf: int = 0


@dataclass(frozen=True)
class Projection:
    """Rows that follow from entries.

    ``size``: how many there are to look at; ``differences``: those that differ; ``models``: the tables they stand in,
    whose columns have to be spelt as the program writes them. The functions belong to a module, so that another process
    finds them. ``untold``: what of them is not compared, because entries of an earlier version do not tell it.
    """

    name: str
    size: Callable[[Session], int]
    differences: Callable[[Session, OnStep], Iterator[Difference]]
    models: tuple[type[Base], ...]
    untold: Untold = nothing_untold
    is_walkers: bool = False
    """Of a long record: whether the process that walks the chain compares them, once it came to the end."""


@dataclass(frozen=True, slots=True)
class Said:
    """An entry as far as a replay needs it."""

    leaf: int
    stream: str
    tag: str
    data: dict[str, Any]
    effective_on: str
    recorded_at: str
    actor: str
    reason: str


@dataclass
class Comparison:
    """How far the comparing came: rows looked at by projection, and the first difference with its projection.

    ``untold``: how many rows were not compared in something, where there are any.
    """

    rows: dict[str, int]
    projection: str = ""
    difference: Difference | None = None
    untold: dict[str, int] = field(default_factory=dict)


def joined(one: Comparison, other: Comparison) -> Comparison:
    """Two comparisons of other projections as one; where both found a difference, that of the first."""
    rows = {name: one.rows.get(name, 0) + other.rows.get(name, 0) for name in {**one.rows, **other.rows}}
    first = one if one.difference is not None else other
    return Comparison(rows, first.projection, first.difference, {**one.untold, **other.untold})


def compare(session: Session, projections: Sequence[Projection], on_step: OnStep | None = None) -> Comparison:
    """Compare what repeats the record with a replay of it, and stop at the first difference."""
    found = Comparison({})
    for projection in projections:
        found.rows.setdefault(projection.name, 0)

        def step(count: int, name: str = projection.name) -> None:
            found.rows[name] += count
            if on_step:
                on_step(count)

        difference = next(_differences(session, projection, step), None)
        if difference is not None:
            found.projection, found.difference = projection.name, difference
            break
        found.untold |= {what: count for what, count in projection.untold(session).items() if count}
    return found


def _differences(session: Session, projection: Projection, on_step: OnStep) -> Iterator[Difference]:
    """Columns that are spelt wrong, then rows that differ; a row that cannot be read at all differs too."""
    try:
        for one in misspelt(session, projection.models):
            yield Difference(f"{one.table} {one.key}", f"{one.column} is spelt as the program never writes it")
        yield from projection.differences(session, on_step)
    except (ValueError, TypeError, LookupError) as error:
        yield Difference(projection.name, f"a row or an entry of them cannot be read: {error}")
    except OperationalError as error:
        if UNDECODABLE not in str(error):
            raise
        yield Difference(projection.name, "a row of them holds bytes that are no text")


class Part(NamedTuple):
    """What folding a stream needs of an entry."""

    leaf: int
    tag: str
    data: dict[str, Any]
    actor: str
    effective_on: str
    recorded_at: str


def streams_told(session: Session, where: ColumnElement[bool]) -> Iterator[tuple[str, Iterator[Part]]]:
    """Streams with their entries, oldest first. Memory: one batch.

    Raises ValueError where an entry is not in canonical form.
    """
    query = select(_E.stream, _E.leaf, _E.tag, _E.canonical).where(where).order_by(_E.stream, _E.position)
    with closing(session.execute(query.execution_options(yield_per=BATCH))) as rows:
        for stream, entries in groupby(chain.from_iterable(rows.partitions()), key=itemgetter(0)):
            yield stream, (part_of(leaf, tag, canonical) for _stream, leaf, tag, canonical in entries)


def part_of(leaf: int, tag: str, canonical: str) -> Part:
    """The keys of a canonical text stand in order, so these four are read and the rest of it is not.

    Raises ValueError where they do not stand where they have to.
    """
    start = canonical.index(_DATA)
    actor = canonical[len(_ACTOR) : start]
    data, end = _READ(canonical, start + len(_DATA))
    day = end + len(_DAY)
    if not canonical.startswith(_ACTOR) or not canonical.startswith(_DAY, end) or "\\" in actor:
        raise ValueError(f"entry {leaf} is not in canonical form")
    moment = canonical.rindex(_MOMENT) + len(_MOMENT)
    days = canonical[day : canonical.index('"', day)], canonical[moment : canonical.index('"', moment)]
    return Part(leaf, tag, data, actor, *days)


_ACTOR: Final = '{"actor":"'
_DATA: Final = '","data":'
"""No text can hold it: a quotation mark within one has a backslash before it."""
_DAY: Final = ',"effective_on":"'
_MOMENT: Final = ',"recorded_at":"'
_READ: Final = json.JSONDecoder().raw_decode


def said(session: Session, where: ColumnElement[bool], *, by_stream: bool = False) -> Iterator[Said]:
    """Entries in the order of the record, or stream by stream. Memory: one batch."""
    order = (_E.stream, _E.position) if by_stream else (_E.leaf,)
    query = select(_E.leaf, _E.stream, _E.tag, _E.canonical)
    found = session.execute(query.where(where).order_by(*order).execution_options(yield_per=BATCH))
    with closing(found) as rows:
        for leaf, stream, tag, canonical in rows:
            content = json.loads(canonical)
            data, effective_on = content["data"], content["effective_on"]
            about = content["recorded_at"], content["actor"], content["reason"]
            yield Said(leaf, stream, tag, data, effective_on, *about)


def rows_in(model: type[Base], session: Session) -> int:
    """How many rows a table has: the size of most projections."""
    return session.scalar(select(func.count()).select_from(model)) or 0


def entries_with(tags: Iterable[str], session: Session) -> int:
    """How many entries have one of these tags."""
    return session.scalar(select(func.count()).select_from(LedgerEntry).where(tagged(tags))) or 0


def entries_without(key: str, tags: Iterable[str], session: Session, *also: str) -> int:
    """How many entries with one of these tags have no such key in their data, and each of these other pieces of it.

    No text of an entry is mistaken for a key: in it a quotation mark has a backslash before it.
    """
    told = LedgerEntry.canonical.contains(f'"{key}":', autoescape=True)
    pieces = (LedgerEntry.canonical.contains(piece, autoescape=True) for piece in also)
    query = select(func.count()).select_from(LedgerEntry).where(tagged(tags), ~told, *pieces)
    return session.scalar(query) or 0


def begins(prefix: str) -> ColumnElement[bool]:
    """The streams that begin with a prefix (ASCII): they stand together where names are sorted byte by byte."""
    return (prefix <= _E.stream) & (_E.stream < prefix[:-1] + chr(ord(prefix[-1]) + 1))


def tagged(tags: Iterable[str]) -> ColumnElement[bool]:
    """The entries with one of these tags."""
    return LedgerEntry.tag.in_(sorted(tags))


def commits(salt: object, value: Json, told: object) -> bool:
    """Whether what a row holds gives the commitment an entry holds; a salt spelt another way than ours gives none."""
    try:
        return isinstance(salt, str) and bytes.fromhex(salt).hex() == salt and commitment(salt, value) == told
    except ValueError:
        return False


def shown(value: object) -> str:
    """A value as a difference names it, short."""
    text = json.dumps(value, ensure_ascii=False, default=_plain)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


SHOWN: Final = 60
"""Characters of a value that are shown: enough to tell days, codes and ids apart."""


def _plain(value: object) -> str:
    moment: Any = value
    return moment_text(moment) if hasattr(value, "tzinfo") else str(value)
