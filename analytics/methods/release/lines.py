"""Which cells of a table with many small lines are told, such as the hours of the week."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final

from analytics.methods.release.times import MONTHS, QUARTERS, TIMES, YEAR, months_in
from analytics.methods.suppression import MINIMUM_N

if TYPE_CHECKING:
    from analytics.methods.release.sheet import Cell, Counts, Flags

LEVELS: Final = (tuple(range(TIMES)), tuple(range(MONTHS, TIMES)), (YEAR,))
"""What is told over time: months and longer, quarters and the year, the year alone."""


def hidden_lines(
    counts: Mapping[Hashable, Sequence[int]],
    blocked: AbstractSet[int] = frozenset(),
    minimum: int = MINIMUM_N,
    levels: Sequence[tuple[int, ...]] = LEVELS,
) -> frozenset[tuple[Hashable, int]]:
    """Return the cells to hide of a table with many small lines, such as the hours of the week; by month of the year.

    A line is told at all times of a level or at none, so that no difference over time gives anything back, and at each
    time what is hidden beside a small line has room for the minimum. The level is the finest that tells at least half
    of all answers, else the last. ``blocked``: times whose sum of all lines must not be found. ``levels``: finest
    first.
    """
    import numpy as np

    keys = list(counts)
    months = np.array([counts[key] for key in keys], dtype=np.int64).reshape(len(keys), MONTHS)
    quarters = months.reshape(-1, QUARTERS, 3).sum(axis=2)
    cells = np.concatenate([months, quarters, months.sum(axis=1, keepdims=True)], axis=1)
    shown = np.zeros(cells.shape, dtype=bool)
    for level in levels:
        if blocked & set(level):
            continue
        told = ~_closed(cells[:, list(level)], minimum)
        if 2 * cells[told, YEAR].sum() >= cells[:, YEAR].sum() or level == levels[-1]:
            shown[np.ix_(told.nonzero()[0], np.array(level))] = True
            break
    return frozenset((keys[at], int(time)) for at, time in zip(*(~shown & (cells > 0)).nonzero(), strict=True))


def _closed(cells: Counts, minimum: int) -> Flags:
    """Which lines are not told: those with a small cell, and the smallest others as long as one has too little room."""
    import numpy as np

    small = (cells > 0) & (cells < minimum)
    closed: Flags = np.asarray(small.any(axis=1))
    while closed.any() and not closed.all():
        spare = ((cells - 1) * (cells > 0) * closed[:, None]).sum(axis=0)
        own = (cells - 1) * small
        if not (small & (spare - own < minimum)).any():
            break
        open_lines = (~closed).nonzero()[0]
        closed[open_lines[cells[open_lines].sum(axis=1).argmin()]] = True
    return closed


def hidden_lines_in_turn(
    counts: Mapping[Hashable, Sequence[int]], blocked: AbstractSet[int] = frozenset(), minimum: int = MINIMUM_N
) -> frozenset[Cell]:
    """Return the cells to hide where every month is published for itself: longer times are never told.

    So nothing that is told later gives back what a month kept.
    """
    every = frozenset((key, time) for key in counts for time in range(TIMES))
    hidden = every
    for month in range(MONTHS):
        hidden -= {cell for cell in every if cell[1] == month} - _kept(counts, blocked, minimum, month)
    return hidden


def _kept(
    counts: Mapping[Hashable, Sequence[int]], blocked: AbstractSet[int], minimum: int, month: int
) -> frozenset[Cell]:
    if month in blocked:
        return frozenset((key, month) for key in counts)
    found = hidden_lines(counts, frozenset(), minimum, ((month,),))
    return frozenset(cell for cell in found if cell[1] == month)


def hidden_lines_once(
    counts: Mapping[Hashable, Sequence[int]],
    last: int,
    blocked: AbstractSet[int] = frozenset(),
    minimum: int = MINIMUM_N,
) -> frozenset[Cell]:
    """Return the cells to hide where every answer is told once at most: in its month, else its quarter, else its year.

    A month tells its lines when they hold at least half of its answers; a quarter of which no month told any does so
    once it is over, then the year. So nothing told is a part of anything else that is told, now or when it was the last
    to be over. ``last``: the newest month that is over, 0 to 11.
    """
    every = frozenset((key, time) for key in counts for time in range(TIMES))
    told: set[Cell] = set()
    for time in range(TIMES):
        if time in blocked or max(months_in(time)) > last or any(_overlap(time, cell[1]) for cell in told):
            continue
        hidden = {key for key, at in hidden_lines(counts, frozenset(), minimum, ((time,),)) if at == time}
        open_now = counts.keys() - hidden
        held, whole = (sum(_of(counts[key], time) for key in keys) for keys in (open_now, counts))
        if whole and 2 * held >= whole:
            told |= {(key, time) for key in open_now}
    return every - told


def _overlap(time: int, other: int) -> bool:
    return not set(months_in(time)).isdisjoint(months_in(other))


def _of(months: Sequence[int], time: int) -> int:
    return sum(months[month] for month in months_in(time))
