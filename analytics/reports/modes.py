"""Responses by the way they were collected, as far as they may be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.measures.period import Month, Period
from analytics.measures.satisfaction import by_department, of_month
from analytics.methods.suppression import MINIMUM_N, PUBLISHED_N, Cells, hidden_cells
from analytics.reports.material import Material
from analytics.reports.release import Audience

if TYPE_CHECKING:
    import pandas as pd

TOTAL: Final = "total"
ModeRow = tuple[str, int | None, int | None]
"""A mode with its clean and its flagged responses; None where a count is hidden."""


def modes(material: Material, month: Month) -> tuple[ModeRow, ...]:
    """Return for each way of collecting the clean and the flagged responses; modes are never pooled silently.

    Nothing where the satisfaction of the same answers is withheld: the counts would add up to its base. What is hidden
    is decided for all departments and their total together, so that no table gives another one's cells away.
    """
    if material.satisfaction("csat", month).is_suppressed:
        return ()
    counts = material.responses[material.responses["month"] == str(month)]
    clean = counts["is_clean"].astype(bool)
    told = [_told(material, month, counts[clean]), _told(material, month, counts[~clean])]
    names = sorted(str(mode) for mode in material.chosen_responses(month)["mode"].unique())
    return tuple((name, told[0].get(name, 0), told[1].get(name, 0)) for name in names)


def _told(material: Material, month: Month, counts: pd.DataFrame) -> dict[str, int | None]:
    cells = _cells(counts)
    satisfied = by_department("csat", of_month(material.answers, month), Period.of(month), list(material.every_part))
    withheld = {
        part for part, result in satisfied.items() if result.is_suppressed or material.part_hidden("q1", part, month)
    }
    minimum = MINIMUM_N if material.audience is Audience.STAFF else PUBLISHED_N
    ways = {place for place in cells if place[0] == TOTAL and material.way_hidden(place[1], month)}
    hidden = hidden_cells(cells, {place for place in cells if place[0] in withheld} | ways, minimum)
    parts = (TOTAL,) if material.choice.department is None else material.lens.parts(material.choice.part)
    shown: dict[str, int | None] = {}
    for (part, mode), n in cells.items():
        if part in parts:
            before = shown.get(mode, 0)
            shown[mode] = None if before is None or (part, mode) in hidden else before + n
    return shown


def _cells(counts: pd.DataFrame) -> Cells:
    """Counts by department ("" for none) and mode, and by TOTAL and mode."""
    cells: dict[tuple[str, str], int] = {}
    for part, mode, n in zip(counts["department"], counts["mode"], counts["n"], strict=True):
        for row in (part if isinstance(part, str) else "", TOTAL):
            cells[row, str(mode)] = cells.get((row, str(mode)), 0) + int(n)
    return cells
