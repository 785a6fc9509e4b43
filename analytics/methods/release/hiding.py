"""Which cells of a year are hidden, decided for all its tables at once."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from analytics.methods.release.moves import protect
from analytics.methods.release.sheet import Cell, Least, Sheet, View, everywhere, share_root
from analytics.methods.suppression import MINIMUM_N


def hidden_in(
    views: Sequence[View],
    minimum: int | Least = MINIMUM_N,
    known: AbstractSet[Cell] = frozenset(),
    kept: AbstractSet[Cell] = frozenset(),
) -> frozenset[Cell]:
    """Return the cells (part, time) of a year to hide; cells without answers are told as such and never among them.

    ``known``: cells an earlier publication told, which are never among them either: hiding them keeps nothing back.
    ``kept``: cells that are hidden whatever they are, such as those an earlier publication hid.
    """
    sheets = laid_out(views, minimum, known, kept)
    for sheet in sheets:
        for part, time in sheet.small():
            protect(sheets, sheet, part, time)
    return frozenset(cell for sheet in sheets for cell in sheet.hidden_cells())


def laid_out(
    views: Sequence[View], minimum: int | Least, known: AbstractSet[Cell], kept: AbstractSet[Cell]
) -> list[Sheet]:
    """Return the cells of every view, hidden only what is small itself or stays hidden."""
    least = everywhere(minimum) if isinstance(minimum, int) else minimum
    sheets = [Sheet(view, least, known) for view in views]
    for sheet in sheets:
        sheet.hide_small()
        sheet.hide_cells(kept)
    share_root(sheets)
    return sheets


def counted(views: Sequence[View]) -> dict[Cell, int]:
    """Return how many answers every cell of a year has, those without any left out."""
    found: dict[Cell, int] = {}
    for sheet in (Sheet(view, everywhere()) for view in views):
        for part, time in zip(*sheet.cells.nonzero(), strict=True):
            found[sheet.parts[part], int(time)] = int(sheet.cells[part, time])
    return found
