"""What the stand-alone verifier computes by itself, against published vectors, other libraries and the program."""

from __future__ import annotations

import ast
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.easter import easter_sunday
from kernel.terms import Unit, term
from kernel.workdays import working_days_between
from ledger import canonical as ours
from ledger import merkle
from tests.assurance.rfc8032 import VECTORS
from tests.assurance.verifier import PATH, verifier

theirs = verifier()


def test_the_verifier_imports_only_the_standard_library():
    tree = ast.parse(PATH.read_text(encoding="utf-8"), feature_version=(3, 9))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize("name", VECTORS)
def test_signatures_of_rfc_8032_are_accepted_and_with_one_bit_changed_refused(name):
    key, message, signature = (bytes.fromhex(part) for part in VECTORS[name])
    assert theirs.ed25519_verifies(key, signature, message)
    assert not theirs.ed25519_verifies(key, signature, message + b"\0")
    for place in (0, 31, 32, 63):
        changed = bytearray(signature)
        changed[place] ^= 1
        assert not theirs.ed25519_verifies(key, bytes(changed), message)
    changed_key = bytes([key[0] ^ 1]) + key[1:]
    assert not theirs.ed25519_verifies(changed_key, signature, message)


def test_a_signature_made_longer_by_the_order_of_the_group_is_refused():
    key, message, signature = (bytes.fromhex(part) for part in VECTORS["TEST 2"])
    s = int.from_bytes(signature[32:], "little")
    assert not theirs.ed25519_verifies(key, signature[:32] + (s + theirs.L).to_bytes(32, "little"), message)
    assert not theirs.ed25519_verifies(key, signature[:32] + theirs.L.to_bytes(32, "little"), message)


@pytest.mark.parametrize("y", [theirs.P, theirs.P + 1, 2**255 - 1])
def test_points_that_are_not_written_in_their_one_way_are_refused(y):
    key, message, signature = (bytes.fromhex(part) for part in VECTORS["TEST 3"])
    odd = y.to_bytes(32, "little")
    assert not theirs.ed25519_verifies(odd, signature, message)
    assert not theirs.ed25519_verifies(key, odd + signature[32:], message)


def test_keys_of_small_order_sign_nothing():
    neutral = (1).to_bytes(32, "little")
    signed_x_of_zero = (1 | 1 << 255).to_bytes(32, "little")
    for key in (neutral, signed_x_of_zero, bytes(32)):
        assert not theirs.ed25519_verifies(key, neutral + bytes(32), b"anything")


@pytest.mark.parametrize("sizes", [(31, 64), (33, 64), (32, 63), (32, 65), (0, 0)])
def test_keys_and_signatures_of_another_length_are_refused(sizes):
    assert not theirs.ed25519_verifies(bytes(sizes[0]), bytes(sizes[1]), b"")


@settings(max_examples=10)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_what_the_library_signs_is_verified(seed, message):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    assert theirs.ed25519_verifies(key.public_key().public_bytes_raw(), key.sign(message), message)


@pytest.mark.parametrize("size", [*range(18), 31, 32, 33, 100])
def test_trees_and_their_proofs_are_those_of_rfc_9162(size):
    leaves = [bytes([number]) * 32 for number in range(size)]
    root = merkle.merkle_root(leaves)
    assert theirs.merkle_root(leaves) == root
    for index in range(size):
        path = inclusion(leaves, index)
        assert theirs.is_included(leaves[index], index, size, path, root)
        assert not theirs.is_included(b"other", index, size, path, root)
        assert not theirs.is_included(leaves[index], index, size, [*path, root], root)
        assert not theirs.is_included(leaves[index], size, size, path, root)
    for first in range(size + 1):
        path, old = consistency(leaves, first), merkle.merkle_root(leaves[:first])
        assert theirs.is_consistent(first, size, old, root, path)
        if 0 < first < size:
            assert not theirs.is_consistent(first, size, root, root, path)
            assert not theirs.is_consistent(first, size, old, old, path)
            assert not theirs.is_consistent(first, size, old, root, [*path, root])
    assert not theirs.is_consistent(size + 1, size, root, root, [])


def cut(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def inclusion(leaves: list[bytes], index: int) -> list[bytes]:
    """Section 2.1.3.1, word by word."""
    if len(leaves) == 1:
        return []
    k = cut(len(leaves))
    if index < k:
        return [*inclusion(leaves[:k], index), merkle.merkle_root(leaves[k:])]
    return [*inclusion(leaves[k:], index - k), merkle.merkle_root(leaves[:k])]


def consistency(leaves: list[bytes], first: int) -> list[bytes]:
    """Section 2.1.4.1, word by word."""
    return [] if first in (0, len(leaves)) else subproof(leaves, first, is_known=True)


def subproof(leaves: list[bytes], first: int, *, is_known: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if is_known else [merkle.merkle_root(leaves)]
    k = cut(len(leaves))
    if first <= k:
        return [*subproof(leaves[:k], first, is_known=is_known), merkle.merkle_root(leaves[k:])]
    return [*subproof(leaves[k:], first - k, is_known=False), merkle.merkle_root(leaves[:k])]


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc_", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_canonical_text_hashes_and_commitments_are_those_of_the_record(value):
    value = ours.normalised(value)
    text = ours.canonical(value)
    assert theirs.canonical(value) == text
    assert theirs.entry_hash(text.encode()) == ours.entry_hash(text)
    assert theirs.commitment("ab" * 16, ["x", "Ą"]) == ours.commitment("ab" * 16, ["x", "Ą"])


@pytest.mark.parametrize("text", ['{"a":1.5}', '{"a":1,"a":1}', '{"a":NaN}', "{", '"a'])
def test_floats_twins_and_torn_text_are_no_entries(text):
    with pytest.raises(ValueError, match=r"integer|twice|Expecting|Unterminated"):
        theirs.strict_json(text)


def test_easter_and_the_working_days_of_fifty_years_are_those_of_the_program():
    for year in range(1991, 2041):
        assert theirs.easter(year) == easter_sunday(year)
    day = theirs.FIRST_DAY
    while day <= theirs.LAST_DAY:
        assert theirs.working_days(theirs.FIRST_DAY, day) == working_days_between(theirs.FIRST_DAY, day)
        day += theirs.ONE_DAY


@given(
    st.dates(theirs.FIRST_TERM_DAY, theirs.dt.date(2038, 1, 1)),
    st.integers(1, 60),
    st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS]),
)
def test_terms_counted_day_by_day_are_those_of_the_program(start, amount, unit):
    amount = min(amount, {Unit.YEARS: 2, Unit.MONTHS: 24}.get(unit, amount))
    found, counted = theirs.Term(start, amount, str(unit)), term(start, amount, unit)
    assert (found.raw_end, found.last_day, found.warn_on) == (counted.raw_end, counted.last_day, counted.warn_on)
    assert found.skipped == [skipped.date for skipped in counted.skipped]


@given(st.datetimes(theirs.dt.datetime(2011, 1, 1), theirs.dt.datetime(2040, 12, 31)))
def test_moments_have_the_day_they_have_in_warsaw(moment):
    from kernel.clock import local_day

    assert theirs.local_day(moment) == local_day(moment.replace(tzinfo=theirs.dt.timezone.utc))
