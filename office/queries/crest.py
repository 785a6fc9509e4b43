"""Reading the office's crest."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from office.models import OfficeCrest


def crest_row(session: Session) -> OfficeCrest | None:
    """Which file is the crest; None where the office has none of its own."""
    return session.scalars(select(OfficeCrest)).one_or_none()
