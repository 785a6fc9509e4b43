"""Drafts: what they take, what keeps them from approval, conditions on earlier answers, the way of a version."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.permissions import ROLE_PERMISSIONS, Permission, Role
from surveys.instruments import load
from surveys.rules.definition import Definition
from surveys.rules.drafting import (
    MOST_QUESTIONS,
    BadDraft,
    Fault,
    QuestionTyped,
    begun,
    copied,
    faults,
    moved,
    titled,
    with_question,
    without_question,
)
from surveys.rules.submission import (
    APPROVED,
    DRAFT,
    PUBLISHED,
    RETIRED,
    NotAnswered,
    NotAsked,
    NoWordsHere,
    asked,
    checked_answers,
)
from surveys.rules.versions import (
    MOVES,
    RANK,
    BadPublication,
    IllegalVersionMove,
    PlaceKind,
    SameEyes,
    VersionMove,
    after,
    check_days,
    check_end,
    check_second_person,
)

TITLE = {"pl": "Kolejka", "en": "The queue", "uk": "Черга"}
TEXT = {"pl": "Pytanie", "en": "Question", "uk": "Питання"}
DAY = dt.date(2026, 11, 21)


def typed(kind="outcome", **changes):
    return QuestionTyped(kind, TEXT, **{"options": [TEXT] * 3, **changes})


def draft():
    """Q1 settled or not; Q2, after "no" only: why (several); Q3, after the first reason: words."""
    content = with_question(begun("kolejka", 1, TITLE), None, typed(required=True))
    content = with_question(
        content, None, typed("several", required=True, show_question="q1", show_codes=("no", "in_progress"))
    )
    return with_question(content, None, typed("short_text", show_question="q2", show_codes=("a",)))


def read(content):
    return Definition.read(content)


def test_a_whole_draft_has_no_faults_and_satys7_has_none():
    assert faults(draft()) == []
    assert faults(load().content) == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (begun("k", 1, TITLE), Fault("no_questions")),
        (titled(draft(), {"pl": "Tylko"}), Fault("title_missing")),
        (
            with_question(draft(), "q3", QuestionTyped("short_text", {"pl": "Tylko"})),
            Fault("translation_missing", "q3"),
        ),
        (with_question(draft(), "q1", typed()), Fault("first_not_required", "q1")),
        (
            with_question(begun("k", 1, TITLE), None, typed("short_text", required=True)),
            Fault("first_not_required", "q1"),
        ),
        (with_question(draft(), None, typed("five_point")), Fault("not_its_options", "q4")),
        (with_question(draft(), None, typed("one_of", options=[TEXT])), Fault("too_few_options", "q4")),
    ],
)
def test_what_is_missing_has_a_name_and_its_question(content, fault):
    assert faults(content) == [fault]


def test_a_copy_is_the_same_under_the_next_number():
    assert copied(draft(), 2) == {**draft(), "version": 2}


def test_a_question_others_hang_on_neither_goes_nor_follows_them_nor_loses_the_answer():
    for change in (
        lambda: without_question(draft(), "q1"),
        lambda: moved(draft(), "q1", 1),
        lambda: with_question(draft(), "q1", typed("zero_to_ten", options=[TEXT] * 11)),
    ):
        with pytest.raises(BadDraft) as refused:
            change()
        assert refused.value.code == "needed_by"


def test_a_condition_names_an_answer_of_an_earlier_question():
    for key, codes in (("q9", ("a",)), ("q1", ()), ("q1", ("maybe",)), ("q3", ("a",))):
        with pytest.raises(BadDraft) as refused:
            with_question(draft(), "q2", typed(show_question=key, show_codes=codes))
        assert refused.value.code == "no_such_answer"
    content = draft()
    content["questions"][1]["show_if"]["question"] = "q3"
    with pytest.raises(ValueError, match="hangs on"):
        read(content)


def test_questions_go_up_and_down_and_away():
    content = with_question(draft(), None, typed())
    assert [row["key"] for row in moved(content, "q4", -1)["questions"]] == ["q1", "q2", "q4", "q3"]
    assert moved(content, "q1", -1) == content
    assert [row["key"] for row in without_question(content, "q3")["questions"]] == ["q1", "q2", "q4"]
    with pytest.raises(BadDraft):
        without_question(content, "q9")


def test_there_are_at_most_so_many_questions():
    content = begun("k", 1, TITLE)
    for _one in range(MOST_QUESTIONS):
        content = with_question(content, None, typed())
    with pytest.raises(BadDraft) as refused:
        with_question(content, None, typed())
    assert refused.value.code == "too_many_questions"


# --- conditions ---


def test_only_what_the_answers_before_lead_to_is_asked():
    definition = read(draft())
    keys = {
        (one, two): [question.key for question in asked(definition, {"q1": one, "q2": two})]
        for one, two in product(("", "yes", "no", "in_progress"), ("", "a", "b", "a+b"))
    }
    for (one, two), found in keys.items():
        assert found == ["q1", *(["q2"] if one in ("no", "in_progress") else []),
                         *(["q3"] if one in ("no", "in_progress") and "a" in two else [])]  # fmt: skip


ANSWERS = {"q1": st.sampled_from(["", "yes", "no"]), "q2": st.sampled_from(["", "a", "b+c"]), "q3": st.just("x")}


@given(st.fixed_dictionaries({}, optional=ANSWERS))
def test_no_answer_of_a_question_that_is_not_asked_is_ever_taken(answers):
    definition = read(draft())
    try:
        taken = checked_answers(definition, answers)
    except (NotAnswered, NotAsked):
        return
    assert taken.keys() == {key for key, given in answers.items() if given}
    assert taken.keys() <= {question.key for question in asked(definition, answers)}


def test_a_required_question_is_needed_only_where_it_is_asked():
    definition = read(draft())
    assert checked_answers(definition, {"q1": "yes"})
    with pytest.raises(NotAnswered) as refused:
        checked_answers(definition, {"q1": "no"})
    assert refused.value.field == "q2"
    with pytest.raises(NotAsked):
        checked_answers(definition, {"q1": "yes", "q2": "a"})


def test_words_are_not_taken_on_a_tablet_of_all():
    answers = {"q1": "no", "q2": "a", "q3": "Brak krzeseł"}
    assert checked_answers(read(draft()), answers, "qr")["q3"].text == "Brak krzeseł"
    with pytest.raises(NoWordsHere):
        checked_answers(read(draft()), answers, "kiosk_full")
    with pytest.raises(NotAsked):
        checked_answers(read(draft()), answers, "kiosk_tap")


# --- the way of a version ---


@pytest.mark.parametrize(("state", "move"), list(product((DRAFT, APPROVED, PUBLISHED, RETIRED), VersionMove)))
def test_a_move_leads_on_as_the_table_says_or_is_refused_with_both(state, move):
    if (state, move) in MOVES:
        assert after(state, move) == MOVES[state, move]
        return
    with pytest.raises(IllegalVersionMove) as refused:
        after(state, move)
    assert refused.value.facts == {"state": state, "move": move.value}


def test_nothing_that_was_published_comes_back_to_a_draft():
    reachable = {PUBLISHED}
    for _step in MOVES:
        reachable |= {to for (state, _move), to in MOVES.items() if state in reachable}
    assert reachable == {PUBLISHED, RETIRED}


def test_whoever_wrote_a_version_does_not_approve_it():
    check_second_person({"person:1"}, "person:2")
    with pytest.raises(SameEyes):
        check_second_person({"person:1", "person:2"}, "person:2")


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(0, None, None), (0, 0, None), (3, 9, None), (-1, None, "begins_in_the_past"), (3, 2, "ends_before")],
)
def test_a_publication_begins_today_or_later_and_has_a_day(first, last, code):
    days = DAY + dt.timedelta(first), None if last is None else DAY + dt.timedelta(last)
    if code is None:
        check_days(*days, DAY)
        return
    with pytest.raises(BadPublication) as refused:
        check_days(*days, DAY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(-5, 0, None), (0, 0, None), (3, 2, None), (3, 1, "ends_before"), (-5, -1, "ends_in_the_past")],
)
def test_a_publication_ends_today_or_later_or_never_begins(first, last, code):
    days = DAY + dt.timedelta(first), DAY + dt.timedelta(last)
    if code is None:
        check_end(*days, DAY)
        return
    with pytest.raises(BadPublication) as refused:
        check_end(*days, DAY)
    assert refused.value.code == code


def test_the_narrower_place_counts_more():
    assert sorted(PlaceKind, key=RANK.__getitem__) == ["office", "department", "service", "desk", "after_a_case"]


def test_quality_officers_write_and_a_second_office_role_can_approve():
    holding = {role for role in Role if Permission.QUESTIONNAIRE_EDIT in ROLE_PERMISSIONS[role]}
    assert holding == {Role.QUALITY_OFFICER}
    assert {role for role in Role if Permission.QUESTIONNAIRE_APPROVE in ROLE_PERMISSIONS[role]} == {
        Role.QUALITY_OFFICER, Role.ADMINISTRATOR
    }  # fmt: skip
