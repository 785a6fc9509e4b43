"""Which cells of a whole release are hidden: all tables of a year at once, months, quarters and the year together.

Hiding table by table is not enough: months beside a year's total, desks beside departments and hours beside ways of
answering give hidden cells back. Here every small cell gets a proof that it stays unknown: answers that could be moved
between hidden cells without any shown number changing, far enough for the cell to be anything over a range of
MINIMUM_N. What such moves need is hidden too.

Source: the hypercube method (Giessing and Repsilber, in Hundepool et al., Statistical Disclosure Control, 2012, chapter
4, doi:10.1002/9781118348239). Deviation: moves are looked for along time as well, and their room is added up.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from analytics.methods.suppression import MINIMUM_N

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Counts = npt.NDArray[np.int64]
    Costs = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

MONTHS, QUARTERS, YEAR = 12, 4, 16
TIMES: Final = 17
"""Months 0 to 11, quarters 12 to 15, the year 16."""

ROOT: Final = ""
"""The part that is the whole."""

NEVER: Final = -1
"""In place of a second month: nothing is moved back, so totals over time change and are hidden."""

ENOUGH: Final = 2**40
"""More answers than there are people."""

CHOICES: Final = 48
"""How many other leaves are looked at for a move. Ours: the cheapest of them do; a year has hundreds."""


@dataclass(frozen=True)
class View:
    """One way to cut the whole: leaves (the finest parts anybody could know of) with the shown parts each belongs to.

    ``counts``: answers by leaf and month. The leaves of every view of a release add up to the same whole.
    """

    leaves: tuple[tuple[Hashable, ...], ...]
    counts: Counts


def hidden_in(views: Sequence[View], minimum: int = MINIMUM_N) -> frozenset[tuple[Hashable, int]]:
    """Return the cells (part, time) of a year to hide; cells without answers are told as such and never among them."""
    sheets = [_Sheet(view) for view in views]
    for sheet in sheets:
        sheet.hide_small(minimum)
    _share_root(sheets)
    for sheet in sheets:
        for part, time in sheet.small(minimum):
            _protect(sheets, sheet, part, time, minimum)
    return frozenset(cell for sheet in sheets for cell in sheet.hidden_cells())


class _Sheet:
    """A view with its parts, the counts of its cells and what is hidden of them. Part 0 is the whole."""

    def __init__(self, view: View) -> None:
        import numpy as np

        self.parts: list[Hashable] = [ROOT, *dict.fromkeys(part for leaf in view.leaves for part in leaf)]
        place = {part: number for number, part in enumerate(self.parts)}
        self.member = np.zeros((len(view.leaves), len(self.parts)), dtype=np.int64)
        for row, leaf in enumerate(view.leaves):
            self.member[row, [0, *(place[part] for part in leaf)]] = 1
        self.weights = self.member.astype(float)  # whole numbers all the same, and multiplied much quicker
        self.leaves = np.asarray(view.counts, dtype=np.int64).reshape(len(view.leaves), MONTHS)
        months = self.member.T @ self.leaves
        quarters = months.reshape(-1, QUARTERS, 3).sum(axis=2)
        self.cells: Counts = np.concatenate([months, quarters, months.sum(axis=1, keepdims=True)], axis=1)
        self.hidden: Flags = np.zeros(self.cells.shape, dtype=bool)

    def hide_small(self, minimum: int) -> None:
        self.hidden |= (self.cells > 0) & (self.cells < minimum)

    def small(self, minimum: int) -> list[tuple[int, int]]:
        """Cells below the minimum, the whole first, then by size: the answer never depends on chance."""
        parts, times = ((self.cells > 0) & (self.cells < minimum)).nonzero()
        found = [(int(part), int(time)) for part, time in zip(parts, times, strict=True)]
        return sorted(found, key=lambda at: (at[0] != 0, at[1] < MONTHS, -self.cells[at], at))

    def hidden_cells(self) -> Iterator[tuple[Hashable, int]]:
        for part, time in zip(*self.hidden.nonzero(), strict=True):
            if self.cells[part, time]:
                yield self.parts[part], int(time)

    def open(self) -> Costs:
        """What each cell costs to hide: its answers, and one more so that fewer cells are better; nothing if hidden.

        Ours: a year counts twelvefold, so that it is told before its months.
        """
        import numpy as np

        weighted: Costs = (self.cells + 1) * ~self.hidden * np.array([1.0] * YEAR + [MONTHS])
        return weighted

    def leaf_costs(self, leaf: int) -> Costs:
        """By leaf and time: what it costs to hide the parts that hold just one of it and the given leaf."""
        cost, mine = self.open(), self.weights[leaf]
        whole: Costs = self.weights @ cost + mine @ cost - 2 * ((self.weights * mine) @ cost)
        return whole

    def hide(self, parts: Flags, times: Sequence[int]) -> None:
        import numpy as np

        self.hidden[np.ix_(parts.astype(bool).nonzero()[0], np.array(times))] = True


def times_of(month: int, other: int) -> tuple[int, ...]:
    """The times that hold just one of two months; NEVER as the other: all that hold the month."""
    if other == NEVER:
        return (month, MONTHS + month // 3, YEAR)
    quarters = (MONTHS + month // 3, MONTHS + other // 3)
    return (month, other) if quarters[0] == quarters[1] else (month, other, *quarters)


def months_in(time: int) -> range:
    """The months a time holds."""
    if time < MONTHS:
        return range(time, time + 1)
    return range(MONTHS) if time == YEAR else range((time - MONTHS) * 3, (time - MONTHS) * 3 + 3)


class _Room:
    """How far the numbers of a view may still go down: leaves to nothing, shown parts to one, because none is empty."""

    def __init__(self, sheet: _Sheet) -> None:
        self.sheet, self.leaves, self.parts = sheet, sheet.leaves.copy(), sheet.cells[:, :MONTHS] - 1
        self.inside = sheet.member[:, 1:].astype(bool)

    def of(self, leaves: Counts, month: int) -> Counts:
        """By leaf: what it may lose in a month."""
        import numpy as np

        parts = np.where(self.inside[leaves], self.parts[1:, month], ENOUGH).min(axis=1, initial=ENOUGH)
        least: Counts = np.minimum(self.leaves[leaves, month], parts)
        return least

    def of_leaf(self, leaf: int) -> Counts:
        """By month: what a leaf may lose."""
        import numpy as np

        least: Counts = np.minimum(self.leaves[leaf], self.parts[1:][self.inside[leaf]].min(axis=0, initial=ENOUGH))
        return least

    def take(self, leaf: int, month: int, width: int) -> None:
        self.leaves[leaf, month] -= width
        self.parts[:, month] -= width * self.sheet.member[leaf]


def _protect(sheets: Sequence[_Sheet], sheet: _Sheet, part: int, time: int, minimum: int) -> None:
    """Hide what it takes so that a cell could be anything over a range as wide as the minimum."""
    starts = [
        (int(leaf), month)
        for leaf in sheet.member[:, part].nonzero()[0]
        for month in months_in(time)
        if sheet.leaves[leaf, month]
    ]
    rooms = [_Room(one) for one in sheets]
    own = rooms[sheets.index(sheet)]
    needed = minimum
    while needed > 0:
        moves = [_swap(own, part, leaf, month, time, needed) for leaf, month in starts] if part else []
        found = [(*move, at) for at, move in enumerate(moves) if move is not None]
        if not found:
            _shift(sheets, rooms, sheet, *starts[0], time, needed)
            return
        _price, other, back, width, at = min(found)
        leaf, month = starts[at]
        sheet.hide(sheet.member[leaf] != sheet.member[other], times_of(month, back))
        own.take(other, month, width)
        if back != NEVER:
            own.take(leaf, back, width)
        needed -= width


def _swap(own: _Room, part: int, leaf: int, month: int, time: int, needed: int) -> tuple[float, int, int, int] | None:
    """The cheapest other leaf and month to swap answers with, its price and how many; None where there is none.

    Answers of the month become the leaf's instead of the other's, and in the second month the other way round: no shown
    total changes but those of parts that hold just one of the two, at times that hold just one of the two months.
    """
    import numpy as np

    sheet = own.sheet
    able = ((sheet.member[:, part] == 0) & (own.leaves[:, month] > 0)).nonzero()[0]
    if not len(able):
        return None
    costs = sheet.leaf_costs(leaf)
    able = able[np.argsort(costs[able, month], kind="stable")[:CHOICES]]
    here = np.minimum(own.of(able, month), needed)
    width = np.empty((len(able), MONTHS + 1), dtype=np.int64)
    width[:, :MONTHS] = np.minimum(here[:, None], own.of_leaf(leaf)) * (sheet.leaves[able] > 0)
    width[:, MONTHS] = here
    width[:, list(months_in(time))] = 0
    if not (width > 0).any():
        return None
    price = np.where(width > 0, (costs[able] @ _affected(month)) / np.maximum(width, 1), np.inf)
    at, back = (int(one) for one in np.unravel_index(price.argmin(), price.shape))
    return float(price[at, back]), int(able[at]), back if back < MONTHS else NEVER, int(width[at, back])


@cache
def _affected(month: int) -> Costs:
    """By time and second month, NEVER the last: 1 where the time holds just one of the two."""
    import numpy as np

    found = np.zeros((TIMES, MONTHS + 1))
    for place, back in enumerate((*range(MONTHS), NEVER)):
        found[list(times_of(month, back)), place] = 1
    return found


def _shift(
    sheets: Sequence[_Sheet], room: Sequence[_Room], sheet: _Sheet, leaf: int, month: int, time: int, needed: int
) -> None:
    """Hide what it takes for answers to come from other months: the whole changes there, in every view.

    Where no other month has enough, nothing over time is told any more.
    """
    while needed > 0:
        found = [
            (price, back, width, chosen)
            for back in range(MONTHS)
            if back not in months_in(time)
            for price, width, chosen in [_shifted(sheets, room, sheet, leaf, month, back, needed)]
            if width > 0
        ]
        _price, back, width, chosen = (
            min(found) if found else (0.0, NEVER, needed, _cheapest(sheets, sheet, leaf, month, NEVER))
        )
        for number, one in enumerate(sheets):
            one.hide(one.member[chosen[number]], times_of(month, back))
            if back != NEVER:
                room[number].take(chosen[number], back, width)
        _share_root(sheets)
        needed -= width


def _shifted(
    sheets: Sequence[_Sheet], room: Sequence[_Room], sheet: _Sheet, leaf: int, month: int, back: int, needed: int
) -> tuple[float, int, tuple[int, ...]]:
    """What it costs, per answer, to move answers from another month, how many, and the leaf of every view."""
    import numpy as np

    chosen = []
    for number, one in enumerate(sheets):
        if one is sheet:
            chosen.append(leaf)
            continue
        able = (one.leaves[:, month] > 0).nonzero()[0]
        able = able[room[number].of(able, back) > 0]
        if not len(able):
            return 0.0, 0, ()
        costs = (one.member @ one.open())[:, times_of(month, back)].sum(axis=1)
        chosen.append(int(able[costs[able].argmin()]))
    width = min(needed, *(int(one.of(np.array([at]), back)[0]) for one, at in zip(room, chosen, strict=True)))
    price = sum(
        int((one.member[at] @ one.open())[list(times_of(month, back))].sum())
        for one, at in zip(sheets, chosen, strict=True)
    )
    return price / max(width, 1), width, tuple(chosen)


def _cheapest(sheets: Sequence[_Sheet], sheet: _Sheet, leaf: int, month: int, back: int) -> tuple[int, ...]:
    chosen = []
    for one in sheets:
        able = (one.leaves[:, month] > 0).nonzero()[0]
        costs = (one.member @ one.open())[:, times_of(month, back)].sum(axis=1)
        chosen.append(leaf if one is sheet else int(able[costs[able].argmin()]))
    return tuple(chosen)


def _share_root(sheets: Sequence[_Sheet]) -> None:
    """The whole is the same in every view: hidden in one, hidden in all."""
    whole = sheets[0].hidden[0].copy()
    for sheet in sheets:
        whole |= sheet.hidden[0]
    for sheet in sheets:
        sheet.hidden[0] = whole


LEVELS: Final = (tuple(range(TIMES)), tuple(range(MONTHS, TIMES)), (YEAR,))
"""What is told over time: months and longer, quarters and the year, the year alone."""


def hidden_lines(
    counts: Mapping[Hashable, Sequence[int]], blocked: AbstractSet[int] = frozenset(), minimum: int = MINIMUM_N
) -> frozenset[tuple[Hashable, int]]:
    """Return the cells to hide of a table with many small lines, such as the hours of the week; by month of the year.

    A line is told at all times of a level or at none, so that no difference over time gives anything back, and at each
    time what is hidden beside a small line has room for the minimum. The level is the finest that tells at least half
    of all answers, else the year alone. ``blocked``: times whose sum of all lines must not be found.
    """
    import numpy as np

    keys = list(counts)
    months = np.array([counts[key] for key in keys], dtype=np.int64).reshape(len(keys), MONTHS)
    quarters = months.reshape(-1, QUARTERS, 3).sum(axis=2)
    cells = np.concatenate([months, quarters, months.sum(axis=1, keepdims=True)], axis=1)
    shown = np.zeros(cells.shape, dtype=bool)
    for level in LEVELS:
        if blocked & set(level):
            continue
        told = ~_closed(cells[:, list(level)], minimum)
        if 2 * cells[told, YEAR].sum() >= cells[:, YEAR].sum() or level == LEVELS[-1]:
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
