"""Which rows a reader's results are made of."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import InstrumentedAttribute

from kernel.clock import WARSAW
from kernel.permissions import EVERYWHERE, Scope

NOWHERE: Final = uuid.UUID(int=0)
"""In a scope: what belongs to no department. No department has this key."""


def in_scope(department: InstrumentedAttribute[uuid.UUID | None], scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a row belongs to a department of the scope."""
    if scope is EVERYWHERE:
        return true()
    named = department.in_(sorted(scope))
    return named | department.is_(None) if NOWHERE in scope else named


def holds(scope: Scope, department: str | None) -> bool:
    """Whether a row of a department, written as text, belongs to the scope: ``in_scope`` of what was read already."""
    return scope is EVERYWHERE or (NOWHERE if department is None else uuid.UUID(department)) in scope


def midnight(day: dt.date) -> dt.datetime:
    """Return the moment a day begins in Warsaw, UTC."""
    return dt.datetime.combine(day, dt.time(), tzinfo=WARSAW).astimezone(dt.UTC)


def written(key: uuid.UUID) -> str:
    """Return a key as frames hold it: text, because pandas compares text faster."""
    return str(key)
