"""One tap, then up to three tiles: part of the questionnaire, asked nowhere else, checked by the server."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.replays import compare
from surveys.instruments import load
from surveys.kiosk.rules import Item, flags_of
from surveys.models import Answer, Response
from surveys.replaying import REPLAYS
from surveys.rules import paper
from surveys.rules.drafting import Fault, QuestionTyped, faults, with_question
from surveys.rules.kinds import JOINT, NoSuchOption
from surveys.rules.submission import (
    MODES,
    MOST_TILES,
    NotAsked,
    TooManyTiles,
    asked,
    checked_answers,
    offered,
)
from tests.surveys.devices import paired

SATYS7 = load("satys7")
TAP = "kiosk_tap"
THEMES = [option.code for option in SATYS7.by_key["good"].options]


def keys(questions):
    return [question.key for question in questions]


@pytest.mark.parametrize("mode", MODES)
def test_tiles_are_asked_after_one_tap_and_nowhere_else(mode):
    assert keys(offered(SATYS7, mode)) == (["q1", "good", "better"] if mode == TAP else [f"q{n}" for n in range(1, 8)])


@pytest.mark.parametrize(("code", "tiles"), [(code, "better" if code < 4 else "good") for code in range(1, 6)])
def test_what_went_well_after_four_and_five_what_should_be_better_after_the_others(code, tiles):
    answers = {"q1": str(code)}
    assert keys(asked(SATYS7, answers, TAP)) == ["q1", tiles]
    assert checked_answers(SATYS7, answers, TAP, is_partial=True).keys() == {"q1"}
    other = {"good": "better", "better": "good"}[tiles]
    with pytest.raises(NotAsked):
        checked_answers(SATYS7, {**answers, other: "time"}, TAP, is_partial=True)


@given(st.sets(st.sampled_from(THEMES), min_size=1))
def test_up_to_three_can_be_named(chosen):
    answers = {"q1": "5", "good": JOINT.join(chosen)}
    if len(chosen) > MOST_TILES:
        with pytest.raises(TooManyTiles) as refused:
            checked_answers(SATYS7, answers, TAP)
        assert refused.value.facts == {"count": len(chosen), "limit": MOST_TILES}
        return
    named = checked_answers(SATYS7, answers, TAP)["good"].code or ""
    assert set(named.split(JOINT)) == chosen


def test_no_other_tile_no_other_question_and_no_tile_elsewhere():
    with pytest.raises(NoSuchOption):
        checked_answers(SATYS7, {"q1": "5", "good": "time+weather"}, TAP)
    with pytest.raises(NotAsked):
        checked_answers(SATYS7, {"q1": "5", "q2": "yes"}, TAP)
    for mode in set(MODES) - {TAP}:
        with pytest.raises(NotAsked):
            checked_answers(SATYS7, {"q1": "5", "good": "time"}, mode)
    assert "good" not in keys(paper.keyed(SATYS7))


def test_a_draft_may_have_tiles_of_its_own_but_only_such_as_fit_the_screen():
    text = {"pl": "Co?", "en": "What?", "uk": "Що?"}
    choices = [text, text]

    def faults_with(**facts):
        typed = QuestionTyped(**{"kind": "several", "text": text, "options": choices, "is_tiles": True, **facts})
        return faults(with_question(SATYS7.content, None, typed))

    bad = [Fault("bad_tiles", "q8")]
    assert faults(SATYS7.content) == faults_with() == faults_with(show_question="q1", show_codes=("1",)) == []
    assert faults_with(kind="one_of") == faults_with(required=True) == bad
    assert faults_with(show_question="q2", show_codes=("no",)) == bad


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_door_stores_tiles_as_an_answer_and_names_what_it_refuses(storage, clock, office, client):
    with storage.writing() as session:
        tablet = paired(session, clock, office)
    numbers = itertools.count(1)

    def item(answers):
        return tablet.item(next(numbers), mode=TAP, answers=answers)

    answer = tablet.sends(
        client,
        item({"q1": "5", "good": "skill+time"}),
        item({"q1": "2", "better": "nothing"}),
        item({"q1": "2", "good": "time"}),
        item({"q1": "5", "good": "time+info+skill+place"}),
        item({"q1": "5", "tiles": "time"}),
    )
    told = json.loads(answer.get_json()["receipt"])["items"]
    assert [(one["status"], one["code"]) for one in told] == [
        (201, "stored"), (422, "no_such_option"), (422, "not_asked"), (422, "too_many_tiles"),
        (422, "no_such_question"),
    ]  # fmt: skip
    with storage.reading() as session:
        assert session.scalars(select(Response.mode)).one() == TAP
        assert session.scalars(select(Answer.code).where(Answer.question == "good")).one() == "time+skill"
        assert compare(session, REPLAYS).difference is None


@pytest.mark.parametrize(("mode", "flags"), [(TAP, "test_mode"), ("kiosk_full", "partial test_mode")])
def test_whoever_names_a_reason_and_walks_off_left_nothing_out_of_one_tap(mode, flags):
    item = Item(uuid.uuid4(), 1, dt.timedelta(0), mode=mode, flags=frozenset({"partial", "test_mode"}))
    assert flags_of(item, dt.timedelta(0)) == flags


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_web_form_does_not_show_tiles(office, client):
    page = client.get(f"/pl/rate/{office.desk.token}").get_data(as_text=True)
    assert "Co wyszło dobrze?" not in page
