"""Changing the office. Each function is one verb: the change and its entry in one transaction."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import new_id
from kernel.permissions import Actor, Grant, Role
from ledger.actions import append, open_ledger
from ledger.canonical import commitment
from office.events import OfficeFounded, OfficeTag
from office.models import Department, Desk, Office, Person, RoleAssignment, Service
from office.passwords import hashed
from office.rules import LOGIN, SHORTEST_PASSWORD


class BadPerson(RuleBroken):
    """The login or the password cannot be used; ``code`` says which."""

    code = "bad_person"


def found_office(
    session: Session,
    clock: Clock,
    actor: Actor,
    *,
    name: str,
    address: str,
    opening_hours: str = "",
    phone: str = "",
    email: str = "",
    is_sample: bool = False,
) -> OfficeFounded:
    """Found the office of an empty database and begin its record; the first entry says whether it is a sample."""
    office = Office(
        id=new_id(),
        name=name,
        address=address,
        opening_hours=opening_hours,
        phone=phone,
        email=email,
        is_sample=is_sample,
        founded_at=clock.now(),
    )
    session.add(office)
    open_ledger(session, clock, office.id)
    data = {"name": name, "is_sample": is_sample}
    append(session, clock, actor, OfficeTag.FOUNDED, "office", data, clock.today())
    return OfficeFounded(office.id, is_sample)


def open_department(
    session: Session, clock: Clock, actor: Actor, *, code: str, name: str, valid_from_on: dt.date | None = None
) -> Department:
    """Open a department, valid from a day on (default: today)."""
    since = valid_from_on or clock.today()
    department = Department(id=new_id(), code=code, name=name, valid_from_on=since)
    session.add(department)
    data = {"code": code, "name": name, "valid_from": since.isoformat()}
    append(session, clock, actor, OfficeTag.DEPARTMENT_OPENED, f"department:{department.id}", data, since)
    return department


def add_service(session: Session, clock: Clock, actor: Actor, *, department: Department, name: str) -> Service:
    """Add a service to a department."""
    service = Service(id=new_id(), department_id=department.id, name=name)
    session.add(service)
    data = {"service": str(service.id), "department": str(department.id), "name": name}
    append(session, clock, actor, OfficeTag.SERVICE_ADDED, f"department:{department.id}", data, clock.today())
    return service


def add_desk(
    session: Session, clock: Clock, actor: Actor, *, department: Department, name: str, service: Service | None = None
) -> Desk:
    """Add a desk; its token (128 random bits) goes into the QR code on the counter."""
    desk = Desk(
        id=new_id(),
        department_id=department.id,
        service_id=service.id if service else None,
        name=name,
        token=secrets.token_urlsafe(16),
    )
    session.add(desk)
    data = {"desk": str(desk.id), "department": str(department.id), "name": name}
    append(session, clock, actor, OfficeTag.DESK_ADDED, f"department:{department.id}", data, clock.today())
    return desk


def add_person(
    session: Session,
    clock: Clock,
    actor: Actor,
    *,
    login: str,
    display_name: str,
    post: str,
    password: str,
    email: str = "",
    is_sample: bool = False,
) -> Person:
    """Add a member of staff. The record holds a commitment to the identity, not the identity.

    Raises BadPerson for a login that is not lower-case letters, digits, ``.-_``, or a password under 12 characters.
    """
    if not LOGIN.fullmatch(login):
        raise BadPerson(field="login", code="bad_login")
    if len(password) < SHORTEST_PASSWORD:
        raise BadPerson(field="password", code="short_password", shortest=SHORTEST_PASSWORD)
    person = Person(
        id=new_id(),
        login=login,
        display_name=display_name,
        post=post,
        email=email,
        password_hash=hashed(password),
        salt=secrets.token_hex(16),
        is_sample=is_sample,
    )
    session.add(person)
    identity = commitment(person.salt, {"login": login, "name": display_name, "post": post})
    data = {"person": str(person.id), "identity": identity}
    append(session, clock, actor, OfficeTag.PERSON_ADDED, f"person:{person.id}", data, clock.today())
    return person


def grant_role(
    session: Session, clock: Clock, actor: Actor, *, person: Person, role: Role, department: Department | None = None
) -> Grant:
    """Give a person a role from today on: in one department, or (None) in the whole office."""
    department_id: uuid.UUID | None = department.id if department else None
    session.add(
        RoleAssignment(person_id=person.id, role=role.value, department_id=department_id, from_on=clock.today())
    )
    data = {
        "person": str(person.id),
        "role": role.value,
        "department": str(department_id) if department_id else None,
    }
    append(session, clock, actor, OfficeTag.ROLE_GRANTED, f"person:{person.id}", data, clock.today())
    return Grant(role, department_id)
