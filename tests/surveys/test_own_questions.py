"""Residents meet a questionnaire of the office's own: conditions are kept on the server, words are kept apart."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from kernel.permissions import Role
from ledger.replays import compare
from surveys.actions import erase_words, submit_response
from surveys.actions.drafting import ReasonNeeded
from surveys.models import Answer, AnswerText
from surveys.replaying import REPLAYS
from surveys.rules.submission import AnsweredOtherwise, NoWordsHere, ResponseTyped
from tests.surveys.devices import paired
from tests.surveys.filling import opened
from tests.surveys.test_kiosk_api import outcomes
from tests.surveys.versions import released

WORDS = "Brakowało krzeseł, proszę dzwonić 601 234 567"


@pytest.fixture
def typed(office, session, clock):
    version = released(session, clock, office)

    def made(**changes):
        given = {"mode": "qr", "answers": {"q1": "no", "q2": "b+a", "q3": WORDS}}
        return ResponseTyped(uuid.UUID(int=7), version.id, language="pl", **{**given, **changes})

    return made


def stored(session):
    session.flush()
    session.expire_all()
    return {row.question: row.code for row in session.scalars(select(Answer))}


def test_several_and_words_are_stored_once_however_often_they_are_sent(session, clock, office, typed):
    actor = office.actor(Role.CLERK)
    assert not submit_response(session, clock, actor, typed()).is_duplicate
    assert submit_response(session, clock, actor, typed()).is_duplicate
    assert stored(session) == {"q1": "no", "q2": "a+b"}
    assert session.scalars(select(AnswerText)).one().text == WORDS
    with pytest.raises(AnsweredOtherwise):
        submit_response(session, clock, actor, typed(answers={"q1": "no", "q2": "a", "q3": "Inne"}))
    assert compare(session, REPLAYS).difference is None


def test_words_are_refused_on_a_tablet(session, clock, office, typed):
    with pytest.raises(NoWordsHere):
        submit_response(session, clock, office.actor(Role.CLERK), typed(mode="kiosk_full"))
    assert stored(session) == {}


@pytest.mark.parametrize("backend", ["sqlite"])
def test_words_are_erased_with_an_entry_and_the_response_stays_whole(session, clock, office, typed):
    officer = office.actor(Role.QUALITY_OFFICER)
    submit_response(session, clock, officer, typed())
    words = session.scalars(select(AnswerText)).one()
    with pytest.raises(ReasonNeeded):
        erase_words(session, clock, officer, words, reason="")
    erase_words(session, clock, officer, words, reason="Numer telefonu")
    erase_words(session, clock, officer, words, reason="Numer telefonu")
    session.flush()
    assert (words.text, words.salt) == (None, None)
    assert compare(session, REPLAYS).difference is None


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(("text", "why"), [("Inne słowa", "do not give"), (None, "no entry erased them")])
def test_words_changed_or_taken_past_the_record_are_found(session, clock, office, typed, text, why):
    submit_response(session, clock, office.actor(Role.CLERK), typed())
    session.scalars(select(AnswerText)).one().text = text
    session.flush()
    found = compare(session, REPLAYS).difference
    assert found is not None
    assert why in found.why


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_desk_asks_what_is_published_there_and_drops_what_is_not_asked(client, storage, clock, office):
    with storage.writing() as session:
        released(session, clock, office)
    address = f"/uk/rate/{office.desk.token}"
    page = client.get(address).get_data(as_text=True)
    assert "Powód українською" in page
    assert "Powód" not in client.get("/uk/rate").get_data(as_text=True)
    hidden = opened(client, address)
    refused = client.post(address, data={**hidden, "q1": "no", "q2": ["a", "x"]})
    assert refused.status_code == 422
    answered = client.post(address, data={**hidden, "q1": "yes", "q2": ["a", "b"], "q3": "Nie pytano"})
    assert answered.status_code == 303
    with storage.reading() as session:
        assert stored(session) == {"q1": "yes"}
        assert session.scalars(select(AnswerText)).all() == []


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_door_of_tablets_refuses_words_by_name_and_stores_nothing(client, storage, clock, office):
    with storage.writing() as session:
        tablet = paired(session, clock, office)
        version = str(released(session, clock, office).id)
    answers = {"q1": "no", "q2": "a", "q3": "Krzesła"}
    sent = [
        tablet.item(1, version=version, answers=answers),
        tablet.item(2, version=version, answers=answers, mode="qr"),
    ]
    assert outcomes(tablet.sends(client, *sent)) == [(422, "no_words_here"), (422, "bad_item")]
    with storage.reading() as session:
        assert stored(session) == {}
        assert session.scalars(select(AnswerText)).all() == []
