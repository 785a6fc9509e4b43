"""Publications that follow each other: after every month of a year, that month with its quarter and its year so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from analytics.methods.release.hiding import laid_out
from analytics.methods.release.moves import Move, protect
from analytics.methods.release.sheet import ROOT, Cell, Least, Sheet, View, share_root
from analytics.methods.release.times import MONTHS, NEVER, YEAR, quarter_to, year_to
from analytics.methods.suppression import MINIMUM_N

if TYPE_CHECKING:
    from analytics.methods.release.sheet import Counts, Flags

Place = tuple[int, int, int]
"""A cell of a view: the view, the part and the time by their numbers."""


@dataclass
class Turn:
    """What stands after a publication. ``told``: cells of this and all earlier ones; ``hidden``: of the year so far."""

    told: set[Cell] = field(default_factory=set)
    hidden: frozenset[Cell] = frozenset()


def in_turn(
    views: Sequence[View],
    last: int,
    minimum: int | Least = MINIMUM_N,
    known: AbstractSet[Cell] = frozenset(),
    kept: AbstractSet[Cell] = frozenset(),
) -> Turn:
    """Return what is told and hidden after the publication of a month (0 to 11), each having heeded those before it.

    ``known`` and ``kept``: cells that were told or hidden in truth, whatever would be decided anew.
    """
    turn, before, moves = Turn(), set[Cell](), dict[Place, list[Move]]()
    for month in range(last + 1):
        so_far = [replace(view, counts=_up_to(view.counts, month)) for view in views]
        real = {cell for cell in known if cell[1] <= month}
        stay = before | {cell for cell in kept if cell[1] <= month}
        turn.hidden = _next(laid_out(so_far, minimum, turn.told | real, stay), month, moves)
        turn.told |= real | set(_told(so_far, month, turn.hidden))
        before |= {cell for cell in turn.hidden if cell[1] <= month}
    return turn


def _next(sheets: Sequence[Sheet], month: int, moves: dict[Place, list[Move]]) -> frozenset[Cell]:
    """What one more month hides: the moves of all cells before, and those its own small cells need, added to them.

    Where no second month was at hand everything over time was hidden; a later month may serve, so it is tried again.
    """
    small = {(number, *place) for number, sheet in enumerate(sheets) for place in sheet.small()}
    fresh = {place for place in small if place not in moves or place[2] in (month, MONTHS + month // 3, YEAR)}
    fresh |= {place for place in small & moves.keys() if any(move.back == NEVER for move in moves[place])}
    _hide_again(sheets, [move for place, done in moves.items() if place not in fresh for move in done])
    share_root(sheets)
    for number, sheet in enumerate(sheets):
        for part, time in sheet.small():
            if (number, part, time) in fresh:
                moves[number, part, time] = protect(sheets, sheet, part, time)
    return frozenset(cell for sheet in sheets for cell in sheet.hidden_cells())


def _hide_again(sheets: Sequence[Sheet], moves: Iterable[Move]) -> None:
    """All they hide, those of one view between the same two months at once: there are hundreds."""
    parts: dict[tuple[int, int, int], Flags] = {}
    for move in moves:
        between = move.view, move.month, move.back
        parts[between] = parts[between] | move.parts if between in parts else move.parts
    for (view, month, back), those in parts.items():
        Move(view, those, month, back).hide(sheets)


def _up_to(counts: Counts, month: int) -> Counts:
    import numpy as np

    return np.where(np.arange(MONTHS) <= month, np.asarray(counts).reshape(-1, MONTHS), 0)


def _told(views: Sequence[View], month: int, hidden: AbstractSet[Cell]) -> Iterator[Cell]:
    """The new cells of a publication; those of a quarter and of a year under the name they keep."""
    parts = {ROOT, *(part for view in views for leaf in view.leaves for part in leaf)}
    for time, kept in ((month, month), (MONTHS + month // 3, quarter_to(month)), (YEAR, year_to(month))):
        yield from ((part, kept) for part in parts if (part, time) not in hidden)
