"""Reading people."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from kernel.errors import NotFound
from kernel.paging import Page, page_number
from kernel.permissions import EVERYWHERE, Role, Scope
from office.models import Person, RoleAssignment

PAGE_SIZE = 50
"""People on a page of the list."""


def person_by_login(session: Session, login: str) -> Person | None:
    """An active member of staff by login."""
    return session.scalars(select(Person).where(Person.login == login, Person.is_active.is_(True))).one_or_none()


def person_by_id(session: Session, person_id: uuid.UUID) -> Person:
    """A member of staff, active or not. Raises NotFound."""
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound
    return found


def handlers(session: Session, on: dt.date, department_id: uuid.UUID | None = None) -> list[Person]:
    """Active people who may handle cases of a department on a day (handlers and heads there or everywhere)."""
    query = (
        select(Person)
        .join(RoleAssignment)
        .where(
            Person.is_active.is_(True),
            RoleAssignment.role.in_([Role.HANDLER.value, Role.HEAD.value]),
            _held_on(on),
        )
        .order_by(Person.display_name)
        .distinct()
    )
    if department_id is not None:
        query = query.where(or_(RoleAssignment.department_id == department_id, RoleAssignment.department_id.is_(None)))
    return list(session.scalars(query))


def handlers_by_department(session: Session, on: dt.date) -> dict[uuid.UUID | None, list[Person]]:
    """The same by the department of the role, by name; None: of the whole office. One statement."""
    query = (
        select(RoleAssignment.department_id, Person)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(
            Person.is_active.is_(True),
            RoleAssignment.role.in_([Role.HANDLER.value, Role.HEAD.value]),
            _held_on(on),
        )
        .order_by(Person.display_name, Person.id)
    )
    found: dict[uuid.UUID | None, list[Person]] = {}
    for department_id, person in session.execute(query):
        there = found.setdefault(department_id, [])
        if person not in there:
            there.append(person)
    return found


def people(session: Session) -> dict[uuid.UUID, str]:
    """Display names of all members of staff there ever were, by id."""
    return {row.id: row.display_name for row in session.execute(select(Person.id, Person.display_name))}


def people_page(
    session: Session, on: dt.date, text: str = "", department_id: uuid.UUID | None = None, number: int = 1
) -> Page[Person]:
    """People by name, with their roles: those whose name, login or post holds the text, of a department or of all."""
    conditions = [_matches(text), _works_in(department_id, on)]
    total = session.execute(select(func.count()).select_from(Person).where(*conditions)).scalar_one()
    at = page_number(number, total, PAGE_SIZE)
    query = (
        select(Person)
        .where(*conditions)
        .options(selectinload(Person.roles))
        .order_by(Person.is_active.desc(), Person.display_name, Person.id)
        .limit(PAGE_SIZE)
        .offset((at - 1) * PAGE_SIZE)
    )
    return Page(list(session.scalars(query)), at, total, PAGE_SIZE)


def people_in(session: Session, on: dt.date, scope: Scope) -> list[Person]:
    """Active people by name who hold a role on a day in one of the departments, or (EVERYWHERE) all of them."""
    query = select(Person).where(Person.is_active.is_(True)).order_by(Person.display_name)
    if scope is not EVERYWHERE:
        inside = select(RoleAssignment.person_id).where(RoleAssignment.department_id.in_(scope), _held_on(on))
        query = query.where(Person.id.in_(inside))
    return list(session.scalars(query))


def roles_of(session: Session, person_id: uuid.UUID) -> list[RoleAssignment]:
    """Every role a person holds, held or will hold, the newest first."""
    query = select(RoleAssignment).where(RoleAssignment.person_id == person_id)
    return list(session.scalars(query.order_by(RoleAssignment.from_on.desc(), RoleAssignment.role)))


def role_by_id(session: Session, person_id: uuid.UUID, assignment_id: uuid.UUID) -> RoleAssignment:
    """A role of a person. Raises NotFound."""
    found = session.get(RoleAssignment, assignment_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def departments_of(session: Session, on: dt.date, person_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The departments a person holds a role for on a day."""
    query = select(RoleAssignment.department_id).where(RoleAssignment.person_id == person_id, _held_on(on))
    return frozenset(found for found in session.scalars(query) if found is not None)


def is_last_administrator(session: Session, on: dt.date, person_id: uuid.UUID) -> bool:
    """Whether nobody else administers the office from a day on, for good: active, able to sign in, no end in sight."""
    query = (
        select(func.count())
        .select_from(RoleAssignment)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(
            RoleAssignment.role == Role.ADMINISTRATOR.value,
            RoleAssignment.person_id != person_id,
            RoleAssignment.from_on <= on,
            RoleAssignment.to_on.is_(None),
            Person.is_active.is_(True),
            Person.password_hash != "",
        )
    )
    return session.execute(query).scalar_one() == 0


def _held_on(day: dt.date) -> ColumnElement[bool]:
    return (RoleAssignment.from_on <= day) & or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on >= day)


def _works_in(department_id: uuid.UUID | None, day: dt.date) -> ColumnElement[bool]:
    if department_id is None:
        return true()
    inside = select(RoleAssignment.person_id).where(RoleAssignment.department_id == department_id, _held_on(day))
    return Person.id.in_(inside)


def _matches(text: str) -> ColumnElement[bool]:
    if not text:
        return true()
    columns = (Person.display_name, Person.login, Person.post)
    return or_(*(func.lower(column).contains(text.lower(), autoescape=True) for column in columns))


def holders(session: Session, on: dt.date, role: Role) -> list[Person]:
    """Active people who hold a role on a day, anywhere in the office."""
    held = select(RoleAssignment.person_id).where(RoleAssignment.role == role.value, _held_on(on))
    query = select(Person).where(Person.id.in_(held), Person.is_active.is_(True))
    return list(session.scalars(query.order_by(Person.display_name)))
