"""Founding the sample office through the ordinary actions: departments, services, desks, staff, surveys, tablets."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.permissions import SYSTEM, Actor
from office.actions import (
    ServiceTyped,
    add_desk,
    add_person,
    add_service,
    found_office,
    grant_role,
    offer_service,
    open_department,
)
from office.actions.defaults import lay_defaults
from office.models import Department, Service
from sample.particulars import authorise, write_down
from sample.people import ADMINISTRATOR, PASSWORD, STAFF, Member
from sample.places import CLOSED, OFFICE, PLACES, STANDARDS, Place
from sample.tablets import TABLETS, Tablet
from surveys.actions import publish
from surveys.instruments import DEFAULT, load
from surveys.kiosk.actions import DeviceTyped, add_device, invite_device, pair_device
from surveys.rules.follow_up import AFTER_A_CASE


@dataclass(frozen=True)
class DeskKey:
    """Where a desk stands."""

    desk: uuid.UUID
    service: uuid.UUID


@dataclass
class Cast:
    """Whom and what the story's keys mean in this database."""

    version_id: uuid.UUID
    after_id: uuid.UUID
    departments: dict[str, uuid.UUID] = field(default_factory=dict)
    desks: dict[tuple[str, int], DeskKey] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    tablets: dict[str, uuid.UUID] = field(default_factory=dict)

    def department(self, code: str | None) -> uuid.UUID | None:
        """The department behind a code; None: nobody knows yet."""
        return self.departments[code] if code else None


def found(session: Session, clock: FixedClock, secret: str) -> Cast:
    """Found the office and give back its cast. The first entry of the record marks it as a sample."""
    found_office(session, clock, SYSTEM, is_sample=True, **OFFICE)
    lay_defaults(session, clock, SYSTEM)
    write_down(session, clock)
    departments = {}
    for place in PLACES:
        clock.advance(minutes=2)
        departments[place.code] = open_department(session, clock, SYSTEM, code=place.code, name=place.name)
    clock.advance(minutes=2)
    code, name, _after = CLOSED
    departments[code] = open_department(session, clock, SYSTEM, code=code, name=name)
    asked, after = (publish(session, clock, SYSTEM, load(name)).version_id for name in (DEFAULT, AFTER_A_CASE))
    cast = Cast(asked, after)
    for place in PLACES:
        clock.advance(minutes=2)
        cast.departments[place.code] = departments[place.code].id
        _furnish(session, clock, cast, place, departments[place.code])
    cast.departments[CLOSED[0]] = departments[CLOSED[0]].id
    for member in STAFF:
        clock.advance(minutes=2)
        cast.actors[member.login] = _employ(session, clock, member, departments)
    authorise(session, clock, cast.actors, departments)
    for tablet in TABLETS:
        clock.advance(minutes=2)
        cast.tablets[tablet.name] = _set_up(session, clock, cast, tablet, secret)
    return cast


def _set_up(session: Session, clock: FixedClock, cast: Cast, tablet: Tablet, secret: str) -> uuid.UUID:
    """Set a tablet up at its desk and pair it."""
    by, desk = cast.actors[ADMINISTRATOR], cast.desks[tablet.place, tablet.desk].desk
    device = add_device(session, clock, by, DeviceTyped(tablet.name, desk, tablet.mode, clock.today()))
    pair_device(session, clock, invite_device(session, clock, by, device, secret))
    return device.id


def _furnish(session: Session, clock: FixedClock, cast: Cast, place: Place, department: Department) -> None:
    services = [_offer(session, clock, department, name) for name in place.services]
    for number in range(place.desks):
        service = services[number % len(services)]
        name = f"Stanowisko {place.code}-{number + 1}"
        desk = add_desk(session, clock, SYSTEM, department=department, name=name, service=service)
        cast.desks[place.code, number] = DeskKey(desk.id, service.id)


def _offer(session: Session, clock: FixedClock, department: Department, name: str) -> Service:
    standard = STANDARDS.get(name)
    if standard is None:
        return add_service(session, clock, SYSTEM, department=department, name=name)
    typed = ServiceTyped(
        name, department.id, clock.today(), standard.words, standard.number, standard.unit, standard.basis
    )
    return offer_service(session, clock, SYSTEM, typed)


def _employ(session: Session, clock: FixedClock, member: Member, departments: dict[str, Department]) -> Actor:
    person = add_person(
        session,
        clock,
        SYSTEM,
        login=member.login,
        display_name=member.name,
        post=member.post,
        password=PASSWORD,
        is_sample=True,
    )
    department = departments[member.place] if member.place else None
    grant = grant_role(session, clock, SYSTEM, person=person, role=member.role, department=department)
    return Actor(f"person:{person.id}", person.display_name, person.post, person.id, frozenset({grant}))
