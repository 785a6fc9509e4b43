"""People and the roles they hold."""

from __future__ import annotations

import secrets
import uuid

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import new_id
from kernel.permissions import Actor, Grant, Role
from ledger.actions import append
from ledger.canonical import commitment
from office.events import OfficeTag
from office.models import Department, Person, RoleAssignment
from office.passwords import hashed
from office.rules import LOGIN, SHORTEST_PASSWORD


class BadPerson(RuleBroken):
    """The login or the password cannot be used; ``code`` says which."""

    code = "bad_person"


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
