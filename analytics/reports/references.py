"""The entered reference figures that rates rest on."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from kernel.permissions import EVERYWHERE, Scope
from office.queries.figures import known_figures

References = Mapping[tuple[str, str], Mapping[int, int]]
"""By what they count and the department ("" for the whole of the report), the value of each year."""


def references(session: Session, scope: Scope, leaf: int | None = None) -> References:
    """Return what a reader's rates rest on: the office's figures for who sees all of it, else a department's.

    ``leaf``: as they were known when the record ended there; None: those of today. One statement.
    """
    alone = str(next(iter(scope))) if scope is not EVERYWHERE and len(scope) == 1 else None
    found: dict[tuple[str, str], dict[int, int]] = {}
    for one in known_figures(session, leaf):
        if one.department_id is None:
            parts = [""] if scope is EVERYWHERE else []
        elif scope is EVERYWHERE or one.department_id in scope:
            parts = [str(one.department_id), *([""] if str(one.department_id) == alone else [])]
        else:
            parts = []
        for part in parts:
            found.setdefault((one.what, part), {})[one.year] = one.value
    return found


def figure_for(known: References, what: str, part: str, year: int) -> int | None:
    """Return the figure of a year, else of the nearest earlier year; None where nobody entered any."""
    by_year = known.get((what, part), {})
    nearest = max((one for one in by_year if one <= year), default=None)
    return None if nearest is None else by_year[nearest]
