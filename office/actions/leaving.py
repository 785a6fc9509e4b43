"""Leaving the office: an account is shut, its roles end, its work is handed on. And coming back."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import NotFound, RuleBroken, Stale
from kernel.permissions import Actor, Role
from ledger.actions import append
from office.actions.calendar import forget_calendar
from office.actions.records import NoReason
from office.actions.sessions import close_sessions
from office.events import AccountTag, PersonDeactivated
from office.models import AccountCode, Deputy, Person, RecoveryCode, RoleAssignment, SecondFactor
from office.queries.accounts import other_administrators, roles_of
from storage.telling import tell


class LastAdministrator(RuleBroken):
    """Nobody would be left to run the office."""

    code = "last_administrator"


class BadSuccessor(RuleBroken):
    """The successor is the person who leaves, or left before."""

    code = "bad_successor"


class AlreadySo(RuleBroken):
    """The person is what the step would make of them already."""

    code = "already_so"


def deactivate(
    session: Session,
    clock: Clock,
    actor: Actor,
    person_id: uuid.UUID,
    *,
    reason: str,
    successor_id: uuid.UUID | None = None,
    row_version: int,
) -> PersonDeactivated:
    """Shut an account: sessions, password, second factor, open codes, the calendar, roles and deputies end now.

    Rooms that keep work in the person's name hand it to the successor or back, each piece with an entry of its own.
    Raises NotFound, Stale, NoReason, AlreadySo, BadSuccessor or LastAdministrator.
    """
    person = _locked(session, person_id, row_version)
    if not reason.strip():
        raise NoReason(field="reason")
    if not person.is_active:
        raise AlreadySo
    if successor_id is not None and not _can_succeed(session, person_id, successor_id):
        raise BadSuccessor(field="successor")
    data = {"person": str(person_id), "successor": str(successor_id) if successor_id else None}
    append(session, clock, actor, AccountTag.DEACTIVATED, f"person:{person_id}", data, clock.today(), reason)
    # The end of the record is ours from here on: of two administrators who shut each other out, the second finds none.
    if _is_administrator(session, clock, person_id) and not other_administrators(session, person_id, clock.today()):
        raise LastAdministrator
    _shut(session, clock, person)
    return tell(session, clock, PersonDeactivated(person_id, successor_id, actor, reason))


def reactivate(
    session: Session, clock: Clock, actor: Actor, person_id: uuid.UUID, *, reason: str, row_version: int
) -> None:
    """Open an account again, without roles and without a password: an invitation comes next.

    Raises NotFound, Stale, NoReason or AlreadySo.
    """
    person = _locked(session, person_id, row_version)
    if not reason.strip():
        raise NoReason(field="reason")
    if person.is_active:
        raise AlreadySo
    person.is_active = True
    person.row_version += 1
    data = {"person": str(person_id)}
    append(session, clock, actor, AccountTag.REACTIVATED, f"person:{person_id}", data, clock.today(), reason)


def _locked(session: Session, person_id: uuid.UUID, row_version: int) -> Person:
    person = session.get(Person, person_id, with_for_update=True, populate_existing=True)
    if person is None:
        raise NotFound
    if person.row_version != row_version:
        raise Stale(now={"row_version": person.row_version})
    return person


def _can_succeed(session: Session, person_id: uuid.UUID, successor_id: uuid.UUID) -> bool:
    successor = session.get(Person, successor_id)
    return successor is not None and successor.is_active and successor_id != person_id


def _is_administrator(session: Session, clock: Clock, person_id: uuid.UUID) -> bool:
    return Role.ADMINISTRATOR in roles_of(session, person_id, clock.today())


def _shut(session: Session, clock: Clock, person: Person) -> None:
    person.is_active = False
    person.password_hash = ""
    person.row_version += 1
    close_sessions(session, clock, person.id)
    yesterday = clock.today() - dt.timedelta(days=1)  # whoever comes back today comes back without roles
    held = select(RoleAssignment).where(
        RoleAssignment.person_id == person.id, or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on > yesterday)
    )
    for role in session.scalars(held):
        role.to_on = yesterday
    is_theirs = or_(Deputy.person_id == person.id, Deputy.deputy_id == person.id)
    for named in session.scalars(select(Deputy).where(is_theirs, Deputy.to_on > yesterday)):
        named.to_on = yesterday
        named.row_version += 1
    codes = update(AccountCode).where(AccountCode.person_id == person.id, AccountCode.ended_at.is_(None))
    session.execute(codes.values(ended_at=clock.now()))
    forget_calendar(session, person.id)
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person.id))
    session.flush()
