"""The code a resident keeps: hard to guess, easy to read out, and only its hash is stored."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.ids import ALPHABET, CODE_LENGTH, access_code, code_hash, new_id, spoken_code, typed_code

SEED = uuid.UUID("8d3f5b1e-0c5a-4b8e-9a34-7f2d6c1b0e42")
CODES = st.text(ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)


def test_row_keys_are_random():
    assert len({new_id() for _ in range(1000)}) == 1000
    assert new_id().version == 4


def test_the_code_of_a_filing_follows_from_its_id_and_the_secret_of_the_office():
    code = access_code("secret", SEED)
    assert code == access_code("secret", SEED)
    assert code != access_code("other secret", SEED)
    assert code != access_code("secret", uuid.uuid4())
    assert len(code) == CODE_LENGTH == 12
    assert set(code) <= set(ALPHABET)


def test_every_sign_of_the_alphabet_is_used_at_every_place():
    codes = [access_code("secret", uuid.UUID(int=number)) for number in range(600)]
    assert all({code[place] for code in codes} == set(ALPHABET) for place in range(CODE_LENGTH))


@given(CODES)
def test_a_code_read_out_and_typed_in_any_manner_is_the_same_code(code: str):
    assert typed_code(spoken_code(code)) == code
    assert typed_code(f"  {spoken_code(code).lower().replace('-', ' – ')}\t") == code
    assert typed_code(code.replace("0", "o").replace("1", "l")) == code
    assert typed_code(code.replace("0", "O").replace("1", "I")) == code


def test_a_spoken_code_stands_in_groups_of_four():
    assert spoken_code("7QK4M2XD9TBR") == "7QK4-M2XD-9TBR"


@given(CODES, CODES)
def test_the_stored_hash_belongs_to_one_code_and_one_case(one: str, other: str):
    assert (code_hash(one, SEED) == code_hash(other, SEED)) == (one == other)
    assert code_hash(one, SEED) != code_hash(one, uuid.UUID(int=1))
    assert one not in code_hash(one, SEED).upper()


@pytest.mark.parametrize("sign", "ILOU")
def test_signs_that_are_mistaken_for_others_are_not_used(sign: str):
    assert sign not in ALPHABET
