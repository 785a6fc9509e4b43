"""Reading the bodies outside the office."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from office.models import OutsideBody


def outside_bodies(session: Session, on: dt.date | None = None) -> list[OutsideBody]:
    """Outside bodies by kind and name: those valid on a day, or all there ever were."""
    query = select(OutsideBody).order_by(OutsideBody.kind, OutsideBody.name, OutsideBody.valid_from_on)
    if on is not None:
        query = query.where(
            OutsideBody.valid_from_on <= on, or_(OutsideBody.valid_to_on.is_(None), OutsideBody.valid_to_on >= on)
        )
    return list(session.scalars(query))
