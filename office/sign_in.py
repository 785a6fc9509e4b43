"""Signing in and out: actions around one table of open sign-ins."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Actor, Grant, Role
from ledger.actions import append
from office.events import OfficeTag, SignedIn
from office.models import Person, RoleAssignment, SignIn
from office.queries import deputising, predecessors
from office.rules import is_valid_on


def open_sign_in(session: Session, clock: Clock, person: Person, hours: int) -> SignedIn:
    """Open a sign-in for a person whose password was right; it ends by itself after ``hours``."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    session.add(
        SignIn(
            token_hash=_hash(token),
            person_id=person.id,
            opened_at=now,
            expires_at=now + dt.timedelta(hours=hours),
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
        .where(SignIn.token_hash == _hash(token), SignIn.closed_at.is_(None))
        .values(closed_at=clock.now())
        .execution_options(synchronize_session=False)
        .returning(SignIn.person_id)
    ).scalar_one_or_none()
    if closed is not None:
        data = {"person": str(closed)}
        append(session, clock, actor, OfficeTag.SIGNED_OUT, f"person:{closed}", data, clock.today())


def actor_of(session: Session, clock: Clock, token: str) -> Actor | None:
    """Who is behind a token.

    The person with the roles held today, with the rights of those away for whom the person is deputy today, and with
    sight of what closed departments left to the person's own. None when it is closed, expired or unknown.
    Three statements.
    """
    query = (
        select(
            Person.id,
            Person.display_name,
            Person.post,
            RoleAssignment.role,
            RoleAssignment.department_id,
            RoleAssignment.from_on,
            RoleAssignment.to_on,
        )
        .join(SignIn, SignIn.person_id == Person.id)
        .outerjoin(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(
            SignIn.token_hash == _hash(token),
            SignIn.closed_at.is_(None),
            SignIn.expires_at > clock.now(),
            Person.is_active.is_(True),
        )
    )
    rows = session.execute(query).all()
    if not rows:
        return None
    grants = frozenset(
        Grant(Role(row.role), row.department_id)
        for row in rows
        if row.role is not None and is_valid_on(row.from_on, row.to_on, clock.today())
    )
    first = rows[0]
    acting = deputising(session, clock.today(), first.id)
    grants = _with_what_was_taken_over(session, clock, grants | acting.grants)
    return Actor(f"person:{first.id}", first.display_name, first.post, first.id, grants, acting.names)


def _with_what_was_taken_over(session: Session, clock: Clock, grants: frozenset[Grant]) -> frozenset[Grant]:
    """Who works in a department also reaches the files of the closed ones it took over: they have nobody else."""
    before = predecessors(session, clock.today())
    return grants | {
        Grant(grant.role, closed)
        for grant in grants
        if grant.department_id is not None
        for closed in before.get(grant.department_id, ())
    }


def _hash(token: str) -> str:
    return hashlib.sha256(b"interesant:sign-in:v1\0" + token.encode()).hexdigest()
