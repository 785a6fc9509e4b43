"""The walk along the chain that trusts nothing: neither columns nor order nor the row that says where it ends."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import triggers
from ledger.actions import moment_text
from ledger.broken import Broken
from ledger.canonical import FORMAT_VERSION, GENESIS_HASH, canonical, entry_hash
from ledger.models import LedgerEntry, LedgerHead
from ledger.tags import known_tags
from ledger.verify_seals import fault_in_seals

PARTS: Final[dict[str, type]] = {
    "format": int,
    "office": str,
    "stream": str,
    "position": int,
    "leaf": int,
    "tag": str,
    "recorded_at": str,
    "effective_on": str,
    "actor": str,
    "reason": str,
    "data": dict,
    "previous": str,
}
"""The parts of an entry and what each is."""
BATCH = 2_000
"""Rows read at a time, so that a long record does not fill memory."""


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


@dataclass
class _Trail:
    office: str | None
    leaf: int = 0
    hash: str = GENESIS_HASH
    recorded_at: str = ""
    positions: dict[str, int] = field(default_factory=dict)


def verify(session: Session, on_step: Callable[[int], None] | None = None) -> Walk:
    """Walk all entries from the first to the last and stop at the first broken one.

    Checked: the locks on the table, the canonical form, the hash, the link to the predecessor, gapless leaves and
    positions, moments that never go back, the columns against the hashed text, the office, the tags with their
    keys, the row that names the end, and then the seals.
    """
    walk = Walk()
    absent = triggers.missing(session.connection())
    if absent:
        walk.broken = Broken(0, f"the locks on the record are missing or changed: {', '.join(absent)}")
        return walk
    head = session.execute(select(LedgerHead)).scalar_one_or_none()
    trail = _Trail(office=str(head.office_id) if head else None)
    with closing(_entries(session, trail)) as entries:
        for entry in entries:
            why = _fault(entry, trail) if entry else "its columns cannot be read"
            if entry is None or why:
                walk.broken = Broken(trail.leaf + 1, str(why)) if head else _NO_END
                return walk
            walk.entries, walk.last_hash = entry.leaf, entry.hash
            if on_step:
                on_step(1)
    walk.broken = _fault_at_end(head, trail) or fault_in_seals(session, trail.office)
    return walk


def _entries(session: Session, trail: _Trail) -> Generator[LedgerEntry | None, None, None]:
    """The entries in order.

    Where a batch holds a column that cannot be read, it is read again one by one, up to None for the entry at fault.
    """
    for batch in (BATCH, 1):
        query = select(LedgerEntry).order_by(LedgerEntry.leaf).offset(trail.leaf)
        options = {"yield_per": batch, "populate_existing": True}
        try:
            with closing(session.scalars(query.execution_options(**options))) as found:
                yield from found
        except ValueError:
            continue
        return
    yield None


def _fault(entry: LedgerEntry, trail: _Trail) -> str | None:
    if entry.leaf != trail.leaf + 1:
        return f"entry {trail.leaf + 1} is missing; the next one found is {entry.leaf}"
    if entry_hash(entry.canonical) != entry.hash:
        return "its text does not give its hash"
    try:
        content = json.loads(entry.canonical)
        is_canonical = canonical(content) == entry.canonical
    except (ValueError, RecursionError):
        is_canonical = False
    if not is_canonical:
        return "its text is not in canonical form"
    return _fault_in_content(entry, content, trail)


def _fault_in_content(entry: LedgerEntry, content: dict[str, Any], trail: _Trail) -> str | None:
    if not _is_shaped(content):
        return f"its shape is not that of format {FORMAT_VERSION}"
    position = trail.positions.get(entry.stream, 0) + 1
    checks = {
        "it belongs to another office": content["office"] == trail.office,
        "it does not follow its predecessor": content["previous"] == entry.previous_hash == trail.hash,
        "its leaf number differs from its text": content["leaf"] == entry.leaf,
        "its stream differs from its text": content["stream"] == entry.stream,
        "its position leaves a gap in its stream": content["position"] == entry.position == position,
        "its tag differs from its text": content["tag"] == entry.tag,
        "its moment differs from its text": content["recorded_at"] == moment_text(entry.recorded_at),
        "its moment is before that of its predecessor": content["recorded_at"] >= trail.recorded_at,
        "its effective day is no date": _is_day(content["effective_on"]),
        "its data do not fit its tag": _fits(content),
    }
    for why, is_right in checks.items():
        if not is_right:
            return why
    trail.leaf, trail.hash, trail.recorded_at = entry.leaf, entry.hash, content["recorded_at"]
    trail.positions[entry.stream] = position
    return None


def _is_shaped(content: Any) -> bool:
    if not isinstance(content, dict) or content.keys() != PARTS.keys():
        return False
    return content["format"] == FORMAT_VERSION and all(type(content[part]) is kind for part, kind in PARTS.items())


def _fits(content: dict[str, Any]) -> bool:
    tag = known_tags().get(content["tag"])
    return tag is not None and content["data"].keys() in tag.shapes


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _fault_at_end(head: LedgerHead | None, trail: _Trail) -> Broken | None:
    if head is None:
        return None if trail.leaf == 0 else _NO_END
    if (head.leaf, head.hash) != (trail.leaf, trail.hash):
        return Broken(
            trail.leaf + 1, f"the chain should end at entry {head.leaf}, but the last one found is {trail.leaf}"
        )
    return None
