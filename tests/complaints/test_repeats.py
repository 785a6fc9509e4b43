"""When an earlier case lets the office answer by a note (art. 239 KPA), and when two filings are of one person."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.kinds import LEGAL_KINDS, Kind
from complaints.rules.outcomes import Outcome
from complaints.rules.repeats import Repeat, repeat
from complaints.rules.same_person import email_key, person_key

PEOPLE = [
    ("Żaneta Źdźbło", "ul. Sekretna 13/5, 00-001 Próbowo"),
    ("ŻANETA  ŹDŹBŁO", "Sekretna 13 m. 5\n00-001 Próbowo"),
    ("Źdźbło Żaneta", "ulica sekretna 13/5 00-001 probowo"),
    ("Zaneta Zdzblo", "ul.Sekretna 13/5; 00 001 Próbowo"),
]


@pytest.mark.parametrize(
    ("kind", "outcome", "is_open"), list(itertools.product(LEGAL_KINDS, (None, *Outcome), (True, False)))
)
def test_a_note_is_possible_after_a_groundless_skarga_alone(kind: Kind, outcome: Outcome | None, is_open: bool):
    found = repeat(kind, outcome, is_earlier_open=is_open)
    if is_open:
        assert found is Repeat.STILL_OPEN
    elif kind is not Kind.SKARGA:
        assert found is Repeat.NO_RULE
    else:
        assert (found is Repeat.NOTE_POSSIBLE) == (outcome is Outcome.BEZZASADNA)
        assert (found is Repeat.NOTE_IMPOSSIBLE) == (outcome is not Outcome.BEZZASADNA)


def test_one_person_is_one_person_however_they_write():
    assert len({person_key(name, address) for name, address in PEOPLE}) == 1


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Żaneta Źdźbło", "ul. Sekretna 135, 00-001 Próbowo"),
        ("Żaneta Źdźbło", "ul. Sekretna 13/5, 00-002 Próbowo"),
        ("Żanna Źdźbło", "ul. Sekretna 13/5, 00-001 Próbowo"),
    ],
)
def test_others_are_others(name: str, address: str):
    assert person_key(name, address) != person_key(*PEOPLE[0])


@given(st.text(max_size=40), st.text(max_size=60))
def test_a_key_is_stable_and_empty_only_where_something_is_missing(name: str, address: str):
    key = person_key(name, address)
    assert key == person_key(f"  {name} ", f"{address}\n")
    assert len(key) in (0, 64)
    assert person_key(name, "") == person_key("", address) == ""


def test_an_address_of_mail_is_compared_without_case_and_blanks():
    assert email_key("  Zaneta@Example.PL ") == "zaneta@example.pl"
    assert email_key("") == ""
