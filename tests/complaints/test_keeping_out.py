"""Whom a case is about, person or unit, neither links, sorts, publishes nor signs it; and who may pass it up."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from complaints.actions import StepTyped, give_sign, link_cases, sort, take_step
from complaints.actions.linking import How
from complaints.actions.publishing import PublicationTyped, publish_petition, take_down_petition
from complaints.models import Complaint
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move
from kernel.clock import Clock, FixedClock
from kernel.permissions import SYSTEM, Actor, Role
from office.actions.topics import TopicTyped, add_topic
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered, assigned, received, refused
from tests.complaints.test_signs import filing_class

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
Act = Callable[[Session, Clock, Actor, Complaint], Any]


def sorting(session: Session, clock: Clock, actor: Actor, case: Complaint) -> Any:
    topic = add_topic(session, clock, SYSTEM, TopicTyped("CZAS", "czas", "time", "час", clock.today()))
    return lambda: sort(session, clock, actor, case, topic.id, row_version=case.row_version)


def signing(session: Session, clock: Clock, actor: Actor, case: Complaint) -> Any:
    filing = filing_class(session, clock, "1511")
    return lambda: give_sign(session, clock, actor, case, filing.id, row_version=case.row_version)


def linked(session: Session, clock: Clock, actor: Actor, case: Complaint) -> Any:
    return lambda: link_cases(session, clock, actor, case, case, How.DUPLICATE, row_version=case.row_version)


def published(session: Session, clock: Clock, actor: Actor, case: Complaint) -> Any:
    words = PublicationTyped("Ławki", "Prosimy o ławki.")
    return lambda: publish_petition(session, clock, actor, case, words, row_version=case.row_version)


def taken_down(session: Session, clock: Clock, actor: Actor, case: Complaint) -> Any:
    return lambda: take_down_petition(session, clock, actor, case, "Pomyłka.", row_version=case.row_version)


ACTS = [sorting, signing, linked, published, taken_down]


@pytest.mark.parametrize("act", ACTS)
def test_the_person_a_case_is_about_does_none_of_it(
    session: Session, clock: FixedClock, office: FoundedOffice, act: Act
):
    head = office.member(Role.HEAD)
    case = received(session, clock, office, kind=Kind.PETYCJA)
    doing = act(session, clock, head.actor, case)
    case.about, case.about_person_id = "employee", head.person_id
    session.flush()
    with refused(session, "concerned") as broken:
        doing()
    assert broken[0].source == "art. 232 § 2, 256 KPA"


@pytest.mark.parametrize("act", ACTS)
def test_nor_does_the_unit_while_it_holds_the_case(
    session: Session, clock: FixedClock, office: FoundedOffice, act: Act
):
    case = received(session, clock, office, kind=Kind.PETYCJA)
    doing = act(session, clock, office.actor(Role.HEAD), case)
    case.about, case.about_department_id = "department", office.home.id
    session.flush()
    with refused(session, "unit_concerned"):
        doing()


@pytest.mark.parametrize("act", [sorting, signing])
def test_nor_after_the_case_was_closed(session: Session, clock: FixedClock, office: FoundedOffice, act: Act):
    case = assigned(session, clock, office)
    answered(session, clock, office, case, Reply("zasadna"))
    doing = act(session, clock, office.actor(Role.HEAD), case)
    case.about, case.about_department_id = "department", office.home.id
    session.flush()
    with refused(session, "concerned"):
        doing()


def test_a_case_is_not_linked_with_one_about_whoever_links(session: Session, clock: FixedClock, office: FoundedOffice):
    head = office.member(Role.HEAD)
    case, other = received(session, clock, office), received(session, clock, office)
    other.about, other.about_person_id = "employee", head.person_id
    session.flush()
    with refused(session, "concerned"):
        link_cases(session, clock, head.actor, case, other, How.EARLIER, row_version=case.row_version)


class TestPassingUp:
    """Art. 256 KPA: the employee it is about owes it; a superior may; a clerk it does not concern may not."""

    @pytest.mark.parametrize("role", [Role.CLERK, Role.HANDLER, Role.QUALITY_OFFICER, Role.AUDITOR])
    def test_nobody_of_lower_rank_passes_up_what_is_not_about_them(
        self, session: Session, clock: FixedClock, office: FoundedOffice, role: Role
    ):
        case = assigned(session, clock, office)
        with refused(session, "forbidden"):
            self._pass_up(session, clock, office.actor(role), case)

    @pytest.mark.parametrize("role", [Role.CLERK, Role.HANDLER])
    def test_whom_it_is_about_does(self, session: Session, clock: FixedClock, office: FoundedOffice, role: Role):
        case = assigned(session, clock, office)
        self._about(session, case, office.member(role).person_id)
        self._pass_up(session, clock, office.actor(role), case)
        assert (case.state, case.handler_id) == ("received", None)

    def test_a_superior_does(self, session: Session, clock: FixedClock, office: FoundedOffice):
        case = assigned(session, clock, office)
        self._about(session, case, office.member(Role.HANDLER).person_id)
        self._pass_up(session, clock, office.actor(Role.HEAD), case)
        assert case.handler_id is None

    def test_nobody_passes_up_a_case_of_another_unit(self, session: Session, clock: FixedClock, office: FoundedOffice):
        case = assigned(session, clock, office)
        self._about(session, case, office.member(Role.HANDLER, next_door=True).person_id)
        with refused(session, "forbidden"):
            self._pass_up(session, clock, office.actor(Role.HANDLER, next_door=True), case)

    @staticmethod
    def _about(session: Session, case: Complaint, person_id: uuid.UUID) -> None:
        case.about, case.about_person_id = "employee", person_id
        session.flush()

    @staticmethod
    def _pass_up(session: Session, clock: Clock, actor: Actor, case: Complaint) -> None:
        typed = StepTyped(happened_on=clock.today())
        take_step(session, clock, actor, case, Move.PASS_UP, typed, row_version=case.row_version)
