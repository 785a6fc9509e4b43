"""Places as a reader of some departments sees them, and of which cells of the whole office they are made up."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from analytics.methods.release import ROOT
from analytics.reports.deciding import RATES, SHARED, Rows


def cells_of(mine: Rows, part: Hashable, office: Rows) -> list[Hashable]:
    """Return the cells of the office that make up a place of a reader.

    The whole is all the reader's departments, and so is their response rate. Of a service that others give too the
    reader sees what the own departments give, and likewise of what was given at no desk.
    """
    if part == ROOT:
        return [("department", one) for one in _departments(mine.places)]
    if part == RATES:
        return [("rate", one) for one in sorted({str(row[2]) for row in mine.visited})]
    if isinstance(part, tuple) and part[0] in SHARED:
        here = _giving(mine.places, part)
        return (
            [part] if here == _giving(office.places, part) else [(SHARED[part[0]][1], (one, part[1])) for one in here]
        )
    return [part]


def _departments(places: Iterable[Any]) -> list[str]:
    return sorted({str(row[3]) for row in places})


def _giving(places: Iterable[Any], part: tuple[Any, ...]) -> list[str]:
    """The departments that have answers of a desk or a service."""
    column = SHARED[part[0]][0]
    return _departments(row for row in places if str(row[column]) == part[1])
