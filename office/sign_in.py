"""Signing in and out: actions around one table of open sign-ins."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid
from dataclasses import dataclass, replace
from typing import Final, cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Actor, Grant, Role
from ledger.actions import append
from office.events import OfficeTag, SignedIn
from office.models import Person, RoleAssignment, SignIn
from office.queries import deputising, predecessors
from office.rules import is_valid_on
from office.rules.accounts import LONGEST_SIGN_IN, SEEN_EVERY, is_idle, last_seen
from storage.session import plainly


@dataclass(frozen=True)
class OpenSignIn:
    """Whoever is signed in, and when this browser was seen last."""

    actor: Actor
    seen_at: dt.datetime


def open_sign_in(session: Session, clock: Clock, person: Person, hours: int, *, device: str = "") -> SignedIn:
    """Open a sign-in for a person who proved who they are; it ends by itself after ``hours``."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    session.add(
        SignIn(
            token_hash=token_hash(token),
            person_id=person.id,
            opened_at=now,
            expires_at=now + dt.timedelta(hours=hours),
            device=device,
        )
    )
    actor = Actor(ref=f"person:{person.id}", person_id=person.id)
    data = {"person": str(person.id)}
    append(session, clock, actor, OfficeTag.SIGNED_IN, f"person:{person.id}", data, clock.today())
    return SignedIn(person.id, token)


def close_sign_in(session: Session, clock: Clock, actor: Actor, token: str) -> None:
    """Close a sign-in; closing it twice changes nothing and leaves no entry."""
    closed = session.execute(
        update(SignIn)
        .where(SignIn.token_hash == token_hash(token), SignIn.closed_at.is_(None))
        .values(closed_at=clock.now())
        .execution_options(synchronize_session=False)
        .returning(SignIn.person_id)
    ).scalar_one_or_none()
    if closed is not None:
        data = {"person": str(closed)}
        append(session, clock, actor, OfficeTag.SIGNED_OUT, f"person:{closed}", data, clock.today())


def see(session: Session, clock: Clock, token: str, every: dt.timedelta = SEEN_EVERY) -> None:
    """Note that a sign-in is used, at most once in so long however many pages are opened. No entry."""
    now = clock.now()
    before = func.coalesce(SignIn.seen_at, SignIn.opened_at) <= now - every
    session.execute(update(SignIn).where(SignIn.token_hash == token_hash(token), before).values(seen_at=now))


def actor_of(session: Session, clock: Clock, token: str) -> Actor | None:
    """Who is behind a token; None when it is closed, expired or unknown."""
    found = sign_in_of(session, clock, token)
    return found.actor if found else None


_PERSON, _ROLE, _SIGN_IN = (cast(Table, one.__table__).c for one in (Person, RoleAssignment, SignIn))
_OPEN: Final = (
    select(
        _PERSON.id,
        _PERSON.display_name,
        _PERSON.post,
        _ROLE.role,
        _ROLE.department_id,
        _ROLE.from_on,
        _ROLE.to_on,
        _SIGN_IN.opened_at,
        _SIGN_IN.seen_at,
    )
    .join_from(Person.__table__, SignIn.__table__, _SIGN_IN.person_id == _PERSON.id)
    .outerjoin(RoleAssignment.__table__, _ROLE.person_id == _PERSON.id)
    .where(
        _SIGN_IN.token_hash == bindparam("hash"),
        _SIGN_IN.closed_at.is_(None),
        _SIGN_IN.expires_at > bindparam("now"),
        _SIGN_IN.expires_at <= bindparam("latest"),
        _PERSON.is_active.is_(True),
    )
)
"""Put together once, of tables alone: every page of staff asks it first."""


def sign_in_of(session: Session, clock: Clock, token: str, *, idle_minutes: int = 0) -> OpenSignIn | None:
    """The open sign-in behind a token.

    The person with the roles held today, with the rights of those away for whom the person is deputy today, and with
    sight of what closed departments left to the person's own. None when it is closed, expired, unused for so many
    minutes (0: never) or unknown. Three statements at most.
    """
    now = clock.now()
    values = {"hash": token_hash(token), "now": now, "latest": now + LONGEST_SIGN_IN}
    rows = plainly(session).execute(_OPEN, values).all()
    if not rows:
        return None
    grants = frozenset(
        Grant(Role(row.role), row.department_id)
        for row in rows
        if row.role is not None and is_valid_on(row.from_on, row.to_on, clock.today())
    )
    first = rows[0]
    seen_at = last_seen(first.opened_at, first.seen_at)
    if is_idle(seen_at, clock.now(), idle_minutes):
        return None
    acting = deputising(session, clock.today(), first.id)
    grants = _with_what_was_taken_over(session, clock, grants | acting.grants)
    actor = Actor(f"person:{first.id}", first.display_name, first.post, first.id, grants, acting.names)
    return OpenSignIn(actor, seen_at)


def actor_of_person(session: Session, clock: Clock, person_id: uuid.UUID) -> Actor | None:
    """An active person with the roles held today, as a sign-in would give them; None for others. Three statements."""
    person = session.get(Person, person_id)
    if person is None or not person.is_active:
        return None
    held = session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == person_id))
    today = clock.today()
    own = {Grant(Role(row.role), row.department_id) for row in held if is_valid_on(row.from_on, row.to_on, today)}
    acting = deputising(session, today, person_id)
    grants = _with_what_was_taken_over(session, clock, frozenset(own) | acting.grants)
    return Actor(f"person:{person_id}", person.display_name, person.post, person_id, grants, acting.names)


def _with_what_was_taken_over(session: Session, clock: Clock, grants: frozenset[Grant]) -> frozenset[Grant]:
    """Who works in a department also reaches the files of the closed ones it took over: they have nobody else."""
    if all(grant.department_id is None for grant in grants):
        return grants
    before = predecessors(session, clock.today())
    return grants | {
        replace(grant, department_id=closed)
        for grant in grants
        if grant.department_id is not None
        for closed in before.get(grant.department_id, ())
    }


def token_hash(token: str) -> str:
    """What is kept of a token: SHA-256 (hex)."""
    return hashlib.sha256(b"interesant:sign-in:v1\0" + token.encode()).hexdigest()
