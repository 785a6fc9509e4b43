"""Which rows a reader's results are made of."""

from __future__ import annotations

import uuid

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import InstrumentedAttribute

from kernel.permissions import EVERYWHERE, Scope


def in_scope(department: InstrumentedAttribute[uuid.UUID | None], scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a row belongs to a department of the scope."""
    return true() if scope is EVERYWHERE else department.in_(sorted(scope))


def written(key: uuid.UUID) -> str:
    """Return a key as frames hold it: text, because pandas compares text faster."""
    return str(key)
