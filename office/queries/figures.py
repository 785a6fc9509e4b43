"""Reading reference figures."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from office.models import ReferenceFigure


def reference_figures(session: Session) -> list[ReferenceFigure]:
    """All figures, the newest year first."""
    query = select(ReferenceFigure).order_by(ReferenceFigure.year.desc(), ReferenceFigure.what.desc())
    return list(session.scalars(query))


def figure_of(session: Session, what: str, year: int, department_id: uuid.UUID | None = None) -> int | None:
    """The figure of a year, for the office or one department; None where nobody entered it."""
    query = select(ReferenceFigure.value).where(ReferenceFigure.what == what, ReferenceFigure.year == year)
    if department_id is None:
        query = query.where(ReferenceFigure.department_id.is_(None))
    else:
        query = query.where(ReferenceFigure.department_id == department_id)
    return session.scalars(query).first()
