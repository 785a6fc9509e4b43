"""Which cells of one table by row and column are hidden, its sums along both known to everybody."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from analytics.methods.suppression import MINIMUM_N

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Counts = npt.NDArray[np.int64]

Cells = Mapping[tuple[str, str], int]
"""Counts by row and column."""


def hidden_block(
    cells: Cells,
    rows: AbstractSet[str] = frozenset(),
    columns: AbstractSet[str] = frozenset(),
    minimum: int = MINIMUM_N,
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the rows and the columns whose common cells are hidden, empty ones too, so that none is known to be empty.

    The block holds every small cell and grows, by the line with the fewest answers, until each small cell could be
    anything over a range of the minimum: from the least the sums of the block allow to the most (Fréchet's bounds,
    which are sharp for a whole block). Where the whole table is not enough, its sums tell what there is to tell.
    ``rows`` and ``columns``: those whose own sum is hidden, so that no cell with answers is told of them.

    Source: Dobra and Fienberg, Bounds for cell entries in contingency tables given marginal totals, 2000,
    doi:10.1073/pnas.97.22.11885.
    """
    import numpy as np

    names = [sorted({place[axis] for place in cells}) for axis in (0, 1)]
    listed = [[cells.get((row, column), 0) for column in names[1]] for row in names[0]]
    counts = np.array(listed, dtype=np.int64).reshape(len(names[0]), len(names[1]))
    small = (counts > 0) & (counts < minimum)
    kept = [np.isin(names[axis], list(hidden)) for axis, hidden in ((0, rows), (1, columns))]
    closed = small | ((counts > 0) & (kept[0][:, None] | kept[1][None, :]))
    inside, across = np.asarray(closed.any(axis=1)), np.asarray(closed.any(axis=0))
    while inside.any() and _is_narrow(counts[np.ix_(inside, across)], small[np.ix_(inside, across)], minimum):
        if inside.all() and across.all():
            break
        _widen(counts, inside, across)
    chosen = [frozenset(np.array(names[axis], dtype=object)[is_in]) for axis, is_in in ((0, inside), (1, across))]
    return chosen[0], chosen[1]


def _is_narrow(counts: Counts, small: npt.NDArray[np.bool_], minimum: int) -> bool:
    """Whether a small cell of a block could be anything over less than the minimum."""
    import numpy as np

    of_row, of_column = counts.sum(axis=1)[:, None], counts.sum(axis=0)[None, :]
    width = np.minimum(of_row, of_column) - np.maximum(0, of_row + of_column - counts.sum())
    return bool((width[small] < minimum).any())


def _widen(counts: Counts, inside: npt.NDArray[np.bool_], across: npt.NDArray[np.bool_]) -> None:
    """Take in the line outside the block that has the fewest answers in it, one with any before one without."""
    import numpy as np

    found = [(int(counts[place, across].sum()), 0, place) for place in np.flatnonzero(~inside)]
    found += [(int(counts[inside, place].sum()), 1, place) for place in np.flatnonzero(~across)]
    useful = [one for one in found if one[0]] or found
    _n, axis, place = min(useful)
    (inside if axis == 0 else across)[place] = True
