"""Anonymous opinions: marked as read, closed with what the office did; by those who may, and nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.actions import FeedbackTyped, close, leave_feedback, review
from complaints.models import Feedback
from complaints.rules.courses import TRANSITIONS
from complaints.rules.moves import OPINION, Move, State
from kernel.clock import FixedClock
from kernel.errors import Forbidden, RuleBroken, Stale
from kernel.permissions import RESIDENT, SYSTEM, Role
from ledger.canonical import commitment
from office.actions.defaults import lay_defaults
from office.models import Topic
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import last_entry, length, refused
from tests.filling import errors_beside, fields, send, text

Enter = Callable[..., FlaskClient]
SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


def left(session: Session, clock: FixedClock, office: FoundedOffice) -> Feedback:
    typed = FeedbackTyped("Długa kolejka", "Godzina czekania.", office.home.id)
    return session.get_one(Feedback, leave_feedback(session, clock, RESIDENT, typed).feedback_id)


def test_an_opinion_is_read_then_closed_each_with_one_entry(session: Session, clock: FixedClock, office: FoundedOffice):
    lay_defaults(session, clock, SYSTEM)
    topic, opinion, head = session.query(Topic).first(), left(session, clock, office), office.actor(Role.HEAD)
    assert topic is not None
    before = length(session)
    review(session, clock, head, opinion, topic.id, row_version=1)
    assert (opinion.state, opinion.topic_id, last_entry(session)["data"]) == (
        "reviewed", topic.id, {"topic": str(topic.id)},
    )  # fmt: skip
    close(session, clock, office.actor(Role.QUALITY_OFFICER), opinion, None, " Drugie okienko. ", row_version=2)
    assert (opinion.state, opinion.topic_id, opinion.answer) == ("closed", None, "Drugie okienko.")
    data = {"topic": None, "answer": commitment(opinion.salt, "Drugie okienko.")}
    assert last_entry(session)["data"] == data
    assert length(session) == before + 2


@SQLITE
def test_the_table_of_opinions_is_all_that_is_possible(session: Session, clock: FixedClock, office: FoundedOffice):
    head = office.actor(Role.HEAD)

    def act(move: Move, one: Feedback) -> None:
        if move is Move.REVIEW:
            review(session, clock, head, one, None, row_version=one.row_version)
        else:
            close(session, clock, head, one, None, "Tak.", row_version=one.row_version)

    for state in (State.RECEIVED, State.REVIEWED, State.CLOSED):
        for move in (Move.REVIEW, Move.CLOSE):
            opinion = left(session, clock, office)
            opinion.state = state
            session.flush()
            if (state, move) in TRANSITIONS[OPINION]:
                act(move, opinion)
                assert opinion.state == TRANSITIONS[OPINION][state, move].to
            else:
                with refused(session, "illegal_move"):
                    act(move, opinion)


@SQLITE
def test_only_those_who_answer_opinions_change_them(session: Session, clock: FixedClock, office: FoundedOffice):
    opinion = left(session, clock, office)
    may = {Role.HEAD, Role.QUALITY_OFFICER}
    for role in set(Role) - may:
        with refused(session, Forbidden.code):
            review(session, clock, office.actor(role), opinion, None, row_version=1)
    with refused(session, Forbidden.code):
        close(session, clock, office.actor(Role.HEAD, next_door=True), opinion, None, "Tak.", row_version=1)
    with refused(session, Stale.code):
        review(session, clock, office.actor(Role.HEAD), opinion, None, row_version=2)
    with refused(session, "unknown_topic"):
        review(session, clock, office.actor(Role.HEAD), opinion, uuid.uuid4(), row_version=1)
    with refused(session, "no_text") as said:
        close(session, clock, office.actor(Role.HEAD), opinion, None, "  ", row_version=1)
    assert said[0].field == "text"
    assert isinstance(said[0], RuleBroken)


@pytest.fixture
def opinion(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    """An opinion about the home department."""
    with storage.writing() as session:
        return left(session, clock, office).id


def at(opinion: uuid.UUID, step: str) -> str:
    return f"/staff/pl/feedback/{opinion}/{step}"


@SQLITE
def test_a_head_reads_and_closes_an_opinion_on_its_pages(signed_in: Enter, storage: Storage, opinion: uuid.UUID):
    head = signed_in(Role.HEAD)
    assert "Nowa" in text(head.get("/staff/pl/feedback"))
    assert send(head, head.get(at(opinion, "review"))).status_code == 302
    assert "Przeczytana" in text(head.get("/staff/pl/feedback"))
    assert send(head, head.get(at(opinion, "close")), text="Drugie okienko.").status_code == 302
    shown = text(head.get("/staff/pl/feedback"))
    assert "Zamknięta" in shown
    assert "Drugie okienko." in shown
    assert "Oznacz jako przeczytaną" not in shown
    assert head.get(at(opinion, "review")).status_code == 422


@SQLITE
def test_what_is_missing_is_said_and_what_is_stale_is_kept(signed_in: Enter, opinion: uuid.UUID):
    head = signed_in(Role.HEAD)
    page = head.get(at(opinion, "close"))
    empty = send(head, page, text=" ")
    assert empty.status_code == 422
    assert set(errors_beside(empty)) == {"text"}
    send(head, head.get(at(opinion, "review")))
    stale = send(head, page, text="Drugie okienko.")
    assert stale.status_code == 409
    assert fields(stale, "step")["text"].strip() == "Drugie okienko."
    assert send(head, stale, "step").status_code == 302


@SQLITE
@pytest.mark.parametrize("step", ["review", "close"])
def test_strangers_and_readers_change_no_opinion(signed_in: Enter, storage: Storage, opinion: uuid.UUID, step: str):
    assert signed_in(Role.HEAD, next_door=True).get(at(opinion, step)).status_code == 404
    assert signed_in(Role.HEAD).get(at(uuid.uuid4(), step)).status_code == 404
    for role in (Role.AUDITOR, Role.MANAGEMENT, Role.CLERK):
        assert signed_in(role).get(at(opinion, step)).status_code == 403
    auditor = signed_in(Role.AUDITOR)
    assert f"{opinion}/review" not in auditor.get("/staff/pl/feedback").text
    assert signed_in(Role.HEAD).put(at(opinion, step)).status_code == 405


@SQLITE
def test_a_number_that_tells_who_somebody_is_is_hidden_from_readers_and_can_be_seen_by_those_who_answer(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        typed = FeedbackTyped("Proszę o telefon 600 100 200", "PESEL 44051401458, jan@example.pl", office.home.id)
        left_id = leave_feedback(session, clock, RESIDENT, typed).feedback_id
    for role in (Role.AUDITOR, Role.MANAGEMENT, Role.HEAD):
        page = signed_in(role).get("/staff/pl/feedback")
        assert "[numer telefonu]" in text(page)
        assert "PESEL [PESEL], [adres e-mail]" in text(page)
        assert "są zakryte" in text(page)
        assert not any(words in page.get_data(as_text=True) for words in ("600 100", "44051401458", "jan@"))
    own = text(signed_in(Role.HEAD).get(at(left_id, "review")))
    assert "Pokaż słowa, jak je napisano" in own
    assert "44051401458" in own
