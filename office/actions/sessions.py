"""Ending signed-in sessions from elsewhere: one, all others, all of somebody, all that a backup brought back."""

from __future__ import annotations

import uuid

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import NotFound
from kernel.permissions import Actor
from ledger.actions import append
from office.events import AccountTag
from office.models import AccountCode, CalendarAddress, SignIn
from office.queries.sessions import REF_LENGTH
from office.sign_in import token_hash


def close_sessions(session: Session, clock: Clock, person_id: uuid.UUID, *, keep_token: str | None = None) -> int:
    """Close all open sessions of a person but the one of ``keep_token``; how many. The entry is the caller's."""
    query = update(SignIn).where(SignIn.person_id == person_id, SignIn.closed_at.is_(None))
    if keep_token is not None:
        query = query.where(SignIn.token_hash != token_hash(keep_token))
    closed = session.execute(query.values(closed_at=clock.now()).returning(SignIn.token_hash))
    return len(closed.all())


def end_session(session: Session, clock: Clock, actor: Actor, person_id: uuid.UUID, ref: str) -> None:
    """End one session of one's own by its mark. Raises NotFound when there is none open under it."""
    if len(ref) != REF_LENGTH:
        raise NotFound
    query = update(SignIn).where(
        SignIn.person_id == person_id, SignIn.closed_at.is_(None), SignIn.token_hash.startswith(ref, autoescape=True)
    )
    if not session.execute(query.values(closed_at=clock.now()).returning(SignIn.token_hash)).all():
        raise NotFound
    _record(session, clock, actor, person_id, 1)


def end_sessions(
    session: Session,
    clock: Clock,
    actor: Actor,
    person_id: uuid.UUID,
    *,
    keep_token: str | None = None,
    reason: str = "",
) -> int:
    """End all sessions of a person but the one of ``keep_token``; how many. None open: no entry."""
    count = close_sessions(session, clock, person_id, keep_token=keep_token)
    if count:
        _record(session, clock, actor, person_id, count, reason)
    return count


def end_what_was_restored(session: Session, clock: Clock) -> tuple[int, int]:
    """Close every session, end every one-time code and forget every calendar's address a backup brought back; how many
    sessions and codes.

    What was ended after the backup was made would be valid again. No entry: the record ends as the backup says.
    """
    now = clock.now()
    signed_in = update(SignIn).where(SignIn.closed_at.is_(None)).values(closed_at=now).returning(SignIn.token_hash)
    codes = update(AccountCode).where(AccountCode.ended_at.is_(None)).values(ended_at=now).returning(AccountCode.id)
    session.execute(delete(CalendarAddress))
    return len(session.execute(signed_in).all()), len(session.execute(codes).all())


def _record(session: Session, clock: Clock, actor: Actor, person_id: uuid.UUID, count: int, reason: str = "") -> None:
    data = {"person": str(person_id), "count": count}
    append(session, clock, actor, AccountTag.SESSIONS_REVOKED, f"person:{person_id}", data, clock.today(), reason)
