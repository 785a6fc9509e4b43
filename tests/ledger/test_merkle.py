"""The Merkle tree. Sources: RFC 9162, section 2.1; the vectors of certificate-transparency-go (merkle_tree_test)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.merkle import inclusion_proof, is_included, leaf_hash, merkle_root, node_hash

INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Roots over the first 0, 1, ... 8 inputs, as the certificate transparency logs publish them."""

LEAVES = st.lists(st.binary(max_size=4), min_size=1, max_size=40)


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_certificate_transparency(size: int):
    assert merkle_root(INPUTS[:size]).hex() == ROOTS[size]


def test_a_leaf_can_never_be_taken_for_a_node():
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)
    assert merkle_root([left + right]) != merkle_root([b"a", b"b"])


@given(LEAVES, st.data())
def test_every_proof_of_inclusion_holds(leaves: list[bytes], data: st.DataObject):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(leaves, index)
    assert is_included(leaves[index], index, len(leaves), proof, merkle_root(leaves))
    assert len(proof) <= (len(leaves) - 1).bit_length()


@given(LEAVES, st.binary(max_size=4), st.data())
def test_no_other_leaf_has_the_same_proof(leaves: list[bytes], other: bytes, data: st.DataObject):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, root = inclusion_proof(leaves, index), merkle_root(leaves)
    assert is_included(other, index, len(leaves), proof, root) == (other == leaves[index])


@given(LEAVES, st.data())
def test_a_proof_with_a_sibling_more_less_or_changed_fails(leaves: list[bytes], data: st.DataObject):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, root, size = inclusion_proof(leaves, index), merkle_root(leaves), len(leaves)
    assert not is_included(leaves[index], index, size, [*proof, b"\0" * 32], root)
    for at in range(len(proof)):
        assert not is_included(leaves[index], index, size, proof[:at] + proof[at + 1 :], root)
        assert not is_included(leaves[index], index, size, [*proof[:at], b"\0" * 32, *proof[at + 1 :]], root)


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_for_a_leaf_outside_the_tree(index: int):
    with pytest.raises(IndexError):
        inclusion_proof([b"a", b"b", b"c"], index)
    assert not is_included(b"a", index, 3, [], merkle_root([b"a", b"b", b"c"]))
