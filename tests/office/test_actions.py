"""Changing the office: each verb makes its change and leaves exactly one entry; a refused one leaves neither."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.errors import RuleBroken
from kernel.permissions import SYSTEM, Grant, Role
from ledger.canonical import commitment
from ledger.models import LedgerEntry
from ledger.queries import latest_entries
from ledger.verify import verify
from office.actions import BadPerson, add_desk, add_person, add_service, found_office, grant_role, open_department
from office.models import Department, Desk, Office, Person, RoleAssignment, Service
from office.queries import departments, handlers, person_by_login
from storage.session import Storage
from tests.cast import NOW, PASSWORD, FoundedOffice

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


def last_entry(session: Session) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(latest_entries(session, 1)[0].canonical)
    return content


def one_more(session: Session, act: Callable[[], Any]) -> Any:
    """Do something and see that the record has one entry more."""
    count = select(func.count()).select_from(LedgerEntry)
    before = session.scalar(count)
    result = act()
    session.flush()
    assert session.scalar(count) == (before or 0) + 1
    assert verify(session).is_whole
    return result


@pytest.mark.parametrize("is_sample", [True, False])
def test_the_first_entry_says_for_ever_whether_the_office_is_a_sample(
    session: Session, clock: FixedClock, is_sample: bool
):
    event = one_more(
        session,
        lambda: found_office(session, clock, SYSTEM, name="Urząd Próbny", address="ul. Próbna 1", is_sample=is_sample),
    )
    office = session.scalars(select(Office)).one()
    assert (office.id, office.is_sample, office.founded_at) == (event.office_id, is_sample, NOW)
    entry = last_entry(session)
    assert (entry["leaf"], entry["tag"], entry["office"]) == (1, "office:office:found", str(office.id))
    assert entry["data"] == {"name": "Urząd Próbny", "is_sample": is_sample}


def test_a_database_holds_one_office(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with pytest.raises(IntegrityError), storage.writing() as session:
        found_office(session, clock, SYSTEM, name="Drugi", address="")
    with storage.reading() as session:
        assert session.scalars(select(Office.name)).all() == ["Urząd Testowy"]


def test_a_department_is_open_from_its_day_on(session: Session, clock: FixedClock, office: FoundedOffice):
    tomorrow = clock.today() + dt.timedelta(days=1)
    opened = one_more(
        session,
        lambda: open_department(session, clock, SYSTEM, code="GN", name="Geodezja", valid_from_on=tomorrow),
    )
    assert opened.id not in {department.id for department in departments(session, clock.today())}
    assert opened.id in {department.id for department in departments(session, tomorrow)}
    entry = last_entry(session)
    assert entry["effective_on"] == entry["data"]["valid_from"] == "2026-11-22"
    assert entry["recorded_at"] == "2026-11-21T09:00:00.000000Z"


def test_a_closed_department_is_offered_to_its_last_day(session: Session, clock: FixedClock, office: FoundedOffice):
    home = session.get_one(Department, office.home.id)
    home.valid_to_on = clock.today()
    assert home in departments(session, clock.today())
    assert home not in departments(session, clock.today() + dt.timedelta(days=1))


def test_a_service_and_a_desk_belong_to_their_department(session: Session, clock: FixedClock, office: FoundedOffice):
    service = one_more(session, lambda: add_service(session, clock, SYSTEM, department=office.home, name="Meldunek"))
    desk = one_more(
        session,
        lambda: add_desk(session, clock, SYSTEM, department=office.home, name="Stanowisko 2", service=service),
    )
    assert session.get_one(Service, service.id).department_id == office.home.id
    assert session.get_one(Desk, desk.id).service_id == service.id
    assert last_entry(session)["data"] == {
        "desk": str(desk.id),
        "department": str(office.home.id),
        "name": "Stanowisko 2",
    }
    assert session.scalars(select(Desk).where(Desk.token == desk.token)).one() == desk


def test_tokens_of_desks_differ_and_stand_in_no_entry(session: Session, clock: FixedClock, office: FoundedOffice):
    desks = [add_desk(session, clock, SYSTEM, department=office.home, name=f"St. {number}") for number in range(5)]
    tokens = {desk.token for desk in desks}
    assert len(tokens) == 5
    assert min(map(len, tokens)) >= 22
    record = "".join(session.scalars(select(LedgerEntry.canonical)))
    assert not any(token in record for token in tokens)


def test_the_record_knows_a_person_only_by_a_commitment(session: Session, clock: FixedClock, office: FoundedOffice):
    person = one_more(
        session,
        lambda: add_person(
            session,
            clock,
            SYSTEM,
            login="jan.probny",
            display_name="Jan Próbny",
            post="inspektor",
            password=PASSWORD,
            email="jan@example.pl",
        ),
    )
    entry = last_entry(session)
    identity = {"login": "jan.probny", "name": "Jan Próbny", "post": "inspektor"}
    assert entry["data"] == {
        "person": str(person.id),
        "identity": commitment(person.salt, identity),
        "address": commitment(person.salt, {"email": person.email}),
    }
    record = "".join(session.scalars(select(LedgerEntry.canonical)))
    for secret in ("jan.probny", "Próbny", "inspektor", "jan@example.pl", PASSWORD, person.password_hash, person.salt):
        assert secret not in record
    assert person.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("login", "password", "code", "field"),
    [
        ("Jan", PASSWORD, "bad_login", "login"),
        ("jan probny", PASSWORD, "bad_login", "login"),
        ("jan", "jedenascie1", "short_password", "password"),
    ],
)
def test_a_person_that_cannot_be_is_refused(
    session: Session, clock: FixedClock, office: FoundedOffice, login: str, password: str, code: str, field: str
):
    before = last_entry(session)
    with pytest.raises(RuleBroken) as refused:
        add_person(session, clock, SYSTEM, login=login, display_name="J", post="", password=password)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert last_entry(session) == before


def test_one_login_is_one_person(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with pytest.raises(BadPerson, match="login_taken"), storage.writing() as session:
        add_person(session, clock, SYSTEM, login="head", display_name="J", post="", password=PASSWORD)
    with storage.reading() as session:
        assert verify(session).is_whole


def test_a_role_is_held_from_today_on(session: Session, clock: FixedClock, office: FoundedOffice):
    person = session.get_one(Person, office.member(Role.CLERK).person_id)
    grant = one_more(
        session,
        lambda: grant_role(session, clock, SYSTEM, person=person, role=Role.HEAD, department=office.next_door),
    )
    assert grant == Grant(Role.HEAD, office.next_door.id)
    held = session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == person.id)).all()
    assert {(row.role, row.from_on, row.to_on) for row in held if row.role == "head"} == {("head", clock.today(), None)}
    entry = last_entry(session)
    assert entry["stream"] == f"person:{person.id}"
    assert entry["data"] == {"person": str(person.id), "role": "head", "department": str(office.next_door.id)}


def test_handlers_of_a_department_are_active_and_hold_the_role_today(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    def logins(day: dt.date = clock.today()) -> set[str]:
        return {person.login for person in handlers(session, day, office.home.id)}

    assert logins() == {"handler", "head"}
    assert {person.login for person in handlers(session, clock.today())} == {
        "handler",
        "head",
        "next_door_handler",
        "next_door_head",
    }
    session.get_one(Person, office.member(Role.HEAD).person_id).is_active = False
    held = session.scalars(
        select(RoleAssignment).where(RoleAssignment.person_id == office.member(Role.HANDLER).person_id)
    ).one()
    held.to_on = clock.today()
    assert logins() == {"handler"}
    assert logins(clock.today() + dt.timedelta(days=1)) == set()
    assert person_by_login(session, "head") is None
