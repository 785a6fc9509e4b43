"""The canonical form: one value, one text, on every machine and for ever. Source: RFC 8785."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.canonical import MAX_INTEGER, canonical, commitment, normalised

TEXTS = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: unicodedata.normalize("NFC", text))
KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def test_keys_are_sorted_at_every_depth_and_nothing_is_spaced():
    assert canonical({"b": {"z": 1, "a": [True, None]}, "a": "x", "B": 0}) == (
        '{"B":0,"a":"x","b":{"a":[true,null],"z":1}}'
    )


def test_the_strings_of_rfc_8785_are_escaped_as_it_says():
    """Section 3.2.2.2: short escapes where there are some, else \\u00xx in small letters, else the sign itself."""
    assert canonical('\u20ac$\u000f\nA\'B"\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\"/"'
    assert canonical("\b\t\n\f\r\x1f\x7f\u2028😂") == '"\\b\\t\\n\\f\\r\\u001f\x7f\u2028😂"'


def test_polish_and_ukrainian_letters_stand_as_they_are():
    assert canonical("Zażółć gęślą jaźń – Привіт, ґанку") == '"Zażółć gęślą jaźń – Привіт, ґанку"'


def test_text_must_be_in_nfc_and_normalising_makes_it_so():
    apart = "z\u0307o\u0301"
    with pytest.raises(ValueError, match="NFC"):
        canonical(apart)
    assert canonical(normalised({"a": [apart]})) == '{"a":["żó"]}'


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (1.0, "float"),
        (float("nan"), "float"),
        ({"a": [0.5]}, "float"),
        (2**53, "2\\^53"),
        (-(2**53), "2\\^53"),
        ({"ą": 1}, "ASCII"),
        ({1: 1}, "ASCII"),
        ("\ud800", "surrogates"),
        (["\udfff"], "surrogates"),
        ((1, 2), "tuple"),
        (b"x", "bytes"),
        ({"a": object()}, "object"),
    ],
)
def test_what_an_entry_cannot_hold_is_refused(value: object, why: str):
    with pytest.raises(ValueError, match=why):
        canonical(value)  # type: ignore[arg-type]


def test_the_largest_integers_every_reader_keeps_are_taken():
    assert canonical([MAX_INTEGER, -MAX_INTEGER]) == "[9007199254740991,-9007199254740991]"


@given(VALUES)
def test_the_text_reads_back_as_the_value_and_writes_again_as_the_text(value: object):
    text = canonical(value)  # type: ignore[arg-type]
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@given(VALUES, VALUES)
def test_different_values_have_different_texts(one: object, other: object):
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (canonical(one) == canonical(other)) == same  # type: ignore[arg-type]


@given(TEXTS)
def test_a_commitment_is_checked_with_its_salt_and_says_nothing_without(text: str):
    assert commitment("00" * 16, text) == commitment("00" * 16, unicodedata.normalize("NFD", text))
    assert commitment("00" * 16, text) != commitment("01" * 16, text)


_ODD = st.sampled_from(["e\u0301", "\u0301", "\n\u0301", "Zażółć", "a\u0328"])
_TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | _ODD
_VALUES = _TEXTS | st.lists(_TEXTS | st.none() | st.booleans() | st.integers(-9, 9))
SALT = "00112233445566778899aabbccddeeff"


@given(_VALUES)
def test_a_commitment_is_over_the_canonical_text_of_the_value_in_nfc(value: Any):
    text = b"interesant:commitment:v1\0" + bytes.fromhex(SALT) + canonical(normalised(value)).encode()
    assert commitment(SALT, value) == hashlib.sha256(text).hexdigest()
