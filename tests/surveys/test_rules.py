"""What counts as an answer, and what counts as the same submission."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.instruments import load
from surveys.rules.kinds import KINDS, Given, NoSuchOption, Tally
from surveys.rules.submission import (
    NoSuchQuestion,
    NotAnswered,
    ResponseTyped,
    checked_answers,
    committed,
    offered,
    payload,
)

SATYS7 = load("satys7")
CODES = {question.key: [option.code for option in question.options] for question in offered(SATYS7, "web")}


def typed(**changes):
    return ResponseTyped(uuid.UUID(int=1), uuid.UUID(int=2), "web", "pl", **changes)


def test_question_one_alone_is_a_valid_response():
    assert checked_answers(SATYS7, {"q1": "5"}) == {"q1": Given(value=5)}


@pytest.mark.parametrize("answers", [{}, {"q1": ""}, {"q2": "yes", "q3": "4"}])
def test_without_question_one_there_is_no_response(answers):
    with pytest.raises(NotAnswered) as refused:
        checked_answers(SATYS7, answers)
    assert refused.value.field == "q1"


@pytest.mark.parametrize("code", ["0", "6", "na", "04", "²", "yes"])
def test_an_answer_off_the_scale_is_refused(code):
    with pytest.raises(NoSuchOption):
        checked_answers(SATYS7, {"q1": code})


def test_an_answer_to_a_question_that_was_not_asked_is_refused():
    with pytest.raises(NoSuchQuestion):
        checked_answers(SATYS7, {"q1": "3", "q8": "3"})


@given(st.fixed_dictionaries({"q1": st.sampled_from(CODES["q1"])}, optional={
    key: st.sampled_from([*codes, ""]) for key, codes in CODES.items() if key != "q1"
}))  # fmt: skip
def test_every_answer_is_a_value_or_a_code_and_a_skipped_question_has_none(answers):
    found = checked_answers(SATYS7, answers)
    assert found.keys() == {key for key, code in answers.items() if code}
    for key, answer in found.items():
        assert (answer.value is None) != (answer.code is None)
        assert answers[key] in {str(answer.value), answer.code}


def test_does_not_apply_is_counted_but_stays_out_of_n():
    question = SATYS7.by_key["q4"]
    answers = [Given(value=5), Given(value=5), Given(value=1), Given(code="na")]
    tally = question.kind.tally(question.options, answers)
    assert tally == Tally({"1": 1, "2": 0, "3": 0, "4": 0, "5": 2, "na": 1}, n=3)


def test_a_tally_keeps_the_order_of_the_questionnaire_and_names_options_nobody_chose():
    question = SATYS7.by_key["q2"]
    assert KINDS["one_of"].tally(question.options, [Given(code="no")]).counts == {"yes": 0, "in_progress": 0, "no": 1}


def test_the_order_of_answers_does_not_make_another_submission():
    one = typed(answers={"q1": "5", "q2": "no"})
    other = typed(answers={"q2": "no", "q1": "5", "q3": ""})
    assert payload(one) == payload(other)


def test_a_commitment_names_the_hour_and_nothing_finer():
    moment = dt.datetime(2026, 11, 21, 9, 41, 37, 123, tzinfo=dt.UTC)
    content = committed(typed(answers={"q1": "5"}), moment)
    assert content["hour"] == "2026-11-21T09Z"
    assert "41" not in str(content["hour"])
