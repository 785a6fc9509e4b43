"""The views of the queue a person saved."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import SavedView
from kernel.errors import NotFound


def views_of(session: Session, person_id: uuid.UUID | None) -> Sequence[SavedView]:
    """All of them, by name. One statement."""
    return session.scalars(select(SavedView).where(SavedView.person_id == person_id).order_by(SavedView.name)).all()


def view_for(session: Session, person_id: uuid.UUID | None, view_id: uuid.UUID) -> SavedView:
    """One of one's own. Raises NotFound, for somebody else's too."""
    found = session.get(SavedView, view_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found
