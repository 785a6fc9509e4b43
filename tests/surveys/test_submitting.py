"""A response is stored exactly once: row, answers and commitment together, or nothing."""

from __future__ import annotations

import dataclasses
import threading
import uuid

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from kernel.permissions import RESIDENT
from ledger.canonical import commitment
from ledger.queries import head
from surveys.actions import submit_response
from surveys.models import Answer, QuestionnaireVersion, Response
from surveys.rules.submission import AnsweredOtherwise, NotAnswered, NotOpen, committed
from tests.surveys.filling import ALL, filled


def test_a_response_and_its_answers_are_stored_with_a_commitment_that_opens(office, session, clock):
    typed = filled(session, department_id=office.home.id, desk_id=office.desk.id, mode="qr")
    event = submit_response(session, clock, RESIDENT, typed)
    row = session.get_one(Response, typed.submission_id)
    assert (event.response_id, event.is_duplicate, event.department_id) == (typed.submission_id, False, office.home.id)
    assert (row.mode, row.language, row.layout_version, row.received_at) == ("qr", "pl", 1, clock.now())
    assert row.commitment == commitment(row.salt, committed(typed, row.received_at))
    stored = {answer.question: (answer.value, answer.code) for answer in session.scalars(select(Answer))}
    assert stored == {
        "q1": (4, None),
        "q2": (None, "yes"),
        "q3": (5, None),
        "q4": (2, None),
        "q5": (None, "na"),
        "q6": (5, None),
        "q7": (4, None),
    }


def test_question_one_alone_is_stored_with_one_answer(office, session, clock):
    submit_response(session, clock, RESIDENT, filled(session, answers={"q1": "1", "q2": ""}))
    assert [(answer.question, answer.value) for answer in session.scalars(select(Answer))] == [("q1", 1)]


def test_storing_a_response_leaves_the_record_to_the_seal(office, session, clock):
    before = head(session)
    submit_response(session, clock, RESIDENT, filled(session))
    assert head(session) == before


def test_the_same_submission_again_is_a_duplicate_and_changes_nothing(office, session, clock):
    typed = filled(session)
    submit_response(session, clock, RESIDENT, typed)
    first = session.get_one(Response, typed.submission_id).received_at
    clock.advance(minutes=5)
    assert submit_response(session, clock, RESIDENT, typed).is_duplicate
    session.expire_all()
    assert session.get_one(Response, typed.submission_id).received_at == first
    assert len(session.scalars(select(Answer)).all()) == len(ALL)


@pytest.mark.parametrize("changes", [{"answers": {"q1": "1"}}, {"language": "uk"}, {"mode": "qr"}])
def test_the_same_id_with_other_content_is_refused_and_overwrites_nothing(office, session, clock, changes):
    typed = filled(session)
    submit_response(session, clock, RESIDENT, typed)
    with pytest.raises(AnsweredOtherwise):
        submit_response(session, clock, RESIDENT, dataclasses.replace(typed, **changes))
    assert {answer.question: answer.value for answer in session.scalars(select(Answer))}["q1"] == 4


def test_a_refused_response_leaves_nothing(office, session, clock):
    with pytest.raises(NotAnswered):
        submit_response(session, clock, RESIDENT, filled(session, answers={"q2": "no"}))
    with pytest.raises(NotOpen):
        submit_response(session, clock, RESIDENT, filled(session, version_id=uuid.uuid4()))
    assert session.scalars(select(Response)).all() == []


@pytest.mark.parametrize(
    ("state", "is_open"), [("published", True), ("retired", True), ("draft", False), ("approved", False)]
)
def test_published_and_retired_versions_accept_responses(office, session, clock, state, is_open):
    typed = filled(session)
    session.get_one(QuestionnaireVersion, typed.version_id).state = state
    session.flush()
    if is_open:
        assert not submit_response(session, clock, RESIDENT, typed).is_duplicate
    else:
        with pytest.raises(NotOpen):
            submit_response(session, clock, RESIDENT, typed)


def test_storing_takes_at_most_four_statements(office, session, clock, statements):
    typed = filled(session)
    session.commit()
    with statements() as seen:
        submit_response(session, clock, RESIDENT, typed)
    assert len(seen) <= 4, seen


def test_two_processes_with_the_same_submission_store_it_once(office, storage, clock):
    """Both are let loose at the same moment; one stores, the other learns that it is a duplicate."""
    with storage.reading() as session:
        typed = filled(session)
    start, events = threading.Barrier(2), []

    def send() -> None:
        start.wait()
        with storage.writing() as session:
            events.append(submit_response(session, clock, RESIDENT, typed))

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(event.is_duplicate for event in events) == [False, True]
    with storage.reading() as session:
        assert len(session.scalars(select(Response)).all()) == 1


def test_nothing_about_the_person_or_the_device_can_be_stored(session: Session):
    names = {
        column["name"]
        for table in ("response", "answer")
        for column in inspect(session.connection()).get_columns(table)
    }
    telling = {"ip", "address", "user_agent", "browser", "name", "email", "session", "cookie", "person_id", "device"}
    assert not names & telling
