"""Reading reference figures: those of today, and those known when the record ended at an earlier entry."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.models import LedgerEntry
from office.events import AdministrationTag
from office.models import ReferenceFigure


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """What a reference figure says: what it counts, of which year and department (None: of the office)."""

    what: str
    year: int
    department_id: uuid.UUID | None
    value: int


def reference_figures(session: Session) -> list[ReferenceFigure]:
    """All figures, the newest year first."""
    query = select(ReferenceFigure).order_by(ReferenceFigure.year.desc(), ReferenceFigure.what.desc())
    return list(session.scalars(query))


def known_figures(session: Session, leaf: int | None = None) -> list[KnownFigure]:
    """What the figures say now, or said when the record ended at a leaf: told again from their entries. One statement.

    A figure corrected since then has the value it had; one entered since then is not there.
    """
    if leaf is not None:
        return [_as_said(values) for values in _said(session, leaf)]
    row = ReferenceFigure
    return [KnownFigure(*found) for found in session.execute(select(row.what, row.year, row.department_id, row.value))]


def figure_of(known: Iterable[KnownFigure], what: str, year: int, department_id: uuid.UUID | None = None) -> int | None:
    """The figure of a year, for the office or one department; None where nobody entered it."""
    wanted = (what, year, department_id)
    return next((one.value for one in known if (one.what, one.year, one.department_id) == wanted), None)


def _said(session: Session, leaf: int) -> Iterable[dict[str, object]]:
    """The fields of every figure after its entries up to a leaf."""
    added, changed = AdministrationTag.FIGURE_ADDED, AdministrationTag.FIGURE_CHANGED
    entry = LedgerEntry
    query = (
        select(entry.stream, entry.canonical)
        .where(entry.tag.in_([added.text, changed.text]), entry.leaf <= leaf)
        .order_by(entry.leaf)
    )
    found: dict[str, dict[str, object]] = {}
    for stream, canonical in session.execute(query):
        data = json.loads(canonical)["data"]
        found.setdefault(stream, {}).update(data["after"] if "after" in data else data["values"])
    return found.values()


def _as_said(values: dict[str, object]) -> KnownFigure:
    department = values["department_id"]
    return KnownFigure(
        str(values["what"]),
        int(str(values["year"])),
        uuid.UUID(str(department)) if department else None,
        int(str(values["value"])),
    )
