"""Proofs for strangers: an entry stands under a seal; one seal goes on from another. Made here, checked without us."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.frontier import HASH_BYTES, roots_of
from ledger.merkle import is_included
from ledger.models import LedgerEntry, LedgerSeal
from ledger.proofs import consistency_ranges, inclusion_ranges, is_consistent
from ledger.seal_queries import anchor_for, frontier_under, nodes_between, seal_over
from ledger.seals import Anchor, NotASeal, read_anchor

FORMAT: Final = 1
"""The version of the shape of a proof."""
INCLUSION, CONSISTENCY = "inclusion", "consistency"
KEYS: Final = {
    INCLUSION: {"format", "kind", "leaf", "entry", "path", "seal"},
    CONSISTENCY: {"format", "kind", "from", "to", "path"},
}
LONGEST_PATH: Final = 64
"""Hashes; a tree of all entries there can ever be is not higher."""


class NoProof(Exception):
    """There is nothing to prove it with; the message is one sentence."""


def prove_entry(session: Session, leaf: int, number: int | None = None) -> dict[str, Any]:
    """The proof that an entry stands under a seal: the first over it, or the one asked for. Raises NoProof.

    It reads no more than the entries since the seal before; only the seal, hashes and numbers are in it.
    """
    entry = session.scalar(select(LedgerEntry.hash).where(LedgerEntry.leaf == leaf))
    if entry is None:
        raise NoProof(f"There is no entry {leaf}.")
    seal = seal_over(session, leaf) if number is None else _seal(session, number)
    if seal is None:
        raise NoProof(f"No seal stands over entry {leaf} yet; the next one will.")
    if seal.size < leaf:
        raise NoProof(f"Seal {seal.number} covers the entries 1 to {seal.size}, not entry {leaf}.")
    known = frontier_under(session, leaf - 1)
    path = roots_of(inclusion_ranges(leaf - 1, seal.size), nodes_between(session, known, seal.size))
    proof = {
        "format": FORMAT,
        "kind": INCLUSION,
        "leaf": leaf,
        "entry": entry,
        "path": [one.hex() for one in path],
        "seal": _anchor(session, seal).as_json(),
    }
    return _holding(proof)


def prove_growth(session: Session, older: int, newer: int) -> dict[str, Any]:
    """The proof that the newer seal's entries begin with those of the older one. Raises NoProof."""
    old, new = _seal(session, older), _seal(session, newer)
    if old.number > new.number:
        raise NoProof("The older seal comes first: --from the smaller number, --to the larger one.")
    ranges = consistency_ranges(old.size, new.size)
    nodes = nodes_between(session, frontier_under(session, old.size), new.size)
    proof = {
        "format": FORMAT,
        "kind": CONSISTENCY,
        "from": _anchor(session, old).as_json(),
        "to": _anchor(session, new).as_json(),
        "path": [one.hex() for one in roots_of(ranges, nodes)] if ranges else [],
    }
    return _holding(proof)


def check_proof(proof: Any) -> str:
    """What a proof proves, in one sentence. Raises NotASeal with what is wrong with it."""
    kind = proof.get("kind") if isinstance(proof, dict) else None
    if kind not in KEYS or proof.keys() != KEYS[kind] or proof["format"] != FORMAT:
        raise NotASeal("it is no proof of this program")
    return _check_growth(proof) if kind == CONSISTENCY else _check_entry(proof)


def _check_entry(proof: dict[str, Any]) -> str:
    seal, leaf = read_anchor(proof["seal"]), proof["leaf"]
    entry = _hashes([proof["entry"]])[0]
    if type(leaf) is not int or not is_included(entry, leaf - 1, seal.size, _path(proof), bytes.fromhex(seal.root)):
        raise NotASeal(f"the path does not lead from the entry to the root of seal {seal.number}")
    return f"entry {leaf} with the hash {proof['entry']} stands under {_named(seal)}"


def _check_growth(proof: dict[str, Any]) -> str:
    old, new = read_anchor(proof["from"]), read_anchor(proof["to"])
    if old.office != new.office:
        raise NotASeal("the two seals are of different offices")
    roots = bytes.fromhex(old.root), bytes.fromhex(new.root)
    if old.number > new.number or not is_consistent(old.size, new.size, *roots, _path(proof)):
        raise NotASeal(f"the entries of seal {new.number} do not begin with those of seal {old.number}")
    return f"the {old.size} entries of seal {old.number} are the first ones under {_named(new)}"


def _named(seal: Anchor) -> str:
    at = seal.sealed_at.strftime("%Y-%m-%d %H:%M")
    return f"seal {seal.number} of {at} UTC over {seal.size} entries, office {seal.office}, key {seal.key}"


def _path(proof: dict[str, Any]) -> list[bytes]:
    if not isinstance(proof["path"], list) or len(proof["path"]) > LONGEST_PATH:
        raise NotASeal("its path is no list of hashes")
    return _hashes(proof["path"])


def _hashes(texts: list[Any]) -> list[bytes]:
    try:
        found = [bytes.fromhex(text) for text in texts]
    except (TypeError, ValueError):
        found = [b""]
    if any(len(one) != HASH_BYTES for one in found) or texts != [one.hex() for one in found]:
        raise NotASeal("a hash in it is not one of 64 hexadecimal digits")
    return found


def _seal(session: Session, number: int) -> LedgerSeal:
    seal = session.get(LedgerSeal, number)
    if seal is None:
        raise NoProof(f"There is no seal {number}.")
    return seal


def _anchor(session: Session, seal: LedgerSeal) -> Anchor:
    try:
        return anchor_for(session, seal)
    except NotASeal as fault:
        raise NoProof(f"Seal {seal.number} is broken ({fault}): run flask ledger verify.") from None


def _holding(proof: dict[str, Any]) -> dict[str, Any]:
    """The proof, if it proves what it says."""
    try:
        check_proof(proof)
    except NotASeal as fault:
        raise NoProof(f"The record does not give that proof ({fault}): run flask ledger verify.") from None
    return proof
