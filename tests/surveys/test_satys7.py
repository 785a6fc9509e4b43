"""The instrument is what its sources agreed on, word for word and in a fixed order."""

from __future__ import annotations

from dataclasses import fields

import pytest

from surveys.instruments import load, names
from surveys.rules.definition import LANGUAGES, Definition
from surveys.rules.kinds import KINDS

POLISH = [
    "Jak ocenia Pani/Pan dzisiejszą obsługę?",
    "Czy sprawa została dziś załatwiona?",
    "Jak łatwo było załatwić tę sprawę?",
    "Czas oczekiwania na obsługę",
    "Zrozumiałość informacji",
    "Uprzejmość osoby obsługującej",
    "Wiedza osoby obsługującej",
]
ENGLISH = [
    "How do you rate today's service?",
    "Was your matter settled today?",
    "How easy was it to deal with this matter?",
    "Waiting time",
    "Clarity of information",
    "Courtesy of the person who served you",
    "Knowledge of the person who served you",
]
SATYS7 = load("satys7")
SEVEN = [question for question in SATYS7.questions if not question.is_tiles]
"""Its questions; the tiles of a tablet of one tap are tests of their own."""


def test_its_seven_questions_stand_in_their_order():
    assert [question.key for question in SEVEN] == ["q1", "q2", "q3", "q4", "q5", "q6", "q7"]
    assert [question.text["pl"] for question in SEVEN] == POLISH
    assert [question.text["en"] for question in SEVEN] == ENGLISH


def test_only_the_first_question_is_required():
    assert [question.required for question in SEVEN] == [True] + [False] * 6


def test_scales_run_from_worst_to_best_and_every_point_is_labelled_in_every_language():
    for question in SATYS7.questions:
        values = [option.value for option in question.options if option.value is not None]
        assert values in ([1, 2, 3, 4, 5], []), question.key
        for option in question.options:
            assert all(option.text[lang] for lang in LANGUAGES)
    first = SATYS7.by_key["q1"].options
    assert [option.text["pl"] for option in first] == ["Bardzo źle", "Źle", "Średnio", "Dobrze", "Bardzo dobrze"]
    assert [option.text["en"] for option in first] == ["Very bad", "Bad", "Fair", "Good", "Very good"]
    assert first[0].text["uk"] == "Дуже погано"


def test_does_not_apply_is_offered_on_questions_four_to_seven_only():
    offers = {question.key: "na" in {option.code for option in question.options} for question in SEVEN}
    assert offers == {"q1": False, "q2": False, "q3": False, "q4": True, "q5": True, "q6": True, "q7": True}


def test_every_instrument_that_comes_along_can_be_read_and_keeps_its_content():
    for name in names():
        definition = load(name)
        again = Definition.read(definition.content)
        assert all(getattr(again, one.name) == getattr(definition, one.name) for one in fields(Definition))
        assert {question.kind.name for question in definition.questions} <= KINDS.keys()


def test_an_unknown_instrument_is_named_with_those_there_are():
    with pytest.raises(LookupError, match="satys7"):
        load("nothing")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda content: content["questions"].append(content["questions"][0]), "key of its own"),
        (lambda content: content["questions"][0]["text"].pop("uk"), "missing in uk"),
        (lambda content: content["questions"][0]["options"][0]["text"].update(en=""), "missing in en"),
        (lambda content: content["questions"][0]["options"].clear(), "key of its own"),
    ],
)
def test_a_definition_with_gaps_is_refused(spoil, why):
    content = load("satys7").content
    spoil(content)
    with pytest.raises(ValueError, match=why):
        Definition.read(content)
