"""Reading verifications."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.models import VerificationRun
from kernel.errors import NotFound

LATEST: Final = 3
"""As many as a page shows beside the button."""

SILENT: Final = dt.timedelta(hours=1)
"""A run that nobody carried on for so long is over in all but name: whoever asks gets a new one."""


def run_by_id(session: Session, run_id: uuid.UUID) -> VerificationRun:
    """A verification. Raises NotFound."""
    run = session.get(VerificationRun, run_id)
    if run is None:
        raise NotFound
    return run


def latest_runs(session: Session, limit: int = LATEST) -> list[VerificationRun]:
    """The newest verifications first."""
    return list(session.scalars(select(VerificationRun).order_by(VerificationRun.asked_at.desc()).limit(limit)))


def run_under_way(session: Session, now: dt.datetime) -> VerificationRun | None:
    """The verification that waits or is being carried out, None where there is none."""
    query = select(VerificationRun).where(VerificationRun.finished_at.is_(None))
    run = session.scalars(query.order_by(VerificationRun.asked_at.desc()).limit(1)).one_or_none()
    return run if run is not None and now - (run.seen_at or run.asked_at) < SILENT else None
