"""Words for a verdict: they never say anything else than the verdict itself."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from complaints import labels
from complaints.rules.kinds import Channel, Kind
from complaints.rules.outcomes import Outcome
from complaints.rules.states import TRANSITIONS, IllegalMove, Move, State, article_of, transition
from complaints.rules.verdicts import Verdict
from kernel.errors import Forbidden, RuleBroken, Stale

TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_words_of_a_verdict_agree_with_it(app: Flask):
    with app.test_request_context("/pl/"):
        for verdict, due_in, meaning, words in (
            (Verdict.OVERDUE, -2, "late", "2 dni po terminie"),
            (Verdict.OVERDUE, 0, "late", "po terminie"),  # by the moment, an hour ago
            (Verdict.OVERDUE, None, "late", "po terminie"),
            (Verdict.SOON, 0, "soon", "dziś"),
            (Verdict.SOON, 1, "soon", "jutro"),
            (Verdict.OPEN, 12, "neutral", "za 12 dni"),
            (Verdict.OPEN, -1, "neutral", "w toku"),  # by the moment, in another time zone
            (Verdict.OPEN, None, "neutral", "w toku"),
            (Verdict.ON_TIME, -9, "fine", "w terminie"),
            (Verdict.LATE, -9, "late", "po terminie"),
            (Verdict.NO_TERM, None, "neutral", "bez terminu"),
        ):
            due_on = None if due_in is None else TODAY + dt.timedelta(days=due_in)
            said = labels.verdict_signal(verdict, due_on, TODAY)
            assert (said[0], said[1].replace("\u00a0", " ")) == (meaning, words), (verdict, due_in)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_every_refusal_of_a_step_names_an_article(app: Flask):
    plain = ("unknown_body", "wrong_basis", "before_the_call", "until_too_early", "wrong_day", "wrong_outcome")
    with app.test_request_context("/pl/"):
        for kind, table in TRANSITIONS.items():
            for move in {move for _state, move in table}:
                for code in plain:
                    said = labels.sentence_for(RuleBroken(code=code), article_of(kind, move))
                    assert said.endswith(f"Podstawa: {article_of(kind, move)}."), (kind, move, code)
        with pytest.raises(IllegalMove) as refused:
            transition("wniosek", "assigned", Move.ANNOTATE)
        assert "art. 239 § 1 KPA" in labels.sentence_for(refused.value)
        for none in (Stale(), Forbidden()):
            assert "Podstawa" not in labels.sentence_for(none, "art. 35 KPA"), "no law refuses here"
        own = RuleBroken(code="not_groundless", source="art. 239 § 1 KPA")
        assert "art. 35" not in labels.sentence_for(own, "art. 35 KPA"), "its own article comes first"


def test_every_code_has_its_word():
    assert set(labels.KINDS) == set(Kind)
    assert set(labels.STATES) == set(State)
    assert set(labels.CHANNELS) == set(Channel)
    assert set(labels.OUTCOMES) == set(Outcome)
