"""The whole Merkle tree in memory, from which many proofs are read at once: 64 bytes for each entry of the record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

WIDTH: Final = 32
"""Bytes of a hash."""


class Tree:
    """All inner hashes, level by level. A node without a sibling stands unchanged one level up (RFC 9162, 2.1.1)."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        level = bytearray()
        for data in leaves:
            level += hashlib.sha256(b"\x00" + data).digest()
        self.size = len(level) // WIDTH
        self._levels = [level]
        while len(level) > WIDTH:
            level = _above(level)
            self._levels.append(level)

    def root(self) -> bytes:
        """The root over all leaves, 32 bytes."""
        return bytes(self._levels[-1]) if self.size else hashlib.sha256(b"").digest()

    def inclusion(self, index: int) -> list[bytes]:
        """The siblings from leaf ``index`` (from 0) up to the root. Source: RFC 9162, section 2.1.3.1."""
        found = []
        for level in self._levels:
            sibling = index ^ 1
            if sibling * WIDTH < len(level):
                found.append(_at(level, sibling))
            index >>= 1
        return found

    def consistency(self, first: int) -> list[bytes]:
        """The proof that this tree begins with that of ``first`` leaves. Source: RFC 9162, section 2.1.4.1."""
        if first in (0, self.size):
            return []
        found, start, stop, is_known = [], 0, self.size, True
        while stop - start and first != stop:
            cut = start + (1 << (stop - start - 1).bit_length() - 1)
            if first <= cut:
                found.append(self._root_of(cut, stop))
                stop = cut
            else:
                found.append(self._root_of(start, cut))
                start, is_known = cut, False
        return [*([] if is_known else [self._root_of(start, stop)]), *reversed(found)]

    def _root_of(self, start: int, stop: int) -> bytes:
        """The hash over the leaves from ``start`` up to ``stop``: a subtree as RFC 9162 cuts them."""
        size = stop - start
        if size & (size - 1) == 0:
            return _at(self._levels[size.bit_length() - 1], start // size)
        cut = start + (1 << (size - 1).bit_length() - 1)
        return hashlib.sha256(b"\x01" + self._root_of(start, cut) + self._root_of(cut, stop)).digest()


def _above(level: bytearray) -> bytearray:
    pair = 2 * WIDTH
    whole = len(level) - len(level) % pair
    above = bytearray()
    for start in range(0, whole, pair):
        above += hashlib.sha256(b"\x01" + level[start : start + pair]).digest()
    return above + level[whole:]


def _at(level: bytearray, index: int) -> bytes:
    return bytes(level[index * WIDTH : (index + 1) * WIDTH])
