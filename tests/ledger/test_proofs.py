"""Frontiers and proofs of the Merkle tree, against a tree drawn as the RFC draws it and against published proofs.

Sources: RFC 9162, sections 2.1.1, 2.1.3, 2.1.4; the proofs certificate transparency logs test with (trillian,
transparency-dev/merkle: the same eight leaves as in test_merkle).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.frontier import EMPTY_ROOT, Frontier, Node, frontier_of, leaf_hash, node_hash, roots_of
from ledger.merkle import inclusion_proof, is_included, merkle_root
from ledger.proofs import consistency_ranges, inclusion_ranges, is_consistent
from tests.ledger.test_merkle import INPUTS, ROOTS

MOST = 40
"""Leaves; enough for every shape of five levels and the edges around a power of two."""
LEAVES = [bytes([number]) for number in range(MOST)]


def cut_of(size: int) -> int:
    """The largest power of two smaller than size, counted up."""
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def drawn(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    cut = cut_of(len(leaves))
    return node_hash(drawn(leaves[:cut]), drawn(leaves[cut:]))


def drawn_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 9162, 2.1.3.1."""
    if len(leaves) == 1:
        return []
    cut = cut_of(len(leaves))
    if index < cut:
        return [*drawn_path(index, leaves[:cut]), drawn(leaves[cut:])]
    return [*drawn_path(index - cut, leaves[cut:]), drawn(leaves[:cut])]


def drawn_growth(old: int, leaves: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 9162, 2.1.4.1."""
    if old == len(leaves):
        return [] if whole else [drawn(leaves)]
    cut = cut_of(len(leaves))
    if old <= cut:
        return [*drawn_growth(old, leaves[:cut], whole=whole), drawn(leaves[cut:])]
    return [*drawn_growth(old - cut, leaves[cut:], whole=False), drawn(leaves[:cut])]


def nodes(size: int, known: int = 0) -> list[Node]:
    """The tree over the first leaves: the peaks over ``known``, then single leaves."""
    frontier = Frontier()
    frontier.add_data(LEAVES[:known])
    return [*frontier.nodes(), *(Node(1, leaf_hash(one)) for one in LEAVES[known:size])]


def growth(old: int, size: int, known: int = 0) -> list[bytes]:
    return roots_of(consistency_ranges(old, size), nodes(size, known))


def test_a_frontier_has_the_root_of_the_drawn_tree_at_every_size_and_goes_on_from_its_text():
    frontier = Frontier()
    assert frontier.root() == EMPTY_ROOT
    for size, leaf in enumerate(LEAVES, start=1):
        frontier = frontier_of(frontier.size, frontier.text())
        frontier.add_data([leaf])
        assert (frontier.size, frontier.root()) == (size, drawn(LEAVES[:size]))
        assert len(frontier.peaks) == size.bit_count()


@pytest.mark.parametrize(("size", "text"), [(1, ""), (2, "00" * 64), (3, "00" * 32), (1, "00" * 31), (1, "zz" * 32)])
def test_peaks_that_do_not_fit_the_size_are_refused(size: int, text: str):
    with pytest.raises(ValueError, match=r"peaks|hexadecimal"):
        frontier_of(size, text)


def test_every_proof_of_inclusion_is_the_drawn_one_also_when_it_goes_on_from_known_peaks():
    for size in range(1, 24):
        for index in range(size):
            expected = drawn_path(index, LEAVES[:size])
            assert inclusion_proof(LEAVES[:size], index) == expected
            for known in {0, index, index // 2, max(index - 1, 0)}:
                assert roots_of(inclusion_ranges(index, size), nodes(size, known)) == expected
            assert is_included(LEAVES[index], index, size, expected, drawn(LEAVES[:size]))


def test_every_proof_of_consistency_is_the_drawn_one_and_holds():
    for size in range(1, MOST + 1):
        root = drawn(LEAVES[:size])
        for old in range(1, size + 1):
            expected = drawn_growth(old, LEAVES[:size])
            assert growth(old, size) == growth(old, size, known=old) == expected, (old, size)
            assert is_consistent(old, size, drawn(LEAVES[:old]), root, expected)


@given(st.integers(1, MOST), st.integers(1, MOST), st.data())
def test_a_proof_of_consistency_that_is_changed_in_any_way_fails(one: int, other: int, data: st.DataObject):
    old, size = sorted((one, other))
    then, now, proof = drawn(LEAVES[:old]), drawn(LEAVES[:size]), growth(old, size)
    foreign = hashlib.sha256(b"foreign").digest()
    assert not is_consistent(old, size, foreign, now, proof)
    assert not is_consistent(old, size, then, foreign, proof)
    assert not is_consistent(old, size, then, now, [*proof, foreign])
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        assert not is_consistent(old, size, then, now, proof[:at] + proof[at + 1 :])
        assert not is_consistent(old, size, then, now, [*proof[:at], foreign, *proof[at + 1 :]])


@pytest.mark.parametrize(("old", "size"), [(0, 3), (4, 3), (-1, 3)])
def test_there_is_no_consistency_with_a_tree_that_never_was(old: int, size: int):
    with pytest.raises(IndexError):
        consistency_ranges(old, size)
    assert not is_consistent(old, size, EMPTY_ROOT, drawn(LEAVES[:size]), [])


def test_nodes_that_end_too_early_or_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="do not cover"):
        roots_of([range(4, 8)], nodes(7))
    with pytest.raises(ValueError, match="cannot follow"):
        roots_of([range(3)], [Node(1, EMPTY_ROOT), Node(2, EMPTY_ROOT)])


PUBLISHED_GROWTH = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
PUBLISHED_PATHS = {
    (0, 8): PUBLISHED_GROWTH[1, 8],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}


@pytest.mark.parametrize(("old", "size"), PUBLISHED_GROWTH)
def test_the_published_proofs_of_consistency_are_made_and_hold(old: int, size: int):
    tree = [Node(1, leaf_hash(one)) for one in INPUTS[:size]]
    proof = roots_of(consistency_ranges(old, size), tree)
    assert [one.hex() for one in proof] == PUBLISHED_GROWTH[old, size]
    assert is_consistent(old, size, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[size]), proof)


@pytest.mark.parametrize(("index", "size"), PUBLISHED_PATHS)
def test_the_published_proofs_of_inclusion_are_made_and_hold(index: int, size: int):
    assert [one.hex() for one in inclusion_proof(INPUTS[:size], index)] == PUBLISHED_PATHS[index, size]
    assert merkle_root(INPUTS[:size]).hex() == ROOTS[size]
