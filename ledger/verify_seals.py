"""Proving the seals: their form, their chain, their roots over the entries, their signatures, and the one kept outside.

It goes on where the walk along the entries ended well, and trusts their hashes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.actions import moment_text
from ledger.broken import Broken
from ledger.events import LedgerTag
from ledger.frontier import Frontier
from ledger.keys import fingerprint, is_signed
from ledger.models import LedgerEntry, LedgerHead, LedgerSeal
from ledger.seal_queries import entry_hashes
from ledger.seals import KEY_PREFIX, NO_SEAL, Anchor, NotASeal, message_of, parts_of, seal_hash

ONE_BY_ONE: Final = {"yield_per": 1, "populate_existing": True}
"""So that the seal which cannot be read is the one that is named."""


@dataclass
class _Sealing:
    """What is known when a seal is looked at."""

    office: str | None
    length: int
    entries: dict[int, dict[str, Any]]
    """The entries of seals and keys by their leaf: their whole content."""
    frontier: Frontier = field(default_factory=Frontier)
    previous: str = NO_SEAL
    number: int = 0
    size: int = 0

    def key_at(self, leaf: int) -> dict[str, Any] | None:
        """The data of the key that was present at a leaf."""
        begun = [at for at, entry in self.entries.items() if at <= leaf and entry["tag"] == LedgerTag.KEY_BEGUN.text]
        found: dict[str, Any] | None = self.entries[max(begun)]["data"] if begun else None
        return found


def fault_in_seals(session: Session, office: str | None) -> Broken | None:
    """The first thing wrong with keys and seals, None when nothing is.

    Checked: every key follows the one before it; every seal's canonical form, number, predecessor, root recomputed
    over the entries, last entry, moment, signature by the key of then, the entry it left, its columns; and that no
    seal is missing.
    """
    entries = _entries_about_seals(session)
    why = _fault_in_keys(entries)
    if why:
        return Broken(0, why)
    length = session.scalar(select(LedgerHead.leaf)) or 0
    state = _Sealing(office, length, entries)
    try:
        query = select(LedgerSeal).order_by(LedgerSeal.number)
        with closing(session.scalars(query, execution_options=ONE_BY_ONE)) as seals:
            for seal in seals:
                why = _fault(session, seal, state)
                if why:
                    return Broken(0, f"seal {state.number + 1}: {why}")
                state.number, state.previous = seal.number, seal.hash
    except ValueError:
        return Broken(0, f"seal {state.number + 1}: its columns cannot be read")
    told = sum(entry["tag"] == LedgerTag.SEAL_MADE.text for entry in entries.values())
    if told != state.number:
        return Broken(0, f"seal {state.number + 1} is missing: the entries tell of {told} seals")
    return None


def _entries_about_seals(session: Session) -> dict[int, dict[str, Any]]:
    tags = (LedgerTag.KEY_BEGUN.text, LedgerTag.SEAL_MADE.text)
    query = select(LedgerEntry.leaf, LedgerEntry.canonical).where(LedgerEntry.tag.in_(tags)).order_by(LedgerEntry.leaf)
    return {leaf: json.loads(text) for leaf, text in session.execute(query)}


def _fault_in_keys(entries: dict[int, dict[str, Any]]) -> str | None:
    previous: dict[str, Any] | None = None
    for leaf, entry in entries.items():
        if entry["tag"] != LedgerTag.KEY_BEGUN.text:
            continue
        try:
            is_right = _follows(entry["data"], previous)
        except (TypeError, ValueError):
            is_right = False
        if not is_right:
            return f"the key begun by entry {leaf} does not follow the one before it"
        previous = entry["data"]
    return None


def _follows(key: dict[str, Any], previous: dict[str, Any] | None) -> bool:
    public = bytes.fromhex(key["public_key"])
    if key["key"] != fingerprint(public):
        return False
    if previous is None:
        return key["previous"] is None and key["signature"] is None
    signature = bytes.fromhex(key["signature"])
    is_signed_over = is_signed(bytes.fromhex(previous["public_key"]), signature, KEY_PREFIX + public)
    return key["previous"] == previous["key"] and is_signed_over


def _fault(session: Session, seal: LedgerSeal, state: _Sealing) -> str | None:
    try:
        parts = parts_of(seal.canonical)
    except NotASeal as fault:
        return str(fault)
    if not state.size < parts["size"] < state.length:
        return "it covers no entries that are there"
    for why, is_right in _checks(session, seal, parts, state):
        if not is_right():
            return why
    state.size = parts["size"]
    return None


Checked = tuple[str, Callable[[], bool]]


def _checks(session: Session, seal: LedgerSeal, parts: dict[str, Any], state: _Sealing) -> list[Checked]:
    """What must be so, cheapest first."""
    size, root = parts["size"], parts["root"]
    return [
        ("its text does not give its hash", lambda: seal_hash(seal.canonical) == seal.hash),
        ("it belongs to another office", lambda: parts["office"] == state.office),
        ("its number leaves a gap", lambda: parts["number"] == seal.number == state.number + 1),
        ("it does not follow its predecessor", lambda: parts["previous"] == state.previous),
        ("its columns differ from its text", lambda: _columns(seal) == (size, parts["sealed_at"], parts["key"])),
        ("its key was not the one of then", lambda: _key(state, size) == parts["key"]),
        ("its signature does not fit", lambda: _is_signed(seal, state, size)),
        ("its entry tells of another seal", lambda: _entry(state, size) == _told(seal, parts)),
        ("it names another last entry", lambda: _hash_at(session, size) == parts["head"]),
        ("its moment does not fit its entries", lambda: _is_between(session, parts, state)),
        ("its root is not that of the entries", lambda: _grown(session, state, size).root().hex() == root),
        ("its peaks are not those of the entries", lambda: state.frontier.text() == seal.peaks),
    ]


def _columns(seal: LedgerSeal) -> tuple[int, str, str]:
    return seal.size, moment_text(seal.sealed_at), seal.key


def _key(state: _Sealing, size: int) -> str | None:
    found = state.key_at(size)
    return found["key"] if found else None


def _is_signed(seal: LedgerSeal, state: _Sealing, size: int) -> bool:
    found = state.key_at(size)
    try:
        signature = bytes.fromhex(seal.signature)
    except ValueError:
        return False
    is_lower = seal.signature == signature.hex()
    return (
        found is not None
        and is_lower
        and is_signed(bytes.fromhex(found["public_key"]), signature, message_of(seal.canonical))
    )


def _told(seal: LedgerSeal, parts: dict[str, Any]) -> dict[str, Any]:
    return {"number": parts["number"], "size": parts["size"], "root": parts["root"], "seal": seal.hash}


def _entry(state: _Sealing, size: int) -> dict[str, Any] | None:
    found = state.entries.get(size + 1)
    return found["data"] if found and found["tag"] == LedgerTag.SEAL_MADE.text else None


def _hash_at(session: Session, leaf: int) -> str | None:
    return session.scalar(select(LedgerEntry.hash).where(LedgerEntry.leaf == leaf))


def _is_between(session: Session, parts: dict[str, Any], state: _Sealing) -> bool:
    before = session.scalar(select(LedgerEntry.recorded_at).where(LedgerEntry.leaf == parts["size"]))
    after = state.entries[parts["size"] + 1]["recorded_at"]
    return before is not None and moment_text(before) <= parts["sealed_at"] <= str(after)


def _grown(session: Session, state: _Sealing, size: int) -> Frontier:
    state.frontier.add_data(entry_hashes(session, state.frontier.size, size))
    return state.frontier


def fault_against(session: Session, office: str | None, anchor: Anchor) -> Broken | None:
    """What a record whose seals were just proved lacks of the seal kept outside; None when it is among them."""
    if anchor.office != office:
        return Broken(0, "the seal kept outside is that of another office")
    seal = session.get(LedgerSeal, anchor.number)
    if seal is None:
        return Broken(
            0,
            f"the seal kept outside, number {anchor.number} over {anchor.size} entries, is not here: "
            "the end of the record was cut off, or this is an old copy",
        )
    if (seal.canonical, seal.hash) != (anchor.canonical, anchor.seal):
        return Broken(0, f"seal {anchor.number} is not the one kept outside: the record was rebuilt")
    return None
