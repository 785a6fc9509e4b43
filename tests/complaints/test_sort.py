"""What a case is about: chosen when a letter is registered or later, one entry each time."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.actions import sort, sort_new
from complaints.actions.sort import UnknownTopic
from complaints.events import ComplaintReceived
from complaints.models import Complaint
from kernel.clock import FixedClock
from kernel.errors import Forbidden, Stale
from kernel.permissions import SYSTEM, Actor, Grant, Role
from office.actions.topics import TopicTyped, add_topic, end_topic
from office.models import Topic
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import send, text
from tests.office.test_actions import last_entry, one_more

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture
def topic(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    with storage.writing() as session:
        return add_topic(session, clock, SYSTEM, TopicTyped("CZAS", "czas", "time", "час", clock.today())).id


def test_a_topic_is_given_changed_and_taken_away(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, topic: uuid.UUID
):
    case = session.get_one(Complaint, filed)
    version, head = case.row_version, office.actor(Role.HEAD)
    assert one_more(session, lambda: sort(session, clock, head, case, topic, row_version=version))
    assert last_entry(session)["data"] == {"topic": str(topic), "before": None}
    assert not sort(session, clock, head, case, topic, row_version=version + 1)
    with pytest.raises(Stale):
        sort(session, clock, head, case, None, row_version=version)
    one_more(session, lambda: sort(session, clock, head, case, None, row_version=version + 1))
    assert last_entry(session)["data"] == {"topic": None, "before": str(topic)}


def clerk_of(department_id: uuid.UUID) -> Actor:
    return Actor("person:clerk", grants=frozenset({Grant(Role.CLERK, department_id)}))


def test_a_letter_gets_its_topic_from_whoever_registers_it_for_another_department(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, topic: uuid.UUID
):
    case = session.get_one(Complaint, filed)
    received = ComplaintReceived(case.id, case.kind, "1/2026", clock.today())
    with pytest.raises(Forbidden):
        sort_new(session, clock, office.actor(Role.AUDITOR), received, topic)
    clerk = clerk_of(office.next_door.id)
    assert not sort_new(session, clock, clerk, received, None)
    assert not sort_new(session, clock, clerk, replace(received, is_repeated=True), topic)
    one_more(session, lambda: sort_new(session, clock, clerk, received, topic))
    assert case.topic_id == topic


def test_what_cannot_be_is_refused(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, topic: uuid.UUID
):
    case, before = session.get_one(Complaint, filed), last_entry(session)
    strangers = [office.actor(Role.HANDLER, next_door=True), office.actor(Role.AUDITOR), clerk_of(office.next_door.id)]
    for actor in strangers:
        with pytest.raises(Forbidden):
            sort(session, clock, actor, case, topic)
    with pytest.raises(UnknownTopic):
        sort(session, clock, office.actor(Role.HEAD), case, uuid.UUID(int=7))
    assert last_entry(session) == before
    row = session.get_one(Topic, topic)
    end_topic(session, clock, SYSTEM, row, clock.today(), row_version=1, reason="Zbędny")
    clock.advance(days=1)
    with pytest.raises(UnknownTopic):
        sort(session, clock, office.actor(Role.HEAD), case, topic)


def test_a_clerk_sorts_a_letter_while_registering_it(
    signed_in: Callable[..., FlaskClient], storage: Storage, office: FoundedOffice, topic: uuid.UUID
):
    clerk = signed_in(Role.CLERK)
    form = clerk.get("/staff/pl/register")
    letter = {
        "name": "Osoba Próbna",
        "address": "ul. Próbna 2",
        "department": str(office.home.id),
        "subject": "Kolejka",
        "text": "Trzy godziny.",
        "topic": str(topic),
    }
    for _again in range(2):
        assert send(clerk, form, **letter).status_code == 302
    with storage.reading() as session:
        case = session.scalars(select(Complaint)).one()
        assert case.topic_id == topic
        assert last_entry(session)["tag"] == "complaints:complaint:sort"
    assert "Przedmiot czas" in text(clerk.get(f"/staff/pl/case/{case.id}")).replace("Przedmiotczas", "Przedmiot czas")


def test_a_topic_is_changed_on_the_case(signed_in: Callable[..., FlaskClient], filed: uuid.UUID, topic: uuid.UUID):
    head = signed_in(Role.HEAD)
    page = head.get(f"/staff/en/case/{filed}/topic")
    assert "time" in text(page)
    assert send(head, page, topic=str(topic)).status_code == 302
    assert "time" in text(head.get(f"/staff/en/case/{filed}"))
    assert send(head, page, topic="").status_code == 409
    assert signed_in(Role.HANDLER, next_door=True).get(f"/staff/pl/case/{filed}/topic").status_code == 404
    assert signed_in(Role.AUDITOR).get(f"/staff/pl/case/{filed}/topic").status_code == 403
