"""A small office with something of everything the verification compares, and what somebody with the database may do."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.permissions import RESIDENT, SYSTEM, Role
from ledger import triggers
from office.actions import close_department, enter_absence, name_deputy, open_department, rename_department, revoke_role
from office.actions.founding import OfficeTyped, change_office
from office.actions.topics import TopicTyped, add_topic
from office.actions.warning import WarningTyped, add_warning
from office.models import Office, Person, RoleAssignment
from storage.session import Storage
from surveys.actions import seal_responses, submit_response
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered, assigned, received
from tests.surveys.filling import filled


def play(session: Session, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    """Cases settled and open, sealed responses, a department that came and went, roles; the id of the settled case."""
    case = assigned(session, clock, office)
    answered(session, clock, office, case, Reply("zasadna"))
    received(session, clock, office)
    for _ in range(3):
        submit_response(session, clock, RESIDENT, filled(session, department_id=office.home.id))
    seal_responses(session, clock, SYSTEM)
    _order(session, clock, office)
    return case.id


def _order(session: Session, clock: FixedClock, office: FoundedOffice) -> None:
    actor = office.actor(Role.ADMINISTRATOR)
    add_topic(session, clock, actor, TopicTyped("KOLEJKI", "Kolejki", "Queues", "Черги", clock.today()))
    found = session.scalars(select(Office)).one()
    typed = OfficeTyped("Urząd Próbny", "ul. Nowa 3, 00-001 Próbowo", phone="12 345 67 89")
    change_office(session, clock, actor, found, typed, row_version=found.row_version, reason="Przeprowadzka.")
    since = clock.today() + dt.timedelta(days=1)
    add_warning(session, clock, actor, WarningTyped(since, 5, "Urlopy."))
    fresh = open_department(session, clock, actor, code="NOWY", name="Wydział Nowy")
    clock.advance(days=1)
    day = clock.today()
    rename_department(session, clock, actor, fresh, name="Wydział Nowszy", since=day, reason="Zarządzenie 7.")
    clock.advance(days=1)
    close_department(session, clock, actor, fresh, last_on=day, successor=office.home, reason="Zarządzenie 8.")
    clerk = office.member(Role.CLERK).person_id
    role = session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == clerk)).one()
    revoke_role(session, clock, actor, role, last_on=clock.today(), reason="Odeszła.")
    handler, head = (session.get_one(Person, office.member(one).person_id) for one in (Role.HANDLER, Role.HEAD))
    days = clock.today(), clock.today() + dt.timedelta(days=5)
    enter_absence(session, clock, actor, handler, from_on=days[0], to_on=days[1])
    name_deputy(session, clock, actor, handler, deputy=head, department=None, from_on=days[0], to_on=days[1])
    session.flush()


@contextmanager
def unlocked(storage: Storage) -> Iterator[Connection]:
    """The locks are taken off, somebody does something, and the locks are put back as if nothing had been."""
    dialect = storage.engine.dialect.name
    with storage.engine.execution_options(writing=True).begin() as connection:
        for name in triggers.SQLITE if dialect == "sqlite" else triggers.POSTGRESQL:
            table = "_".join(name.split("_")[:2])
            connection.execute(text(f"DROP TRIGGER {name}" + ("" if dialect == "sqlite" else f" ON {table}")))
        yield connection
        for statement in triggers.statements(dialect):
            connection.exec_driver_sql(statement)
