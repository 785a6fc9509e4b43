"""Reading visits served."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session

from kernel.permissions import EVERYWHERE, Actor, Permission
from office.models import Department, Desk
from surveys.models import DeskVisits


@dataclass(frozen=True)
class DeskDay:
    """A desk on a day: what was reported, if anything was. ``row_version`` 0: nothing."""

    desk: Desk
    department: str
    visits: int | None
    row_version: int


def desk_days(session: Session, actor: Actor, day_on: dt.date) -> list[DeskDay]:
    """The desks of the actor's departments that were open on a day, with their visits."""
    scope = actor.scope(Permission.SURVEY_ENTER)
    query = (
        select(Desk, Department.name, DeskVisits.visits, DeskVisits.row_version)
        .join(Department, Department.id == Desk.department_id)
        .outerjoin(DeskVisits, (DeskVisits.desk_id == Desk.id) & (DeskVisits.day_on == day_on))
        .where(
            true() if scope is EVERYWHERE else Desk.department_id.in_(scope),
            Desk.valid_from_on <= day_on,
            or_(Desk.valid_to_on.is_(None), Desk.valid_to_on >= day_on),
        )
        .order_by(Department.name, Desk.name)
    )
    return [DeskDay(desk, name, visits, version or 0) for desk, name, visits, version in session.execute(query)]


def desk_named(session: Session, department: str, name: str) -> Desk | None:
    """The desk of a department (by its code) with a name, the newest where several had it."""
    query = (
        select(Desk)
        .join(Department, Department.id == Desk.department_id)
        .where(Department.code == department, Desk.name == name)
        .order_by(Desk.valid_from_on.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def reported(session: Session, desk: Desk, day_on: dt.date) -> DeskVisits | None:
    """What was reported for a desk and a day."""
    return session.scalars(
        select(DeskVisits).where(DeskVisits.desk_id == desk.id, DeskVisits.day_on == day_on)
    ).one_or_none()
