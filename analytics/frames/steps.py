"""Recorded step changes of control charts, as known now or at a leaf of the record."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from analytics.measures.declaration import Population
from analytics.measures.period import Month
from analytics.models import StepChange
from office.models import Person


@dataclass(frozen=True, slots=True)
class Step:
    """A decision that still stands: from which month on, by whom, when and why."""

    id: uuid.UUID
    month: Month
    reason: str
    by: str
    recorded_at: dt.datetime
    leaf: int


def steps_of(
    session: Session,
    key: str,
    population: Population,
    department_id: uuid.UUID | None,
    leaf: int | None = None,
) -> tuple[Step, ...]:
    """Return the step changes of one chart, oldest month first. leaf None: as they stand now."""
    is_standing: ColumnElement[bool] = StepChange.withdrawn_leaf.is_(None)
    if leaf is not None:
        is_standing = or_(is_standing, StepChange.withdrawn_leaf > leaf)
    query = (
        select(StepChange, Person.display_name)
        .outerjoin(Person, Person.id == StepChange.person_id)
        .where(
            StepChange.measure == key,
            StepChange.population == population.value,
            StepChange.department_id == department_id,
            is_standing,
        )
        .order_by(StepChange.month, StepChange.entry_leaf)
    )
    if leaf is not None:
        query = query.where(StepChange.entry_leaf <= leaf)
    return tuple(
        Step(row.id, Month.parse(row.month), row.reason, name or "", row.recorded_at, row.entry_leaf)
        for row, name in session.execute(query)
    )
