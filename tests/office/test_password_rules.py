"""What makes a password good enough: length, and not being what everybody tries first. Nothing else is asked for."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.passwords import hashed, is_right
from office.rules.passwords import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    common_passwords,
    is_sequence,
    normalised_password,
    weakness,
)
from sample.people import PASSWORD as OF_THE_SAMPLE
from sample.people import STAFF
from tests.cast import PASSWORD
from tests.quickly import AS_IN_AN_OFFICE

WORDS = ("marta.testowa", "Marta Testowa-Przykładowa", "Urząd Miasta Przykładowo")


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "konie galopują przez mokrą łąkę",
        "Моя бабуся варить борщ щонеділі",
        "🐎🐖🐄🐑🐐🦌🐕🐈🐓🦃🦆🦢🦉🐇🐿",
        "x7$Qp!m2Zr&9Lk@4",
        "  spacje na początku i na końcu  ",
        "marta codziennie karmi gołębie",
        "k" * 8 + "onie i pies" + "k" * 8,
    ],
)
def test_any_characters_make_a_password(password: str):
    assert weakness(password, WORDS) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "short_password"),
        ("x7$Qp!m2Zr&9Lk", "short_password"),
        ("konie " * 60, "long_password"),
        ("a" * 15, "repeated_password"),
        ("abababababababab", "repeated_password"),
        ("hasłohasłohasłohasło", "repeated_password"),
        ("zaq1zaq1zaq1zaq1", "repeated_password"),
        ("abcdefghijklmnopq", "sequence_password"),
        ("9876543210987654", "sequence_password"),
        ("qwertyuiopasdfghjkl", "sequence_password"),
        ("Qwertyuiop12345", "sequence_password"),
        ("1qaz2wsx3edc4rfv", "sequence_password"),
        ("aąbcćdeęfghijklłm", "sequence_password"),
        ("абвгґдеєжзиіїйк", "sequence_password"),
        ("passwordPASSWORD", "repeated_password"),
        ("Password!!2026!!", "common_password"),
        ("123...sunshine...321", "common_password"),
        ("interesant 2026", "own_words_password"),
        ("Marta.Testowa.2026", "own_words_password"),
        ("UrządMiastaPrzykładowo", "own_words_password"),
        ("przykładowo-testowa", "own_words_password"),
    ],
)
def test_what_every_guesser_tries_is_refused_with_a_reason(password: str, why: str):
    assert weakness(password, WORDS) == why


def test_every_word_of_the_list_is_refused_when_it_is_long_enough():
    long_ones = [word for word in common_passwords() if len(word) >= SHORTEST_PASSWORD]
    assert len(common_passwords()) == 19_640
    assert long_ones
    assert all(weakness(word) for word in long_ones)
    assert all(weakness(word.upper()) for word in long_ones)


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=4))
def test_whatever_is_typed_there_is_one_answer(password: str, words: list[str]):
    found = weakness(password, words)
    length = len(normalised_password(password))
    assert (found == "short_password") == (length < SHORTEST_PASSWORD)
    assert (found == "long_password") == (length > LONGEST_PASSWORD)


@given(
    st.lists(
        st.sampled_from(["kon", "galop", "mokra", "łąka", "pies", "wóz", "rower", "chmura"]),
        min_size=4,
        max_size=9,
        unique=True,
    )
)
def test_a_few_different_words_in_a_row_will_do(words: list[str]):
    assert len(" ".join(words)) < SHORTEST_PASSWORD or weakness(" ".join(words), WORDS) is None


@given(st.text(min_size=SHORTEST_PASSWORD, max_size=LONGEST_PASSWORD))
def test_two_ways_to_type_the_same_letters_are_judged_alike(password: str):
    assert weakness(unicodedata.normalize("NFC", password)) == weakness(unicodedata.normalize("NFD", password))


def test_a_password_opens_on_every_keyboard():
    stored = hashed("zażółć gęślą jaźń")
    assert is_right(stored, unicodedata.normalize("NFD", "zażółć gęślą jaźń"))
    assert not is_right(stored, "zazolc gesla jazn")


@pytest.mark.parametrize("typed", ["", "nobody has this password", PASSWORD])
def test_nothing_opens_an_account_without_a_password(typed: str):
    assert not is_right("", typed)
    assert not is_right(None, typed)


def test_a_walk_along_the_keys_is_told_from_words():
    assert is_sequence("asdfghjkl")
    assert not is_sequence("cztery konie")


def test_the_password_of_the_sample_office_keeps_the_rules():
    for member in STAFF:
        assert weakness(OF_THE_SAMPLE, (member.login, member.name)) is None


def test_a_guess_at_a_stored_password_costs_64_megabytes():
    """RFC 9106, second recommended option; all other tests hash more quickly."""
    hasher = AS_IN_AN_OFFICE()
    stored = hasher.hash(PASSWORD)
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert hasher.verify(stored, PASSWORD)
