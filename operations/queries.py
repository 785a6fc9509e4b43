"""How the last backups went: for the status page, for ``/readyz`` and for the worker itself."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from operations.models import BackupRun

BACKUPS = ("daily", "manual")
CHECK = "check"


def last_backup(session: Session, *, ok: bool | None = None) -> BackupRun | None:
    """The backup that ended last, None when there never was one. ``ok``: only among good (True) or bad (False) ones."""
    return _last(session, BACKUPS, ok)


def last_check(session: Session, *, ok: bool | None = None) -> BackupRun | None:
    """The trial restore that ended last, None when there never was one; ``ok`` as for ``last_backup``."""
    return _last(session, (CHECK,), ok)


def is_done_on(session: Session, kind: str, day: dt.date) -> bool:
    """Whether a run of a kind went well on a legal day."""
    query = select(BackupRun.id).where(BackupRun.kind == kind, BackupRun.day_on == day, BackupRun.is_ok)
    return session.scalars(query.limit(1)).one_or_none() is not None


def _last(session: Session, kinds: tuple[str, ...], ok: bool | None) -> BackupRun | None:
    query = select(BackupRun).where(BackupRun.kind.in_(kinds))
    if ok is not None:
        query = query.where(BackupRun.is_ok == ok)
    return session.scalars(query.order_by(BackupRun.finished_at.desc(), BackupRun.id).limit(1)).one_or_none()
