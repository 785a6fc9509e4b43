"""Responses by the way they were collected, as far as they may be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.frames.scope import NOWHERE
from analytics.measures.period import Month
from analytics.measures.satisfaction import OVERALL
from analytics.methods.block import Cells, hidden_block
from analytics.methods.suppression import MINIMUM_N, PUBLISHED_N
from analytics.reports.material import Material
from analytics.reports.release import Audience

if TYPE_CHECKING:
    import pandas as pd

ModeRow = tuple[str, int | None, int | None]
"""A mode with its clean and its flagged responses; None where a count is hidden."""


def modes(material: Material, month: Month) -> tuple[ModeRow, ...]:
    """Return for each way of collecting the clean and the flagged responses; modes are never pooled silently.

    Nothing where the satisfaction of the same answers is withheld: the counts would add up to its base. What of the
    whole is hidden was decided for the whole year; what of departments, for all of them together, so that their sums
    along both sides give nothing away.
    """
    if material.satisfaction("csat", month).is_suppressed:
        return ()
    counts = material.responses[material.responses["month"] == str(month)]
    is_clean = counts["is_clean"].astype(bool)
    told = [
        _told(material, month, counts[clean], is_clean=is_told)
        for clean, is_told in ((is_clean, True), (~is_clean, False))
    ]
    names = sorted({*told[0], *told[1]})
    return tuple((name, told[0].get(name, 0), told[1].get(name, 0)) for name in names)


def _told(material: Material, month: Month, counts: pd.DataFrame, *, is_clean: bool) -> dict[str, int | None]:
    cells = _cells(counts)
    hidden = {name for _part, name in cells if _is_way_hidden(material, name, month, is_clean=is_clean)}
    parts = None if material.choice.department is None else set(material.lens.parts(material.choice.part))
    if parts is None or parts >= {part for part, _name in cells}:
        return {name: None if name in hidden else n for name, n in _sums(cells).items()}
    kept = {part for part, _name in cells if _is_part_hidden(material, part, month, is_clean=is_clean)}
    minimum = MINIMUM_N if material.audience is Audience.STAFF else PUBLISHED_N
    rows, columns = hidden_block(cells, kept, hidden, minimum)
    mine = _sums({place: n for place, n in cells.items() if place[0] in parts})
    blocked = columns if rows & parts else frozenset()
    return {name: None if name in blocked else mine.get(name, 0) for name in sorted({*mine, *blocked})}


def _is_way_hidden(material: Material, name: str, month: Month, *, is_clean: bool) -> bool:
    if is_clean:
        return material.is_hidden(OVERALL, ("mode", name), month)
    return material.is_mark_hidden(("mode", name), month)


def _is_part_hidden(material: Material, part: str, month: Month, *, is_clean: bool) -> bool:
    cell = ("department", part or str(NOWHERE))
    return material.is_hidden(OVERALL, cell, month) if is_clean else material.is_mark_hidden(cell, month)


def _cells(counts: pd.DataFrame) -> Cells:
    """Counts by department ("" for none) and mode."""
    cells: dict[tuple[str, str], int] = {}
    for part, mode, n in zip(counts["department"], counts["mode"], counts["n"], strict=True):
        place = part if isinstance(part, str) else "", str(mode)
        cells[place] = cells.get(place, 0) + int(n)
    return cells


def _sums(cells: Cells) -> dict[str, int]:
    found: dict[str, int] = {}
    for (_part, name), n in cells.items():
        found[name] = found.get(name, 0) + n
    return found
