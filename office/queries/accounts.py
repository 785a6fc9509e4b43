"""Reading accounts: who is behind a code, who has a second factor."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.ids import one_time_hash
from kernel.permissions import Actor, Role
from office.models import AccountCode, Person, RecoveryCode, RoleAssignment, SecondFactor, SignIn
from office.rules import is_valid_on
from office.rules.accounts import Purpose, last_seen


@dataclass(frozen=True)
class AccountState:
    """What an administrator sees of an account. ``invited_until`` is set while an invitation can be used."""

    person: Person
    roles: frozenset[Role]
    has_password: bool
    has_second_factor: bool
    invited_until: dt.datetime | None
    seen_at: dt.datetime | None
    open_sessions: int


def code_owner(session: Session, clock: Clock, purpose: Purpose, code: str) -> Person | None:
    """The active person a usable one-time code belongs to, None for any other code."""
    return session.scalars(
        select(Person)
        .join(AccountCode, AccountCode.person_id == Person.id)
        .where(
            AccountCode.code_hash == one_time_hash(code),
            AccountCode.purpose == purpose.value,
            AccountCode.ended_at.is_(None),
            AccountCode.expires_at > clock.now(),
            Person.is_active.is_(True),
        )
    ).one_or_none()


def has_second_factor(session: Session, person_id: uuid.UUID) -> bool:
    """Whether a person's second factor is switched on."""
    query = select(SecondFactor.person_id).where(
        SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None)
    )
    return session.scalars(query).one_or_none() is not None


def recovery_codes_left(session: Session, person_id: uuid.UUID) -> int:
    """How many codes of the sheet can still be used."""
    query = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.scalars(query).one()


def roles_of(session: Session, person_id: uuid.UUID, day: dt.date) -> frozenset[Role]:
    """The roles a person holds on a day, anywhere."""
    rows = session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == person_id))
    return frozenset(Role(row.role) for row in rows if is_valid_on(row.from_on, row.to_on, day))


def other_administrators(session: Session, person_id: uuid.UUID, day: dt.date) -> int:
    """How many active people with a password besides this one are administrators on a day."""
    query = (
        select(func.count(Person.id.distinct()))
        .join(RoleAssignment)
        .where(
            Person.id != person_id,
            Person.is_active.is_(True),
            Person.password_hash != "",
            RoleAssignment.role == Role.ADMINISTRATOR.value,
            RoleAssignment.from_on <= day,
            or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on >= day),
        )
    )
    return session.scalars(query).one()


def accounts(session: Session, clock: Clock, person_id: uuid.UUID | None = None) -> list[AccountState]:
    """The state of all accounts, by name; or of one. Five statements."""
    now, day = clock.now(), clock.today()
    wanted = select(Person).order_by(Person.is_active.desc(), Person.display_name)
    people = list(session.scalars(wanted if person_id is None else wanted.where(Person.id == person_id)))
    roles: dict[uuid.UUID, set[Role]] = {}
    for row in session.scalars(select(RoleAssignment)):
        if is_valid_on(row.from_on, row.to_on, day):
            roles.setdefault(row.person_id, set()).add(Role(row.role))
    secured = set(session.scalars(select(SecondFactor.person_id).where(SecondFactor.confirmed_at.is_not(None))))
    invited = {row.person_id: row.expires_at for row in session.execute(_invitations(now))}
    seen = _seen(session)
    opened = dict(session.execute(_open_sessions(now)).all())
    return [
        AccountState(
            person=person,
            roles=frozenset(roles.get(person.id, ())),
            has_password=bool(person.password_hash),
            has_second_factor=person.id in secured,
            invited_until=invited.get(person.id),
            seen_at=seen.get(person.id),
            open_sessions=opened.get(person.id, 0),
        )
        for person in people
    ]


def _invitations(now: dt.datetime) -> Select[uuid.UUID, dt.datetime]:
    return select(AccountCode.person_id, AccountCode.expires_at).where(
        AccountCode.purpose == Purpose.INVITATION.value, AccountCode.ended_at.is_(None), AccountCode.expires_at > now
    )


def _open_sessions(now: dt.datetime) -> Select[uuid.UUID, int]:
    return (
        select(SignIn.person_id, func.count())
        .where(SignIn.closed_at.is_(None), SignIn.expires_at > now)
        .group_by(SignIn.person_id)
    )


def _seen(session: Session) -> dict[uuid.UUID, dt.datetime]:
    query = select(SignIn.person_id, func.max(SignIn.opened_at), func.max(SignIn.seen_at)).group_by(SignIn.person_id)
    return {person_id: last_seen(opened_at, seen_at) for person_id, opened_at, seen_at in session.execute(query)}


def is_guarded(session: Session, _clock: Clock, actor: Actor) -> bool:
    """Whether the reader's own account has a second factor: a line of the administrator's checklist."""
    return actor.person_id is not None and has_second_factor(session, actor.person_id)
