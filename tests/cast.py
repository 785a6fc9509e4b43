"""The test office and its cast: one member of staff per role, and the same roles in the department next door."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.actions import FilingTyped, receive
from complaints.actions.handle import Assignment, assign
from complaints.models import Complaint
from complaints.rules.kinds import Channel, Kind
from kernel.clock import FixedClock, warsaw
from kernel.permissions import SYSTEM, Actor, Grant, Role
from office.actions import add_desk, add_person, add_service, found_office, grant_role, open_department
from office.models import Department, Desk, Office, Person, Service
from storage import migrate
from storage.session import Storage
from surveys.actions.publishing import publish
from surveys.instruments import DEFAULT, load

PASSWORD = "cztery konie w galopie"
NOW = warsaw(2026, 11, 21, 10)
"""When every test begins: Saturday, 21 November 2026, ten o'clock in Warsaw."""

FOUNDED = warsaw(2024, 1, 2, 8)
"""When the test office was founded: early enough for two years of cases."""

AUDIT_FROM = dt.date(2026, 6, 1)
"""When the audit of the test office began; like every audit it ends after a year at the latest."""

IN_A_DEPARTMENT = (Role.CLERK, Role.HANDLER, Role.HEAD)
"""Roles held for one department; the others hold for the whole office."""

NEXT_DOOR = "next_door_"


@dataclass(frozen=True)
class CastMember:
    """A member of staff with the roles of the test office."""

    person_id: uuid.UUID
    login: str
    actor: Actor


@dataclass(frozen=True)
class FoundedOffice:
    """What tests need to know of the test office. ``home`` is where the cast works, ``next_door`` is not."""

    id: uuid.UUID
    home: Department
    next_door: Department
    service: Service
    desk: Desk
    people: dict[str, CastMember]

    def member(self, role: Role | str, *, next_door: bool = False) -> CastMember:
        """Who holds a role, at home or next door."""
        return self.people[(NEXT_DOOR if next_door else "") + str(role)]

    def actor(self, role: Role | str, *, next_door: bool = False) -> Actor:
        """The same as an actor for actions."""
        return self.member(role, next_door=next_door).actor


def nothing(_url: str) -> None:
    """Template: an empty database."""


def migrated(url: str) -> None:
    """Template: all tables, no office."""
    storage = Storage(url)
    migrate.upgrade(storage.engine)
    storage.close()


def founded(url: str) -> None:
    """Template: the test office with its cast."""
    migrated(url)
    storage = Storage(url)
    with storage.writing() as session:
        _found(session, FixedClock(FOUNDED))
    storage.close()


TEMPLATES = {"nothing": nothing, "migrated": migrated, "founded": founded}


def _found(session: Session, clock: FixedClock) -> None:
    found_office(session, clock, SYSTEM, name="Urząd Testowy", address="ul. Próbna 1, 00-001 Próbowo", is_sample=True)
    home = open_department(session, clock, SYSTEM, code="USC", name="Urząd Stanu Cywilnego")
    door = open_department(session, clock, SYSTEM, code="KOM", name="Wydział Komunikacji")
    service = add_service(session, clock, SYSTEM, department=home, name="Odpis aktu")
    add_desk(session, clock, SYSTEM, department=home, name="Stanowisko 1", service=service)
    publish(session, clock, SYSTEM, load(DEFAULT))
    for role in Role:
        department = home if role in IN_A_DEPARTMENT else None
        _join(session, clock, role.value, role, department, AUDIT_FROM if role is Role.AUDITOR else None)
        if department:
            _join(session, clock, NEXT_DOOR + role.value, role, door)


def _join(
    session: Session,
    clock: FixedClock,
    login: str,
    role: Role,
    department: Department | None,
    from_on: dt.date | None = None,
) -> None:
    person = add_person(
        session,
        clock,
        SYSTEM,
        login=login,
        display_name=f"Próba ({login})",
        post=f"Stanowisko próbne: {login}",
        password=PASSWORD,
        is_sample=True,
    )
    grant_role(session, clock, SYSTEM, person=person, role=role, department=department, from_on=from_on)


_CASTS: Final[dict[uuid.UUID, dict[str, CastMember]]] = {}
"""By office: the casts of templates."""


def read_office(session: Session, people: dict[str, CastMember] | None = None) -> FoundedOffice:
    """The test office as it stands in a database copied from the template. ``people``: its cast, where it is known."""
    departments = {department.code: department for department in session.scalars(select(Department))}
    return FoundedOffice(
        id=session.scalars(select(Office.id)).one(),
        home=departments["USC"],
        next_door=departments["KOM"],
        service=session.scalars(select(Service)).one(),
        desk=session.scalars(select(Desk)).one(),
        people=people or {person.login: read_member(person) for person in session.scalars(select(Person))},
    )


def read_copy(session: Session) -> FoundedOffice:
    """The same of a copy in which nothing happened yet: its cast, twenty people, is read once for all copies."""
    office_id = session.scalars(select(Office.id)).one()
    if office_id not in _CASTS:
        _CASTS[office_id] = read_office(session).people
    return read_office(session, dict(_CASTS[office_id]))


def file_complaint(session: Session, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    """A skarga of the home department, assigned to its handler."""
    typed = FilingTyped(
        kind=Kind.SKARGA,
        channel=Channel.PAPER,
        subject="Kolejka do stanowiska",
        text="Czekanie trwało trzy godziny.",
        name="Osoba Próbna",
        address="ul. Próbna 2, 00-001 Próbowo",
        department_id=office.home.id,
    )
    received = receive(session, clock, office.actor(Role.CLERK), typed)
    complaint = session.get_one(Complaint, received.complaint_id)
    assignment = Assignment(office.member(Role.HANDLER).person_id, office.home.id)
    assign(session, clock, office.actor(Role.HEAD), complaint, assignment, row_version=complaint.row_version)
    return complaint.id


def read_member(person: Person) -> CastMember:
    """A person with their roles."""
    grants = frozenset(Grant(Role(row.role), row.department_id) for row in person.roles)
    actor = Actor(f"person:{person.id}", person.display_name, person.post, person.id, grants)
    return CastMember(person.id, person.login, actor)
