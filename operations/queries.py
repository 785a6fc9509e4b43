"""How the last backups went: for the status page, for ``/readyz`` and for the worker itself."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Actor
from operations.models import BackupRun

BACKUPS = ("daily", "manual")
CHECK = "check"
FRESH = dt.timedelta(days=2)
"""Ours: a daily backup that failed once is a warning elsewhere; two days without one and something is missing."""


def last_backup(session: Session, *, ok: bool | None = None) -> BackupRun | None:
    """The backup that ended last, None when there never was one. ``ok``: only among good (True) or bad (False) ones."""
    return _last(session, BACKUPS, ok)


def last_check(session: Session, *, ok: bool | None = None) -> BackupRun | None:
    """The trial restore that ended last, None when there never was one; ``ok`` as for ``last_backup``."""
    return _last(session, (CHECK,), ok)


def has_fresh_backup(session: Session, clock: Clock, _actor: Actor) -> bool:
    """Whether a good backup ended within two days: a line of the administrator's checklist."""
    last = last_backup(session, ok=True)
    return last is not None and last.finished_at > clock.now() - FRESH


def is_done_on(session: Session, kind: str, day: dt.date) -> bool:
    """Whether a run of a kind went well on a legal day."""
    query = select(BackupRun.id).where(BackupRun.kind == kind, BackupRun.day_on == day, BackupRun.is_ok)
    return session.scalars(query.limit(1)).one_or_none() is not None


def _last(session: Session, kinds: tuple[str, ...], ok: bool | None) -> BackupRun | None:
    query = select(BackupRun).where(BackupRun.kind.in_(kinds))
    if ok is not None:
        query = query.where(BackupRun.is_ok == ok)
    return session.scalars(query.order_by(BackupRun.finished_at.desc(), BackupRun.id).limit(1)).one_or_none()
