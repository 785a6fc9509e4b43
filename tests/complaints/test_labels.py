"""Words for a verdict: they never say anything else than the verdict itself."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from complaints import labels
from complaints.rules.kinds import Channel, Kind
from complaints.rules.outcomes import Outcome
from complaints.rules.states import State
from complaints.rules.verdicts import Verdict

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


def test_every_code_has_its_word():
    assert set(labels.KINDS) == set(Kind)
    assert set(labels.STATES) == set(State)
    assert set(labels.CHANNELS) == set(Channel)
    assert set(labels.OUTCOMES) == set(Outcome)
