"""Who is away, and who acts for whom."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, cast

from sqlalchemy import ColumnElement, Table, bindparam, or_, select, true
from sqlalchemy.orm import QueryableAttribute, Session, aliased

from kernel.errors import NotFound
from kernel.permissions import Grant, Role
from office.models import Absence, Department, Deputy, Person, RoleAssignment
from office.rules.absence import DEPUTISED, deputed
from storage.session import plainly


@dataclass(frozen=True)
class Deputising:
    """The grants somebody has today because others are away, and the names of those."""

    grants: frozenset[Grant] = frozenset()
    names: tuple[str, ...] = ()


_AWAY, _DEPUTY, _PERSON, _ROLE = (cast(Table, one.__table__).c for one in (Absence, Deputy, Person, RoleAssignment))
_ACTING: Final = (
    select(
        _DEPUTY.deputy_id,
        _PERSON.display_name,
        _DEPUTY.department_id.label("where"),
        _ROLE.role,
        _ROLE.department_id,
    )
    .select_from(Deputy.__table__)
    .join(Absence.__table__, _AWAY.person_id == _DEPUTY.person_id)
    .join(Person.__table__, _PERSON.id == _DEPUTY.person_id)
    .join(RoleAssignment.__table__, _ROLE.person_id == _DEPUTY.person_id)
    .where(
        _PERSON.is_active.is_(True),
        _DEPUTY.from_on <= bindparam("day"),
        _DEPUTY.to_on >= bindparam("day"),
        _AWAY.from_on <= bindparam("day"),
        _AWAY.to_on >= bindparam("day"),
        _ROLE.role.in_(sorted(role.value for role in DEPUTISED)),
        _ROLE.from_on <= bindparam("day"),
        or_(_ROLE.to_on.is_(None), _ROLE.to_on >= bindparam("day")),
    )
)
"""Deputies of people who are away on a day, with the roles of those."""

_ACTING_AS: Final = _ACTING.where(_DEPUTY.deputy_id == bindparam("person"))
"""The same of one deputy. Put together once, of tables alone: every page of staff asks it."""


def absent_on(session: Session, day: dt.date) -> dict[uuid.UUID, dt.date]:
    """Who is away on a day, and until when (that day included)."""
    query = select(Absence.person_id, Absence.to_on).where(Absence.from_on <= day, Absence.to_on >= day)
    return {row.person_id: row.to_on for row in session.execute(query)}


def deputising(session: Session, day: dt.date, person_id: uuid.UUID) -> Deputising:
    """Whose rights a person has on a day: of those away that day who named the person as deputy. One statement."""
    grants: set[Grant] = set()
    names: set[str] = set()
    for row in plainly(session).execute(_ACTING_AS, {"day": day, "person": person_id}):
        passing = deputed([Grant(Role(row.role), row.department_id)], row.where)
        grants |= passing
        names |= {row.display_name} if passing else set()
    return Deputising(frozenset(grants), tuple(sorted(names)))


def acting_on(session: Session, day: dt.date) -> set[tuple[uuid.UUID, Grant]]:
    """Everybody who acts for somebody away on a day, with each of the rights that pass. One statement."""
    return {
        (row.deputy_id, grant)
        for row in plainly(session).execute(_ACTING, {"day": day})
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
