"""Roles: given and taken with an entry each, and never the last administrator's."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.permissions import SYSTEM, Grant, Role
from office.actions import add_person, change_person, close_department, grant_role, revoke_role
from office.models import Department, Person, RoleAssignment
from office.passwords import is_right
from office.queries import is_last_administrator, people_in, people_page
from office.rules.roles import checks_own_work
from tests.cast import PASSWORD, FoundedOffice
from tests.office.acting import one_entry, refused

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

YESTERDAY = dt.date(2026, 11, 20)
TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def person_of(session: Session, office: FoundedOffice):
    return lambda role: session.get_one(Person, office.member(role).person_id)


@pytest.fixture
def role_of(session: Session, office: FoundedOffice):
    def found(role: Role) -> RoleAssignment:
        return session.scalars(
            select(RoleAssignment).where(RoleAssignment.person_id == office.member(role).person_id)
        ).one()

    return found


def newcomer(session: Session, clock, password: str | None = PASSWORD) -> Person:
    return add_person(session, clock, SYSTEM, login="nowa", display_name="Nowa", post="", password=password)


def test_a_person_is_corrected_and_the_record_holds_no_name(session, clock, office, person_of):
    clerk = person_of(Role.CLERK)
    entry = one_entry(
        session,
        lambda: change_person(
            session, clock, SYSTEM, clerk, display_name="Anna Próbna", post="inspektor", email="a@example.pl"
        ),
    )
    assert entry["tag"] == "office:person:change"
    assert "Anna" not in str(entry)
    assert "example" not in str(entry)
    with refused(session, "stale"):
        change_person(session, clock, SYSTEM, clerk, display_name="", post="", email="", row_version=1)


def test_an_account_without_a_password_opens_for_no_password_at_all(session, clock, office):
    person = newcomer(session, clock, None)
    assert person.password_hash == ""
    for guess in ("", " ", "nobody has this password", PASSWORD):
        assert not is_right(person.password_hash, guess)


def test_a_role_for_a_time_says_so_in_the_record(session, clock, office):
    person, home = newcomer(session, clock), session.get_one(Department, office.home.id)
    entry = one_entry(
        session,
        lambda: grant_role(
            session,
            clock,
            SYSTEM,
            person=person,
            role=Role.HANDLER,
            department=home,
            from_on=dt.date(2026, 12, 1),
            to_on=dt.date(2026, 12, 31),
            reason="Zastępstwo",
        ),
    )
    assert (entry["tag"], entry["effective_on"], entry["reason"]) == (
        "office:role:grant_until",
        "2026-12-01",
        "Zastępstwo",
    )
    assert entry["data"] == {
        "person": str(person.id),
        "role": "handler",
        "department": str(home.id),
        "last_day": "2026-12-31",
    }


def test_roles_that_cannot_be_given(session, clock, office, person_of):
    home = session.get_one(Department, office.home.id)
    clerk = person_of(Role.CLERK)
    with refused(session, "role_already_held", "role"):
        grant_role(session, clock, SYSTEM, person=clerk, role=Role.CLERK, department=home)
    with refused(session, "whole_office_role", "department"):
        grant_role(session, clock, SYSTEM, person=clerk, role=Role.AUDITOR, department=home)
    with refused(session, "ends_before_begins", "until"):
        grant_role(session, clock, SYSTEM, person=clerk, role=Role.HEAD, department=home, to_on=YESTERDAY)
    door = session.get_one(Department, office.next_door.id)
    close_department(session, clock, SYSTEM, home, last_on=YESTERDAY, successor=door, reason="")
    with refused(session, "already_closed", "department"):
        grant_role(session, clock, SYSTEM, person=clerk, role=Role.HEAD, department=home)


def test_somebody_whose_account_is_closed_gets_no_role(session, clock, office, person_of):
    clerk = person_of(Role.CLERK)
    clerk.is_active = False
    with refused(session, "not_active", "role"):
        grant_role(session, clock, SYSTEM, person=clerk, role=Role.QUALITY_OFFICER)


def test_a_role_is_taken_with_its_last_day(session, clock, office, role_of):
    assignment = role_of(Role.HANDLER)
    entry = one_entry(
        session, lambda: revoke_role(session, clock, SYSTEM, assignment, last_on=TODAY, reason="Przeniesienie")
    )
    assert entry["data"] == {
        "person": str(assignment.person_id),
        "role": "handler",
        "department": str(office.home.id),
        "last_day": "2026-11-21",
    }
    assert assignment.to_on == TODAY
    with refused(session, "already_revoked"):
        revoke_role(session, clock, SYSTEM, assignment, last_on=TODAY, reason="")
    with refused(session, "revoked_too_late", "last"):
        revoke_role(session, clock, SYSTEM, role_of(Role.HEAD), last_on=dt.date(2026, 11, 1), reason="")


def test_nobody_takes_the_last_administrators_role_nor_their_own(session, clock, office, role_of):
    mine, me = role_of(Role.ADMINISTRATOR), office.actor(Role.ADMINISTRATOR)
    with refused(session, "own_administrator"):
        revoke_role(session, clock, me, mine, last_on=TODAY, reason="")
    with refused(session, "last_administrator"):
        revoke_role(session, clock, SYSTEM, mine, last_on=TODAY, reason="")
    second = newcomer(session, clock, None)
    grant_role(session, clock, SYSTEM, person=second, role=Role.ADMINISTRATOR)
    with refused(session, "last_administrator"):  # who cannot sign in administers nothing
        revoke_role(session, clock, SYSTEM, mine, last_on=TODAY, reason="")
    second.password_hash = "set"
    session.flush()
    assert not is_last_administrator(session, TODAY, mine.person_id)
    revoke_role(session, clock, SYSTEM, mine, last_on=TODAY, reason="")


@pytest.mark.parametrize(
    ("roles", "is_odd"),
    [
        ({Role.AUDITOR}, False),
        ({Role.AUDITOR, Role.MANAGEMENT}, False),
        ({Role.HANDLER, Role.HEAD}, False),
        *(({Role.AUDITOR, role}, True) for role in (Role.CLERK, Role.HANDLER, Role.HEAD)),
    ],
)
def test_who_audits_does_not_handle(backend, roles, is_odd):
    assert checks_own_work(roles) is is_odd


def test_people_are_found_by_name_login_post_and_department(session, clock, office):
    def logins(**wanted) -> set[str]:
        return {person.login for person in people_page(session, TODAY, **wanted).rows}

    assert logins(text="HANDLER") == {"handler", "next_door_handler"}
    assert logins(text="handler", department_id=office.home.id) == {"handler"}
    assert logins(text="100%") == set()
    assert people_page(session, TODAY, number=9).number == 1
    inside = people_in(session, TODAY, frozenset({office.home.id}))
    assert {person.login for person in inside} == {"clerk", "handler", "head"}


def test_a_grant_is_what_it_says(session, clock, office):
    person = newcomer(session, clock)
    assert grant_role(session, clock, SYSTEM, person=person, role=Role.AUDITOR) == Grant(Role.AUDITOR)
