"""Saying whom a case is about: change, entry and event; those it is about let go of it and learn nothing."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from sqlalchemy.orm import Session

from complaints.actions import Description, describe
from complaints.actions.describe import description_of
from complaints.models import Complaint
from complaints.queries import case_for
from complaints.queries.enclosed import may_open
from complaints.rules.competence import About, Matter
from complaints.rules.kinds import Councillor
from complaints.rules.states import State
from kernel.clock import FixedClock
from kernel.permissions import EVERYWHERE, Actor, Grant, Permission, Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import assigned, last_entry, length, received, refused

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


def everywhere(office: FoundedOffice, role: Role) -> Actor:
    """The member of staff of a role, who holds it for the whole office."""
    actor = office.actor(role)
    return dataclasses.replace(actor, grants=frozenset({Grant(role)}))


def test_a_description_is_written_with_one_entry_and_an_event(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    typed = Description(About.MAYOR, matter=Matter.FINANCE, councillor=Councillor.COUNCILLOR, is_safety=True)
    with storage.writing() as session:
        case = assigned(session, clock, office)
        before, version = length(session), case.row_version
        event = describe(session, clock, office.actor(Role.HANDLER), case, typed, row_version=version)
        assert length(session) == before + 1
        data = last_entry(session)["data"]
    assert (event.complaint_id, event.is_changed) == (case.id, True)
    assert description_of(case) == typed
    assert (case.row_version, case.state) == (version + 1, State.ASSIGNED)
    assert (data["about"], data["task"], data["councillor"], data["safety"]) == ("mayor", "finance", "councillor", True)


def test_the_same_again_changes_nothing(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        case = assigned(session, clock, office)
        before, version = length(session), case.row_version
        actor = office.actor(Role.CLERK)
        assert not describe(session, clock, actor, case, Description(), row_version=version).is_changed
        assert (length(session), case.row_version) == (before, version)


def test_whoever_handles_it_and_turns_out_to_be_the_one_lets_go_of_it(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    handler = office.member(Role.HANDLER)
    with storage.writing() as session:
        case = assigned(session, clock, office)
        typed = Description(person_id=handler.person_id)
        describe(session, clock, office.actor(Role.CLERK), case, typed, row_version=case.row_version)
        data = last_entry(session)["data"]
        assert (case.handler_id, case.state, case.about) == (None, State.RECEIVED, "employee")
        assert (data["handler"], data["department"]) == (None, str(office.home.id))
        with refused(session, "concerned"):  # nobody talks himself out of it
            describe(session, clock, handler.actor, case, Description(), row_version=case.row_version)


def test_a_unit_it_is_about_loses_it(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        case = assigned(session, clock, office)
        typed = Description(department_id=office.home.id)
        describe(session, clock, office.actor(Role.HEAD), case, typed, row_version=case.row_version)
        assert (case.department_id, case.handler_id, case.state) == (None, None, State.RECEIVED)
        assert last_entry(session)["data"]["department"] is None


def test_who_may_not_is_refused(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        case = received(session, clock, office)
        for actor in (office.actor(Role.AUDITOR), office.actor(Role.CLERK, next_door=True)):
            with refused(session, "forbidden"):
                describe(session, clock, actor, case, Description(is_safety=True), row_version=case.row_version)
        clerk = office.actor(Role.CLERK)
        with refused(session, "stale"):
            describe(session, clock, clerk, case, Description(is_safety=True), row_version=case.row_version + 1)
        for field, typed in (
            ("about_person", Description(person_id=uuid.uuid4())),
            ("about_department", Description(department_id=uuid.uuid4())),
        ):
            with refused(session, "unknown_subject") as broken:
                describe(session, clock, clerk, case, typed, row_version=case.row_version)
            assert broken[0].field == field


class TestReading:
    """Who is told who filed."""

    def test_the_person_it_is_about_never(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        clerk = office.member(Role.CLERK)
        with storage.writing() as session:
            case = received(session, clock, office, about_person_id=clerk.person_id)
            assert self._told(session, clerk.actor, case) == (False, False)
            assert self._told(session, office.actor(Role.HEAD), case) == (True, True)

    def test_the_unit_it_is_about_only_unless_withheld(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        of_the_unit = office.actor(Role.HEAD, next_door=True)
        reading = dataclasses.replace(of_the_unit, grants=of_the_unit.grants | {Grant(Role.HEAD)})
        assert reading.scope(Permission.COMPLAINANT_READ) is EVERYWHERE
        with storage.writing() as session:
            about = {"about_department_id": office.next_door.id}
            told = received(session, clock, office, **about)
            withheld = received(session, clock, office, is_withheld=True, **about)
            assert self._told(session, reading, told) == (True, True)
            assert self._told(session, reading, withheld) == (False, False)
            assert self._told(session, everywhere(office, Role.HEAD), withheld) == (True, True)
            assert self._told(session, office.actor(Role.HANDLER), withheld) == (True, True)

    def test_where_only_a_person_is_named_their_colleagues_are_not_told_either(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        about = {"about_person_id": office.member(Role.CLERK).person_id, "is_withheld": True}
        with storage.writing() as session:
            case = received(session, clock, office, **about)
            assert self._told(session, office.actor(Role.HANDLER), case) == (False, False)
            assert self._told(session, everywhere(office, Role.HEAD), case) == (True, True)

    @staticmethod
    def _told(session: Session, actor: Actor, case: Complaint) -> tuple[bool, bool]:
        """Whether the actor is told who filed, and may open the files."""
        return case_for(session, actor, case.id).complainant is not None, may_open(session, actor, case)
