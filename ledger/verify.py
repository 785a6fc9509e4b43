"""The walk along the chain that trusts nothing: neither columns nor order nor the row that says where it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from typing import Final, NamedTuple, cast

from sqlalchemy import String, Table, select, type_coerce
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from ledger import triggers
from ledger.actions import moment_text
from ledger.broken import Broken
from ledger.canonical import GENESIS_HASH
from ledger.entry_check import UNREADABLE, Trail, fault
from ledger.models import LedgerEntry, LedgerHead, LedgerSeal
from ledger.verify_seals import fault_in_seals
from storage.spelling import UNDECODABLE, misspelt

BATCH: Final = 2_000
"""Rows read at a time, so that a long record does not fill memory."""
STEP: Final = 500
"""Entries between two words about the progress."""
_C: Final = cast(Table, LedgerEntry.__table__).c
_HEAD: Final = (LedgerHead.office_id, LedgerHead.leaf, LedgerHead.hash, LedgerHead.recorded_at)
_COLUMNS: Final = select(
    _C.leaf,
    _C.stream,
    _C.position,
    _C.tag,
    type_coerce(_C.recorded_at, String).label("recorded_at"),  # as it is stored, letter by letter
    _C.canonical,
    _C.previous_hash,
    _C.hash,
)
"""Of the table and not of its class: a fifth of the time."""


class _Stored(NamedTuple):
    """The columns of an entry; asking a named tuple for one takes a tenth of asking the database library's row."""

    leaf: int
    stream: str
    position: int
    tag: str
    recorded_at: str | dt.datetime
    canonical: str
    previous_hash: str
    hash: str


_NO_END: Final = Broken(0, "there are entries, but no row that names the end of the chain")


@dataclass
class Walk:
    """How far the walk came."""

    entries: int = 0
    last_hash: str = GENESIS_HASH
    broken: Broken | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found broken."""
        return self.broken is None


def verify(session: Session, on_step: Callable[[int], None] | None = None) -> Walk:
    """Walk all entries from the first to the last and stop at the first broken one.

    Checked: the locks on the table, the canonical form, the hash, the link to the predecessor, gapless leaves and
    positions, moments that never go back, the columns against the hashed text, the office, the tags with their
    keys, the row that names the end, and then the seals.
    """
    walk = Walk(broken=_fault_around(session))
    if walk.broken:
        return walk
    head = session.execute(select(LedgerHead)).scalar_one_or_none()
    trail = Trail(office=str(head.office_id) if head else None)
    with closing(_rows(session, trail)) as entries:
        for entry in entries:
            why = fault(entry, trail) if entry else UNREADABLE
            if why:
                walk.broken = Broken(trail.leaf + 1, why) if head else _NO_END
                break
            if on_step and not trail.leaf % STEP:
                on_step(STEP)
    walk.entries, walk.last_hash = trail.leaf, trail.hash
    if on_step and trail.leaf % STEP:
        on_step(trail.leaf % STEP)
    if walk.broken:
        return walk
    walk.broken = _fault_at_end(head, trail) or _fault_in_seals(session, trail.office)
    return walk


def _fault_around(session: Session) -> Broken | None:
    """The locks, strangers beside them, and whether the row that names the end can be read."""
    absent = triggers.missing(session.connection())
    if absent:
        return Broken(0, f"the locks on the record are missing or changed: {', '.join(absent)}")
    strange = triggers.strangers(session.connection())
    if strange:
        return Broken(0, f"the database holds what the program did not make: {', '.join(strange)}")
    try:
        odd = next(misspelt(session, (LedgerHead,)), None)
        if odd is None:
            session.execute(select(*_HEAD)).all()
    except OperationalError as error:
        if UNDECODABLE not in str(error):
            raise
        return Broken(0, "the row that names the end of the chain cannot be read")
    if odd is None:
        return None
    return Broken(0, f"{odd.column} of the row that names the end of the chain is spelt as the program never writes it")


def _fault_in_seals(session: Session, office: str | None) -> Broken | None:
    try:
        broken = fault_in_seals(session, office)
        odd = None if broken else next(misspelt(session, (LedgerSeal,)), None)
    except OperationalError as error:
        if UNDECODABLE not in str(error):
            raise
        return Broken(0, "a seal cannot be read: it holds bytes that are no text")
    return Broken(0, f"seal {odd.key}: its {odd.column} is spelt as the program never writes it") if odd else broken


def _rows(session: Session, trail: Trail) -> Generator[_Stored | None, None, None]:
    """The entries in order.

    Where a batch holds a column that cannot be read, it is read again one by one, up to None for the entry at fault.
    """
    for batch in (BATCH, 1):
        query = _COLUMNS.order_by(_C.leaf)
        if trail.leaf:
            query = query.where(_C.leaf > trail.leaf)
        try:
            with closing(session.execute(query.execution_options(yield_per=batch))) as found:
                for some in found.partitions():  # lists are quicker than rows one by one
                    yield from map(_Stored._make, some)
        except (ValueError, TypeError, OperationalError) as error:
            if isinstance(error, OperationalError) and UNDECODABLE not in str(error):
                raise
            continue
        return
    yield None


def _fault_at_end(head: LedgerHead | None, trail: Trail) -> Broken | None:
    if head is None:
        return None if trail.leaf == 0 else _NO_END
    if (head.leaf, head.hash) != (trail.leaf, trail.hash):
        return Broken(
            trail.leaf + 1, f"the chain should end at entry {head.leaf}, but the last one found is {trail.leaf}"
        )
    if trail.leaf and moment_text(head.recorded_at) != trail.recorded_at:
        return Broken(trail.leaf, "it has another moment than the row that names the end of the chain")
    return None
