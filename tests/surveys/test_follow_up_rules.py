"""Answers after a settled case wait until nobody can tell whose they are; none is lost, none comes twice."""

from __future__ import annotations

import uuid
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from surveys.instruments import load
from surveys.rules.definition import LANGUAGES
from surveys.rules.follow_up import AFTER_A_CASE, FEWEST_LET_IN, Waiting, parted

HOME, DOOR, VERSION = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=9)
MONTH = "2026-11"
one = st.builds(
    Waiting,
    version_id=st.just(VERSION),
    department_id=st.sampled_from([HOME, DOOR, None]),
    kind=st.sampled_from(["skarga", "wniosek"]),
    outcome=st.sampled_from(["zasadna", "bezzasadna"]),
    month=st.sampled_from(["2026-09", "2026-10", MONTH]),
    answers=st.fixed_dictionaries({"f1": st.sampled_from("12345")}),
)


def said(waiting: list[Waiting]) -> Counter[str]:
    return Counter(each.answers["f1"] for each in waiting)


@given(st.lists(one, max_size=60))
def test_every_group_that_is_let_in_is_large_enough_and_nothing_is_lost_or_doubled(waiting: list[Waiting]):
    let_in, left = parted(waiting, MONTH)
    assert all(count >= FEWEST_LET_IN for count in Counter(each.group for each in let_in).values())
    assert said(let_in) + said(left) == said(waiting)
    assert all(each in waiting for each in left), "who waits keeps what is known, for a larger group later"
    assert parted(left, MONTH)[0] == [], "nothing that could go is kept"


def waits(count: int, **facts: object) -> list[Waiting]:
    given_facts = {"department_id": HOME, "kind": "skarga", "outcome": "zasadna", "month": MONTH, **facts}
    return [Waiting(VERSION, answers={"f1": "3"}, **given_facts) for _number in range(count)]  # type: ignore[arg-type]


def test_a_batch_of_one_waits_for_four_more_of_its_group():
    assert parted(waits(1), MONTH) == ([], waits(1))
    assert parted(waits(4), MONTH)[0] == []
    assert parted(waits(5), MONTH) == (waits(5), [])
    assert parted(waits(4) + waits(4, outcome="bezzasadna"), MONTH)[0] == []


def test_what_waits_since_an_earlier_month_gives_up_the_case_and_then_the_department():
    old = [*waits(3, month="2026-10"), *waits(2, month="2026-10", kind="wniosek")]
    assert {each.group[1:] for each in parted(old, MONTH)[0]} == {(str(HOME), "", "")}
    spread = [*waits(3, month="2026-10"), *waits(2, month="2026-10", department_id=DOOR)]
    assert {each.group[1:] for each in parted(spread, MONTH)[0]} == {("", "", "")}
    assert parted(old[:4], MONTH) == ([], old[:4]), "fewer than five in the whole office go on waiting"
    assert parted([*waits(4, month="2026-10"), *waits(1, kind="wniosek")], MONTH)[0] == [], (
        "this month's do not help out"
    )


def test_the_questions_are_short_in_three_languages_and_ask_for_no_words():
    definition = load(AFTER_A_CASE)
    assert 3 <= len(definition.questions) <= 4
    assert [question.required for question in definition.questions] == [True, False, False, False]
    assert all(question.kind.has_options and set(question.text) >= set(LANGUAGES) for question in definition.questions)
