"""A Merkle tree that only grows, kept as its peaks: the roots of the whole trees it consists of, largest first.

A million leaves need twenty of them; a seal keeps them and the next one goes on from there.
Source: RFC 9162, section 2.1; peaks are the subtrees of the binary digits of the size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

HASH_BYTES: Final = 32
"""Source: FIPS 180-4, SHA-256."""
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
"""The root over no leaves (RFC 9162, section 2.1.1)."""


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf: SHA-256(0x00 || data), 32 bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 || left || right), 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Node(NamedTuple):
    """A whole subtree: how many leaves it stands for (a power of two) and its hash."""

    leaves: int
    hash: bytes


@dataclass
class Frontier:
    """The peaks over ``size`` leaves, largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add_data(self, data: Iterable[bytes]) -> None:
        """Add many leaves by their data; a million in about two seconds."""
        sha256, peaks, count = hashlib.sha256, self.peaks, self.size
        for one in data:
            node, size = sha256(b"\x00" + one).digest(), count
            while size & 1:
                node = sha256(b"\x01" + peaks.pop() + node).digest()
                size >>= 1
            peaks.append(node)
            count += 1
        self.size = count

    def add_node(self, node: Node) -> None:
        """Add a whole subtree. Raises ValueError where one of its size does not fit behind what is there."""
        if node.leaves & (node.leaves - 1) or self.size % node.leaves:
            raise ValueError(f"a subtree of {node.leaves} leaves cannot follow {self.size}")
        size, joined = self.size // node.leaves, node.hash
        while size & 1:
            joined = node_hash(self.peaks.pop(), joined)
            size >>= 1
        self.peaks.append(joined)
        self.size += node.leaves

    def root(self) -> bytes:
        """The root over all leaves, 32 bytes."""
        if not self.peaks:
            return EMPTY_ROOT
        *larger, root = self.peaks
        for peak in reversed(larger):
            root = node_hash(peak, root)
        return root

    def nodes(self) -> Iterator[Node]:
        """The peaks with the number of leaves each stands for."""
        for leaves, peak in zip(_powers(self.size), self.peaks, strict=True):
            yield Node(leaves, peak)

    def text(self) -> str:
        """The peaks in hex, one behind the other."""
        return b"".join(self.peaks).hex()


def frontier_of(size: int, text: str) -> Frontier:
    """The frontier written by ``text``. Raises ValueError when it is not one over so many leaves."""
    raw = bytes.fromhex(text)
    peaks = [raw[start : start + HASH_BYTES] for start in range(0, len(raw), HASH_BYTES)]
    if len(raw) % HASH_BYTES or len(peaks) != size.bit_count():
        raise ValueError(f"these are not the peaks over {size} leaves")
    return Frontier(size, peaks)


def roots_of(ranges: Sequence[range], nodes: Iterable[Node]) -> list[bytes]:
    """The root over the leaves of each range, in one walk along the nodes.

    The ranges do not overlap. Raises ValueError when the nodes end too early, or one crosses the edge of a range.
    """
    found = {span.start: Frontier() for span in ranges}
    todo = iter(sorted(ranges, key=lambda span: span.start))
    span, at = next(todo, range(0)), 0
    for node in nodes:
        if at >= span.stop:
            span = next(todo, range(0))
            if not span:
                break
        if at >= span.start:
            found[span.start].add_node(node)
        at += node.leaves
    if any(found[span.start].size != len(span) for span in ranges):
        raise ValueError("the nodes do not cover the ranges")
    return [found[span.start].root() for span in ranges]


def _powers(size: int) -> Iterator[int]:
    """The powers of two a number consists of, largest first."""
    for place in range(size.bit_length() - 1, -1, -1):
        if size >> place & 1:
            yield 1 << place
