"""Who is away, and who acts for whom."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, bindparam, or_, select, true
from sqlalchemy.orm import QueryableAttribute, Session, aliased

from kernel.errors import NotFound
from kernel.permissions import Grant, Role
from office.models import Absence, Department, Deputy, Person, RoleAssignment
from office.rules.absence import DEPUTISED, deputed


@dataclass(frozen=True)
class Deputising:
    """The grants somebody has today because others are away, and the names of those."""

    grants: frozenset[Grant] = frozenset()
    names: tuple[str, ...] = ()


_ACTING: Final = (
    select(
        Deputy.deputy_id,
        Person.display_name,
        Deputy.department_id.label("where"),
        RoleAssignment.role,
        RoleAssignment.department_id,
    )
    .select_from(Deputy)
    .join(Absence, Absence.person_id == Deputy.person_id)
    .join(Person, Person.id == Deputy.person_id)
    .join(RoleAssignment, RoleAssignment.person_id == Deputy.person_id)
    .where(
        Person.is_active.is_(True),
        Deputy.from_on <= bindparam("day"),
        Deputy.to_on >= bindparam("day"),
        Absence.from_on <= bindparam("day"),
        Absence.to_on >= bindparam("day"),
        RoleAssignment.role.in_(sorted(role.value for role in DEPUTISED)),
        RoleAssignment.from_on <= bindparam("day"),
        or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on >= bindparam("day")),
    )
)
"""Deputies of people who are away on a day, with the roles of those."""

_ACTING_AS: Final = _ACTING.where(Deputy.deputy_id == bindparam("person"))
"""The same of one deputy. Put together once: every page of staff asks it."""


def absent_on(session: Session, day: dt.date) -> dict[uuid.UUID, dt.date]:
    """Who is away on a day, and until when (that day included)."""
    query = select(Absence.person_id, Absence.to_on).where(Absence.from_on <= day, Absence.to_on >= day)
    return {row.person_id: row.to_on for row in session.execute(query)}


def deputising(session: Session, day: dt.date, person_id: uuid.UUID) -> Deputising:
    """Whose rights a person has on a day: of those away that day who named the person as deputy. One statement."""
    grants: set[Grant] = set()
    names: set[str] = set()
    for row in session.execute(_ACTING_AS, {"day": day, "person": person_id}):
        passing = deputed([Grant(Role(row.role), row.department_id)], row.where)
        grants |= passing
        names |= {row.display_name} if passing else set()
    return Deputising(frozenset(grants), tuple(sorted(names)))


def acting_on(session: Session, day: dt.date) -> set[tuple[uuid.UUID, Grant]]:
    """Everybody who acts for somebody away on a day, with each of the rights that pass. One statement."""
    return {
        (row.deputy_id, grant)
        for row in session.execute(_ACTING, {"day": day})
        for grant in deputed([Grant(Role(row.role), row.department_id)], row.where)
    }


def absences_from(
    session: Session, day: dt.date, among: Collection[uuid.UUID] | None = None
) -> list[tuple[Absence, Person]]:
    """Absences not over before a day, soonest first; of these people only, None: of all."""
    query = (
        select(Absence, Person)
        .join(Person, Person.id == Absence.person_id)
        .where(Absence.to_on >= day, _among(Person.id, among))
        .order_by(Absence.from_on, Person.display_name)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def deputies_from(
    session: Session, day: dt.date, among: Collection[uuid.UUID] | None = None
) -> list[tuple[Deputy, Person, Person, Department | None]]:
    """Deputies whose time is not over before a day: the row, the absent person, the deputy, the department."""
    absent, acting = aliased(Person), aliased(Person)
    query = (
        select(Deputy, absent, acting, Department)
        .join(absent, absent.id == Deputy.person_id)
        .join(acting, acting.id == Deputy.deputy_id)
        .outerjoin(Department, Department.id == Deputy.department_id)
        .where(
            Deputy.to_on >= day,
            Deputy.to_on >= Deputy.from_on,
            _among(absent.id, among),
        )
        .order_by(Deputy.from_on, absent.display_name)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


def absence_by_id(session: Session, absence_id: uuid.UUID) -> Absence:
    """An absence. Raises NotFound."""
    found = session.get(Absence, absence_id)
    if found is None:
        raise NotFound
    return found


def deputy_by_id(session: Session, deputy_id: uuid.UUID) -> Deputy:
    """A deputy's row. Raises NotFound."""
    found = session.get(Deputy, deputy_id)
    if found is None:
        raise NotFound
    return found


def _among(person_id: QueryableAttribute[uuid.UUID], among: Collection[uuid.UUID] | None) -> ColumnElement[bool]:
    return true() if among is None else person_id.in_(among)
