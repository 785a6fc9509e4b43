"""Which parts of the tree a proof consists of, and checking one. Pure.

Source: RFC 9162, sections 2.1.3 (inclusion) and 2.1.4 (consistency). A proof is a list of subtrees; here each is the
``range`` of its leaves, so that one walk along the leaves gives all of them (``ledger.frontier.roots_of``).
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger.frontier import node_hash


def inclusion_ranges(index: int, size: int) -> list[range]:
    """The subtrees beside the way from leaf ``index`` (0-based) up to the root. Raises IndexError outside the tree."""
    if not 0 <= index < size:
        raise IndexError(f"no leaf {index} among {size}")
    start, stop, beside = 0, size, []
    while stop - start > 1:
        cut = start + split(stop - start)
        if index < cut:
            beside.append(range(cut, stop))
            stop = cut
        else:
            beside.append(range(start, cut))
            start = cut
    return beside[::-1]


def consistency_ranges(old: int, size: int) -> list[range]:
    """The subtrees which show that the first ``old`` of ``size`` leaves are the tree of then; none when old is size.

    Raises IndexError when there was no tree of ``old`` leaves (0, or more than ``size``).
    """
    if not 0 < old <= size:
        raise IndexError(f"a tree of {size} leaves grew from no tree of {old}")
    start, stop, beside, is_known = 0, size, [], True
    while stop > old:
        cut = start + split(stop - start)
        if old <= cut:
            beside.append(range(cut, stop))
            stop = cut
        else:
            beside.append(range(start, cut))
            start, is_known = cut, False
    if not is_known:
        beside.append(range(start, stop))
    return beside[::-1]


def is_consistent(old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree of ``size`` leaves begins with that of ``old`` leaves (RFC 9162, section 2.1.4.2)."""
    if old == size:
        return not proof and old_root == root
    if not 0 < old < size:
        return False
    path = [old_root, *proof] if not old & (old - 1) else list(proof)
    if not path:
        return False
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    return _climbs(path, place, last, (old_root, root))


def _climbs(path: list[bytes], place: int, last: int, roots: tuple[bytes, bytes]) -> bool:
    then = now = path[0]
    for node in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            then, now = node_hash(node, then), node_hash(node, now)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            now = node_hash(now, node)
        place, last = place >> 1, last >> 1
    return last == 0 and (then, now) == roots


def split(size: int) -> int:
    """The largest power of two smaller than size (2 or more)."""
    return 1 << ((size - 1).bit_length() - 1)
