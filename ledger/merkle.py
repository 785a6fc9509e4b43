"""The Merkle tree over leaves. Source: RFC 9162 (Certificate Transparency 2.0), section 2.1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ledger.frontier import Frontier, Node, leaf_hash, node_hash, roots_of
from ledger.proofs import inclusion_ranges

__all__ = ["inclusion_proof", "is_included", "leaf_hash", "merkle_root", "node_hash"]


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """Root over leaf data, 32 bytes; of no leaves: SHA-256 of the empty string."""
    frontier = Frontier()
    frontier.add_data(leaves)
    return frontier.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The siblings from leaf ``index`` (0-based) up to the root. Raises IndexError outside the leaves."""
    return roots_of(inclusion_ranges(index, len(leaves)), (Node(1, leaf_hash(data)) for data in leaves))


def is_included(data: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether ``data`` is leaf ``index`` of the tree of ``size`` leaves with this root (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, running = index, size - 1, leaf_hash(data)
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            running = node_hash(sibling, running)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            running = node_hash(running, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and running == root
