"""The pages of results a person named."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.models import ResultsView
from kernel.errors import NotFound


def views_of(session: Session, person_id: uuid.UUID | None) -> Sequence[ResultsView]:
    """All of them, by name. One statement."""
    wanted = select(ResultsView).where(ResultsView.person_id == person_id).order_by(ResultsView.name)
    return session.scalars(wanted).all()


def view_for(session: Session, person_id: uuid.UUID | None, view_id: uuid.UUID) -> ResultsView:
    """One of one's own. Raises NotFound, for somebody else's too."""
    found = session.get(ResultsView, view_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found
