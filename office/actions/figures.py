"""Reference figures of a year; a correction keeps the old value in the record."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.permissions import Actor
from office.actions.records import Duplicate, Kept, add_record, change_record
from office.events import AdministrationTag
from office.models import ReferenceFigure
from office.rules.figures import FIRST_YEAR, GREATEST, Figure

FIGURES: Final = Kept(ReferenceFigure, "figure", AdministrationTag.FIGURE_ADDED, AdministrationTag.FIGURE_CHANGED)


class BadFigure(RuleBroken):
    """A value that is no count, a year out of range, or inhabitants of a department. ``field`` says which."""

    code = "bad_figure"


@dataclass(frozen=True)
class FigureTyped:
    """A reference figure as typed; ``what`` is a Figure."""

    what: str
    year: int
    value: int
    source: str
    note: str = ""
    department_id: uuid.UUID | None = None


def add_figure(session: Session, clock: Clock, actor: Actor, typed: FigureTyped) -> ReferenceFigure:
    """Add the figure of a year. Raises BadFigure, or Duplicate for a year that has it."""
    _check(session, clock, typed)
    return add_record(session, clock, actor, FIGURES, asdict(typed))


def change_figure(
    session: Session,
    clock: Clock,
    actor: Actor,
    row: ReferenceFigure,
    typed: FigureTyped,
    *,
    row_version: int,
    reason: str,
) -> bool:
    """Correct a figure; whether anything changed. Raises Stale, BadFigure, Duplicate, NoReason."""
    _check(session, clock, typed, besides=row.id)
    return change_record(session, clock, actor, FIGURES, row, asdict(typed), row_version=row_version, reason=reason)


def _check(session: Session, clock: Clock, typed: FigureTyped, besides: uuid.UUID | None = None) -> None:
    if not FIRST_YEAR <= typed.year <= clock.today().year:
        raise BadFigure(field="year", code="bad_year")
    if not 0 < typed.value <= GREATEST:
        raise BadFigure(field="value")
    if typed.what == Figure.INHABITANTS and typed.department_id is not None:
        raise BadFigure(field="department_id", code="no_inhabitants_there")
    query = select(ReferenceFigure.id).where(
        ReferenceFigure.what == typed.what,
        ReferenceFigure.year == typed.year,
        ReferenceFigure.department_id.is_(None)
        if typed.department_id is None
        else ReferenceFigure.department_id == typed.department_id,
    )
    if any(found != besides for found in session.scalars(query)):
        raise Duplicate(field="year")
