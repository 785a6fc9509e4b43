"""What the people of the sample office write: complete, believable, and about nobody who lives."""

from __future__ import annotations

import datetime as dt
import re
from random import Random

import pytest

from complaints.rules.kinds import Kind
from complaints.rules.outcomes import OUTCOMES
from sample import letters
from sample.people import resident
from sample.places import PLACES

CODES = [place.code for place in PLACES]
LONGEST_SUBJECT = 120  # what the public form takes

TOPICS = letters._file()["letters"]


def many(department: str, count: int = 200) -> list[letters.Letter]:
    rng, day = Random(7), dt.date(2026, 5, 4)
    return [letters.letter(rng, department, day, day - dt.timedelta(days=rng.randint(1, 9))) for _ in range(count)]


@pytest.mark.parametrize("code", CODES)
def test_every_department_gets_complaints_and_suggestions(code: str):
    assert {written.kind for written in many(code)} == {Kind.SKARGA, Kind.WNIOSEK}


@pytest.mark.parametrize("code", CODES)
def test_letters_have_no_gaps_and_fit_the_form(code: str):
    for written in many(code):
        assert not re.search(r"[{}]", written.subject + written.text + written.wish)
        assert len(written.subject) <= LONGEST_SUBJECT
        assert len(written.text) > 60


@pytest.mark.parametrize("topic", TOPICS, ids=[topic["subjects"][0][:30] for topic in TOPICS])
def test_every_outcome_has_a_reply_of_its_own(topic):
    kind = Kind(topic["kind"])
    written = letters.Letter(kind, "pl", topic["subjects"][0], topic["text"], topic["wish"], topic)
    replies = [letters.reply(written, outcome) for outcome in OUTCOMES[kind]]
    assert len(set(replies)) == 3
    for text in replies:
        assert "  " not in text
    assert ("239 § 1" if kind is Kind.SKARGA else "246 § 1") in replies[-1]
    if kind is Kind.SKARGA:
        assert topic["finding"] in replies[0]


def test_letters_of_a_season_come_in_their_months():
    def snow(month: int) -> int:
        rng, day = Random(3), dt.date(2026, month, 10)
        return sum("chodnik przy" in letters.letter(rng, "GK", day, day).subject for _ in range(300))

    assert snow(1) > 2 * snow(7)


def test_a_ukrainian_letter_is_ukrainian_throughout():
    written = next(one for one in many("KM", 2_000) if one.language == "uk")
    assert not re.search(r"[a-ząćęłńóśźż]{3}", written.text)


def test_opinions_name_departments_that_exist_or_none():
    for opinion in letters._file()["opinions"]:
        assert opinion.get("department") in {*CODES, None}


def test_residents_live_in_przykladowo_and_write_from_addresses_that_cannot_exist():
    rng = Random(1)
    for language in ("pl", "uk", "en"):
        for _ in range(50):
            person = resident(rng, language)
            assert person.address.endswith("00-000 Przykładowo")
            assert person.email == "" or person.email.endswith("@example.org")  # RFC 2606
