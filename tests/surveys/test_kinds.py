"""Every kind of question: what it reads, what it refuses, how it counts, which options make it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.rules.kinds import JOINT, KINDS, LONGEST_TEXT, BadText, Given, NoSuchOption, Option, Tally

TEXT = {"pl": "a", "en": "b", "uk": "c"}


def options(name: str) -> tuple[Option, ...]:
    kind = KINDS[name]
    codes = kind.codes or (("a", "b", "c") if kind.has_options else ())
    return tuple(Option(code, int(code) if kind.is_scale else None, TEXT) for code in codes)


CHOOSING = [name for name, kind in KINDS.items() if kind.has_options]


def test_the_kinds_are_those_of_the_office():
    assert set(KINDS) == {"five_point", "faces", "outcome", "zero_to_ten", "one_of", "several", "short_text"}


@pytest.mark.parametrize("name", CHOOSING)
def test_each_option_is_an_answer_and_nothing_else_is(name):
    for option in options(name):
        answer = KINDS[name].read(options(name), option.code)
        assert answer == (Given(value=option.value) if option.value is not None else Given(code=option.code))
    for typed in ("", "11", "-1", "x", "01", "a b"):
        with pytest.raises(NoSuchOption):
            KINDS[name].read(options(name), typed)


@pytest.mark.parametrize("name", list(KINDS))
def test_its_own_options_make_a_question_of_a_kind(name):
    assert KINDS[name].fault(options(name)) is None


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.codes])
def test_a_scale_with_an_option_missing_or_out_of_order_is_none(name):
    assert KINDS[name].fault(options(name)[1:]) == "not_its_options"
    assert KINDS[name].fault(options(name)[::-1]) == "not_its_options"
    assert KINDS[name].fault((*options(name), Option("na", None, TEXT))) is None


@pytest.mark.parametrize("name", ["one_of", "several"])
def test_choices_are_two_to_ten(name):
    many = tuple(Option(code, None, TEXT) for code in "abcdefghijk")
    assert KINDS[name].fault(many[:1]) == "too_few_options"
    assert KINDS[name].fault(many[:2]) is None
    assert KINDS[name].fault(many[:10]) is None
    assert KINDS[name].fault(many) == "too_many_options"


def test_codes_of_several_choices_have_to_fit_together():
    long = tuple(Option(code * 21, None, TEXT) for code in "ab")
    assert KINDS["several"].fault(long) == "codes_too_long"
    assert KINDS["short_text"].fault(long) == "not_its_options"


@given(st.sets(st.sampled_from("abc"), min_size=1), st.randoms())
def test_ticked_options_are_one_answer_in_the_order_of_the_questionnaire(ticked, random):
    typed = list(ticked)
    random.shuffle(typed)
    assert KINDS["several"].read(options("several"), JOINT.join(typed)) == Given(code=JOINT.join(sorted(ticked)))


def test_does_not_apply_stands_alone_among_several():
    offered = (*options("several"), Option("na", None, TEXT))
    assert KINDS["several"].read(offered, "na") == Given(code="na")
    with pytest.raises(NoSuchOption):
        KINDS["several"].read(offered, "a+na")


def test_several_are_counted_option_by_option_over_those_who_answered():
    offered = (*options("several"), Option("na", None, TEXT))
    answers = [Given(code="a+b"), Given(code="b"), Given(code="na")]
    assert KINDS["several"].tally(offered, answers) == Tally({"a": 1, "b": 2, "c": 0, "na": 1}, n=2)


def test_words_are_tidied_and_have_their_length():
    assert KINDS["short_text"].read((), "  Dobrze\r\nbyło ") == Given(text="Dobrze\nbyło")
    for typed in ("", " \n ", "x" * (LONGEST_TEXT + 1)):
        with pytest.raises(BadText):
            KINDS["short_text"].read((), typed)
    assert KINDS["short_text"].tally((), [Given(text="a")]) == Tally({}, n=1)
