"""Absences and deputies: enter, shorten, withdraw; name, end."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import Forbidden, NotFound
from kernel.ids import new_id
from kernel.permissions import EVERYWHERE, Actor, Permission
from ledger.actions import append
from ledger.canonical import commitment
from office.actions.locking import hold, take
from office.events import PeopleTag
from office.models import Absence, Department, Deputy, Person
from office.queries import departments_of
from office.rules.absence import BadAbsence, check_apart, check_span
from office.rules.structure import Validity


def check_may_enter(session: Session, clock: Clock, actor: Actor, person: Person) -> None:
    """Who administers the office enters absences of everybody, a head those of people in the head's departments.

    Raises NotFound for somebody of another department, Forbidden for those who enter none at all.
    """
    scope = actor.scope(Permission.ABSENCE_ENTER)
    if scope is EVERYWHERE:
        return
    if not scope:
        raise Forbidden
    if not scope & departments_of(session, clock.today(), person.id):
        raise NotFound


def enter_absence(
    session: Session, clock: Clock, actor: Actor, person: Person, *, from_on: dt.date, to_on: dt.date
) -> Absence:
    """A person is away from a day to a day; the reason is not asked. The record holds a commitment to the days.

    Raises NotFound, Forbidden, and BadAbsence: ends_before_begins, too_long, over_already, overlaps.
    """
    check_may_enter(session, clock, actor, person)
    _check_span(clock, from_on, to_on)
    hold(session, person)
    there = session.scalars(select(Absence).where(Absence.person_id == person.id)).all()
    check_apart([Validity(row.from_on, row.to_on) for row in there], from_on, to_on)
    absence = Absence(id=new_id(), person_id=person.id, from_on=from_on, to_on=to_on)
    session.add(absence)
    _record(session, clock, actor, PeopleTag.ABSENCE_ENTERED, person, absence)
    return absence


def shorten_absence(
    session: Session, clock: Clock, actor: Actor, absence: Absence, *, last_on: dt.date, row_version: int | None = None
) -> None:
    """Somebody is back earlier: the last day of the absence is another one now.

    Raises NotFound, Forbidden, Stale, and BadAbsence: ends_before_begins, not_shorter.
    """
    person = session.get_one(Person, absence.person_id)
    check_may_enter(session, clock, actor, person)
    take(session, absence, row_version)
    check_span(absence.from_on, last_on)
    if last_on >= absence.to_on:
        raise BadAbsence(field="last", code="not_shorter", day=absence.to_on)
    absence.to_on = last_on
    _record(session, clock, actor, PeopleTag.ABSENCE_SHORTENED, person, absence)


def withdraw_absence(
    session: Session, clock: Clock, actor: Actor, absence: Absence, *, row_version: int | None = None
) -> None:
    """An absence that does not happen. Raises NotFound, Forbidden, Stale, BadAbsence (begun_already)."""
    person = session.get_one(Person, absence.person_id)
    check_may_enter(session, clock, actor, person)
    take(session, absence, row_version)
    if absence.from_on < clock.today():
        raise BadAbsence(code="begun_already", day=absence.from_on)
    _record(session, clock, actor, PeopleTag.ABSENCE_WITHDRAWN, person, absence)
    session.delete(absence)


def name_deputy(
    session: Session,
    clock: Clock,
    actor: Actor,
    person: Person,
    *,
    deputy: Person,
    department: Department | None,
    from_on: dt.date,
    to_on: dt.date,
    reason: str = "",
) -> Deputy:
    """Somebody acts for a person on those of these days on which the person is away.

    In one department or (None) wherever the person's rights as handler and head hold. A head names deputies for the
    head's own departments only. Raises NotFound, Forbidden, and BadAbsence: own_deputy, ends_before_begins, too_long,
    over_already, deputy_twice, deputy_away.
    """
    _check_may_name(session, clock, actor, person, department.id if department else None)
    if deputy.id == person.id:
        raise BadAbsence(field="deputy", code="own_deputy")
    _check_span(clock, from_on, to_on)
    hold(session, person)
    _check_deputy_is_there(session, deputy, from_on, to_on)
    _check_not_twice(session, person, deputy, department, from_on, to_on)
    named = Deputy(
        id=new_id(),
        person_id=person.id,
        deputy_id=deputy.id,
        department_id=department.id if department else None,
        from_on=from_on,
        to_on=to_on,
    )
    session.add(named)
    data = {**_data(named), "since": from_on.isoformat(), "last_day": to_on.isoformat()}
    append(session, clock, actor, PeopleTag.DEPUTY_NAMED, f"person:{person.id}", data, from_on, reason)
    return named


def end_deputy(
    session: Session, clock: Clock, actor: Actor, named: Deputy, *, reason: str = "", row_version: int | None = None
) -> None:
    """A deputy acts no longer: yesterday was the last day. Raises NotFound, Forbidden, Stale, BadAbsence (ended)."""
    person = session.get_one(Person, named.person_id)
    _check_may_name(session, clock, actor, person, named.department_id)
    take(session, named, row_version)
    yesterday = clock.today() - dt.timedelta(days=1)
    if named.to_on <= yesterday:
        raise BadAbsence(code="ended", day=named.to_on)
    named.to_on = yesterday
    data = {**_data(named), "last_day": yesterday.isoformat()}
    append(session, clock, actor, PeopleTag.DEPUTY_ENDED, f"person:{person.id}", data, yesterday, reason)


def _check_may_name(
    session: Session, clock: Clock, actor: Actor, person: Person, department_id: uuid.UUID | None
) -> None:
    check_may_enter(session, clock, actor, person)
    if not actor.can_for(Permission.ABSENCE_ENTER, department_id):
        raise Forbidden(field="department")


def _check_span(clock: Clock, from_on: dt.date, to_on: dt.date) -> None:
    check_span(from_on, to_on)
    if to_on < clock.today():
        raise BadAbsence(field="until", code="over_already", today=clock.today())


def _check_deputy_is_there(session: Session, deputy: Person, from_on: dt.date, to_on: dt.date) -> None:
    """A deputy who is away on one of the days would leave the rights with nobody."""
    query = select(Absence).where(Absence.person_id == deputy.id, Absence.from_on <= to_on, Absence.to_on >= from_on)
    away = session.scalars(query.order_by(Absence.from_on)).first()
    if away is not None:
        raise BadAbsence(field="deputy", code="deputy_away", first=away.from_on, last=away.to_on)


def _check_not_twice(
    session: Session, person: Person, deputy: Person, department: Department | None, from_on: dt.date, to_on: dt.date
) -> None:
    query = select(Deputy).where(Deputy.person_id == person.id, Deputy.deputy_id == deputy.id)
    same = [
        Validity(row.from_on, row.to_on)
        for row in session.scalars(query)
        if row.from_on <= row.to_on and row.department_id == (department.id if department else None)
    ]
    try:
        check_apart(same, from_on, to_on)
    except BadAbsence as twice:
        raise BadAbsence(
            field="deputy", code="deputy_twice", first=twice.facts["first"], last=twice.facts["last"]
        ) from None


def _record(session: Session, clock: Clock, actor: Actor, tag: PeopleTag, person: Person, absence: Absence) -> None:
    days = commitment(person.salt, days_of(absence.id, absence.from_on, absence.to_on))
    data = {"person": str(person.id), "days": days}
    append(session, clock, actor, tag, f"person:{person.id}", data, clock.today())


def days_of(absence_id: uuid.UUID, from_on: dt.date, to_on: dt.date) -> list[str]:
    """The days of an absence in the order the record commits to them."""
    return [str(absence_id), from_on.isoformat(), to_on.isoformat()]


def _data(named: Deputy) -> dict[str, str | None]:
    return {
        "person": str(named.person_id),
        "deputy": str(named.deputy_id),
        "department": str(named.department_id) if named.department_id else None,
    }
