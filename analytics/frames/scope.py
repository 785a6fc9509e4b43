"""Which rows a reader's results are made of."""

from __future__ import annotations

import uuid
from typing import Final

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import InstrumentedAttribute

from kernel.permissions import EVERYWHERE, Scope

NOWHERE: Final = uuid.UUID(int=0)
"""In a scope: what belongs to no department. No department has this key."""


def in_scope(department: InstrumentedAttribute[uuid.UUID | None], scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a row belongs to a department of the scope."""
    if scope is EVERYWHERE:
        return true()
    named = department.in_(sorted(scope))
    return named | department.is_(None) if NOWHERE in scope else named


def written(key: uuid.UUID) -> str:
    """Return a key as frames hold it: text, because pandas compares text faster."""
    return str(key)
