"""Departments, services and desks: each verb makes its change and its entries, and a refused one neither."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.permissions import Grant, Role
from ledger.verify import verify
from office.actions import (
    DeskTyped,
    ServiceTyped,
    change_desk,
    change_service,
    close_department,
    end_desk,
    end_service,
    offer_service,
    open_department,
    rename_department,
    rotate_token,
    set_up_desk,
)
from office.events import DepartmentClosed
from office.models import Department, Desk, RoleAssignment, Service
from office.queries import departments, names_of, names_on, predecessors, todays_departments
from office.sign_in import actor_of, open_sign_in
from storage.telling import REACTIONS
from surveys.queries import place_of
from tests.cast import FoundedOffice
from tests.office.acting import made, one_entry, refused

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

YESTERDAY = dt.date(2026, 11, 20)
TODAY = dt.date(2026, 11, 21)


def standard(department: Department) -> ServiceTyped:
    return ServiceTyped(
        "Akt małżeństwa",
        department.id,
        dt.date(2026, 1, 1),
        "do 7 dni",
        7,
        "working_days",
        "art. 45 ustawy",
    )


@pytest.fixture
def home(session: Session, office: FoundedOffice) -> Department:
    return session.get_one(Department, office.home.id)


@pytest.fixture
def door(session: Session, office: FoundedOffice) -> Department:
    return session.get_one(Department, office.next_door.id)


@pytest.fixture
def admin(office: FoundedOffice):
    return office.actor(Role.ADMINISTRATOR)


def test_a_renamed_department_keeps_its_old_name_for_what_was_before(session, clock, home, admin):
    act = lambda: rename_department(  # noqa: E731
        session, clock, admin, home, name="Biuro Stanu Cywilnego", since=TODAY, reason="Uchwała 1/2026", row_version=1
    )
    entry = one_entry(session, act)
    assert (entry["tag"], entry["reason"]) == ("office:department:rename", "Uchwała 1/2026")
    assert entry["data"] == {"department": str(home.id), "name": "Biuro Stanu Cywilnego", "since": "2026-11-21"}
    assert names_of(session, home.id) == [
        (dt.date(2024, 1, 2), "Urząd Stanu Cywilnego"),
        (TODAY, "Biuro Stanu Cywilnego"),
    ]
    assert names_on(session, YESTERDAY)[home.id] == "Urząd Stanu Cywilnego"
    assert names_on(session, TODAY)[home.id] == "Biuro Stanu Cywilnego"
    assert (home.name, home.row_version) == ("Biuro Stanu Cywilnego", 2)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"name": "Urząd Stanu Cywilnego"}, "same_name", "name"),
        ({"since": dt.date(2026, 11, 22)}, "name_from_to_come", "since"),
        ({"since": dt.date(2024, 1, 2)}, "name_before_newest", "since"),
        ({"row_version": 7}, "stale", None),
    ],
)
def test_a_name_that_cannot_be(session, clock, home, admin, changed, code, field):
    with refused(session, code, field):
        rename_department(
            session, clock, admin, home, **{"name": "Biuro", "since": TODAY, "reason": "", "row_version": 1, **changed}
        )


def test_two_departments_never_share_a_code(session, clock, office, admin):
    with refused(session, "code_taken", "code"):
        open_department(session, clock, admin, code="USC", name="Drugi")


def test_a_closed_department_leaves_services_desks_and_roles_to_its_successor(
    session, clock, office, home, door, admin
):
    told: list[DepartmentClosed] = []
    session.info[REACTIONS] = {DepartmentClosed: [lambda _session, _clock, fact: told.append(fact)]}

    def act():
        close_department(
            session, clock, admin, home, last_on=YESTERDAY, successor=door, reason="Zarządzenie 5", with_roles=True
        )

    entries = made(session, act, 3 + 6)
    assert [entry["tag"] for entry in entries[:3]] == [
        "office:department:close",
        "office:service:move",
        "office:desk:move",
    ]
    assert entries[0]["data"] == {
        "department": str(home.id),
        "last_day": "2026-11-20",
        "successor": str(door.id),
    }
    assert (entries[0]["reason"], entries[0]["effective_on"]) == ("Zarządzenie 5", "2026-11-20")
    assert sorted(entry["tag"] for entry in entries[3:]) == ["office:role:grant"] * 3 + ["office:role:revoke"] * 3
    assert (home.valid_to_on, home.successor_id) == (YESTERDAY, door.id)
    assert session.scalars(select(Desk.department_id)).all() == [door.id]
    assert session.scalars(select(Service.department_id)).all() == [door.id]
    handler = office.member(Role.HANDLER).person_id
    rows = session.scalars(
        select(RoleAssignment).where(RoleAssignment.person_id == handler).order_by(RoleAssignment.from_on)
    ).all()
    assert [(row.department_id, row.from_on, row.to_on) for row in rows] == [
        (home.id, dt.date(2024, 1, 2), YESTERDAY),
        (door.id, TODAY, None),
    ]
    assert [department.code for department in departments(session, TODAY)] == ["KOM"]
    assert told == [DepartmentClosed(home.id, YESTERDAY, door.id, admin, "Zarządzenie 5")]
    assert todays_departments(session, TODAY) == {home.id: door.id}
    assert predecessors(session, TODAY) == {door.id: {home.id}}
    assert verify(session).is_whole


def test_without_a_successor_services_and_desks_end_and_roles_stay(session, clock, home, door, admin):
    made(
        session, lambda: close_department(session, clock, admin, home, last_on=YESTERDAY, successor=None, reason=""), 3
    )
    desk = session.scalars(select(Desk)).one()
    assert (desk.valid_to_on, session.scalars(select(Service.valid_to_on)).one()) == (YESTERDAY, YESTERDAY)
    assert place_of(session, desk.token, TODAY) is None
    assert todays_departments(session, TODAY) == {}
    with refused(session, "only_department"):
        close_department(session, clock, admin, door, last_on=YESTERDAY, successor=None, reason="")
    with refused(session, "already_closed"):
        close_department(session, clock, admin, home, last_on=YESTERDAY, successor=door, reason="")
    with refused(session, "already_closed", "department_id"):
        set_up_desk(session, clock, admin, DeskTyped("Nowe", home.id, TODAY))


def test_a_department_cannot_succeed_itself_nor_be_succeeded_by_a_closed_one(session, clock, office, home, door, admin):
    with refused(session, "own_successor", "successor"):
        close_department(session, clock, admin, home, last_on=YESTERDAY, successor=home, reason="")
    third = open_department(session, clock, admin, code="TRZ", name="Trzeci", valid_from_on=dt.date(2025, 1, 1))
    close_department(session, clock, admin, home, last_on=YESTERDAY, successor=third, reason="")
    with refused(session, "no_such_successor", "successor"):
        close_department(session, clock, admin, third, last_on=YESTERDAY, successor=home, reason="")


def test_a_department_cannot_end_before_the_last_thing_that_began_in_it(session, clock, home, door, admin):
    rename_department(session, clock, admin, home, name="Biuro", since=YESTERDAY, reason="")
    with refused(session, "closed_before_newest", "last"):
        close_department(session, clock, admin, home, last_on=dt.date(2026, 11, 19), successor=door, reason="")


def test_who_works_in_the_successor_reaches_what_the_closed_department_left(session, clock, office, home, door, admin):
    close_department(session, clock, admin, home, last_on=YESTERDAY, successor=door, reason="")
    from office.models import Person

    head = session.get_one(Person, office.member(Role.HEAD, next_door=True).person_id)
    actor = actor_of(session, clock, open_sign_in(session, clock, head, 8).token)
    assert actor is not None
    assert actor.grants == {Grant(Role.HEAD, door.id), Grant(Role.HEAD, home.id)}


# --- services ---


def test_a_service_is_offered_changed_and_ended(session, clock, home, admin):
    typed = standard(home)
    entry = one_entry(session, lambda: offer_service(session, clock, admin, typed))
    service = session.scalars(select(Service).where(Service.standard != "")).one()
    assert entry["tag"] == "office:service:offer"
    assert entry["data"]["values"] == {
        "name": "Akt małżeństwa",
        "department_id": str(home.id),
        "valid_from_on": "2026-01-01",
        "standard": "do 7 dni",
        "standard_number": 7,
        "standard_unit": "working_days",
        "legal_basis": "art. 45 ustawy",
    }
    other = replace(typed, standard="od ręki", standard_number=30, standard_unit="minutes")
    entry = one_entry(
        session,
        lambda: change_service(session, clock, admin, service, other, row_version=1, reason="Nowy standard"),
    )
    assert (entry["tag"], entry["reason"]) == ("office:service:change", "Nowy standard")
    assert entry["data"]["after"] == {"standard": "od ręki", "standard_number": 30, "standard_unit": "minutes"}
    with refused(session, "stale"):
        change_service(session, clock, admin, service, typed, row_version=1, reason="Powód")
    with refused(session, "no_reason", "reason"):
        change_service(session, clock, admin, service, typed, row_version=2, reason=" ")
    with refused(session, "duplicate", "name"):
        offer_service(session, clock, admin, typed)
    with refused(session, "bad_period", "valid_to_on"):
        end_service(session, clock, admin, service, dt.date(2025, 12, 31), row_version=2, reason="Koniec")
    one_entry(session, lambda: end_service(session, clock, admin, service, TODAY, row_version=2, reason="Koniec"))
    with refused(session, "ended"):
        change_service(session, clock, admin, service, typed, row_version=3, reason="Powód")


@pytest.mark.parametrize(
    ("number", "unit", "code", "field"),
    [
        (3, "", "number_without_unit", "standard_unit"),
        (3, "years", "number_without_unit", "standard_unit"),
        (None, "hours", "unit_without_number", "standard_number"),
        (0, "hours", "number_out_of_range", "standard_number"),
        (1000, "hours", "number_out_of_range", "standard_number"),
    ],
)
def test_a_standard_is_a_number_with_its_unit_or_none(session, clock, home, admin, number, unit, code, field):
    with refused(session, code, field):
        offer_service(session, clock, admin, replace(standard(home), standard_number=number, standard_unit=unit))


# --- desks ---


def test_a_desk_changes_gets_a_new_token_and_ends(session, clock, office, home, door, admin):
    desk = session.get_one(Desk, office.desk.id)
    old = desk.token
    moved = DeskTyped("Okienko 2", door.id, desk.valid_from_on)
    entry = one_entry(
        session, lambda: change_desk(session, clock, admin, desk, moved, row_version=1, reason="Przeprowadzka")
    )
    assert entry["data"]["after"] == {"name": "Okienko 2", "department_id": str(door.id), "service_id": None}
    assert desk.token == old
    entry = one_entry(session, lambda: rotate_token(session, clock, admin, desk, row_version=2, reason="Naklejka"))
    assert (entry["data"], entry["reason"]) == ({"id": str(desk.id)}, "Naklejka")
    assert desk.token != old
    assert (place_of(session, old, TODAY), place_of(session, desk.token, TODAY) is not None) == (None, True)
    with refused(session, "stale"):
        rotate_token(session, clock, admin, desk, row_version=2, reason="Powód")
    with refused(session, "no_reason", "reason"):
        rotate_token(session, clock, admin, desk, row_version=3, reason="")
    one_entry(session, lambda: end_desk(session, clock, admin, desk, TODAY, row_version=3, reason="Remont"))
    assert place_of(session, desk.token, TODAY) is not None
    assert place_of(session, desk.token, TODAY + dt.timedelta(days=1)) is None
    with refused(session, "ended"):
        rotate_token(session, clock, admin, desk, row_version=4, reason="Powód")
    with refused(session, "ended"):
        change_desk(session, clock, admin, desk, moved, row_version=4, reason="Powód")


def test_a_new_desk_has_a_token_the_record_does_not_tell(session, clock, office, home, admin):
    typed = DeskTyped("Okienko 3", home.id, TODAY, office.service.id)
    entry = one_entry(session, lambda: set_up_desk(session, clock, admin, typed))
    desk = session.scalars(select(Desk).where(Desk.name == "Okienko 3")).one()
    assert len(desk.token) >= 22
    assert desk.token not in str(entry)


def test_a_desk_serves_what_its_own_department_offers(session, clock, office, home, door, admin):
    with refused(session, "foreign_service", "service_id"):
        set_up_desk(session, clock, admin, DeskTyped("Okienko", door.id, TODAY, office.service.id))
    service = session.get_one(Service, office.service.id)
    end_service(session, clock, admin, service, TODAY, row_version=1, reason="Koniec")
    with refused(session, "foreign_service", "service_id"):
        set_up_desk(session, clock, admin, DeskTyped("Okienko", home.id, TODAY, office.service.id))
