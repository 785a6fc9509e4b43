"""Secret addresses for calendars: made, made anew, revoked."""

from __future__ import annotations

import hashlib
import secrets
import uuid

from sqlalchemy import delete
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import NotFound
from kernel.permissions import Actor
from ledger.actions import append
from office.events import AccountTag
from office.models import CalendarAddress


def open_calendar(session: Session, clock: Clock, actor: Actor, person_id: uuid.UUID) -> str:
    """Make a person's secret address; one there was before ends. The secret, kept nowhere: 256 random bits."""
    forget_calendar(session, person_id)
    secret = secrets.token_urlsafe(32)
    session.add(CalendarAddress(person_id=person_id, secret_hash=secret_hash(secret), made_at=clock.now()))
    data = {"person": str(person_id)}
    append(session, clock, actor, AccountTag.CALENDAR_OPENED, f"person:{person_id}", data, clock.today())
    return secret


def close_calendar(session: Session, clock: Clock, actor: Actor, person_id: uuid.UUID) -> None:
    """Revoke a person's secret address. Raises NotFound where there is none, and leaves no entry then."""
    if not forget_calendar(session, person_id):
        raise NotFound
    data = {"person": str(person_id)}
    append(session, clock, actor, AccountTag.CALENDAR_CLOSED, f"person:{person_id}", data, clock.today())


def forget_calendar(session: Session, person_id: uuid.UUID) -> bool:
    """Forget a person's address; whether there was one. The entry is the caller's."""
    gone = delete(CalendarAddress).where(CalendarAddress.person_id == person_id)
    return bool(session.execute(gone.returning(CalendarAddress.person_id)).all())


def secret_hash(secret: str) -> str:
    """What is kept of a secret: SHA-256 (hex)."""
    return hashlib.sha256(b"interesant:calendar:v1\0" + secret.encode()).hexdigest()
