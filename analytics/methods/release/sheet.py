"""The cells of a release: one way to cut the whole, with its parts, their counts and what is hidden of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.methods.release.times import MONTHS, TIMES, YEAR, apart, months_in
from analytics.methods.suppression import MINIMUM_N

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Counts = npt.NDArray[np.int64]
    Costs = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

ROOT: Final = ""
"""The part that is the whole."""

ENOUGH: Final = 2**40
"""More answers than there are people."""

KNOWN_COST: Final = 1e12
"""What it costs to hide what was told earlier: more than all else together, because hiding it keeps nothing back."""

ASIDE: Final = 0.1
"""What a part no table tells costs to hide beside one that is told. Ours."""

DEAR: Final = 10.0
"""What a part that readers look for first costs to hide beside others. Ours."""

Cell = tuple[Hashable, int]
"""A part at a time."""
Least = Callable[[Hashable], int]
"""The fewest answers that are told, by part."""


def everywhere(minimum: int = MINIMUM_N) -> Least:
    """Return the same minimum for every part."""
    return lambda _part: minimum


@dataclass(frozen=True)
class View:
    """One way to cut the whole: leaves (the finest parts anybody could know of) with the shown parts each belongs to.

    ``counts``: answers by leaf and month. The leaves of every view of a release add up to the same whole. ``aside``:
    parts that no table tells by themselves, only the sum of something else; they are hidden rather than others.
    ``dear``: parts that are hidden last.
    """

    leaves: tuple[tuple[Hashable, ...], ...]
    counts: Counts
    aside: frozenset[Hashable] = frozenset()
    dear: frozenset[Hashable] = frozenset()


class Sheet:
    """A view with its parts, the counts of its cells and what is hidden of them. Part 0 is the whole.

    ``known``: cells told in an earlier publication; they stay told. Times of earlier publications stand in it only as
    far as they were told.
    """

    def __init__(self, view: View, least: Least, known: AbstractSet[Cell] = frozenset()) -> None:
        import numpy as np

        self.parts: list[Hashable] = [ROOT, *dict.fromkeys(part for leaf in view.leaves for part in leaf)]
        place = {part: number for number, part in enumerate(self.parts)}
        self.member = np.zeros((len(view.leaves), len(self.parts)), dtype=np.int64)
        for row, leaf in enumerate(view.leaves):
            self.member[row, [0, *(place[part] for part in leaf)]] = 1
        self.weights = self.member.astype(float)  # whole numbers all the same, and multiplied much quicker
        self.leaves = np.asarray(view.counts, dtype=np.int64).reshape(len(view.leaves), MONTHS)
        earlier = sorted({time for part, time in known if part in place and time >= TIMES})
        self.times: tuple[int, ...] = (*range(TIMES), *earlier)
        self.apart = apart(self.times)
        holds = np.array([[month in months_in(time) for month in range(MONTHS)] for time in self.times], dtype=np.int64)
        self.cells: Counts = self.member.T @ self.leaves @ holds.T
        self.known: Flags = np.zeros(self.cells.shape, dtype=bool)
        at = {time: number for number, time in enumerate(self.times)}
        for part, time in known:
            if part in place:
                self.known[place[part], at[time]] = True
        self.minima: Counts = np.array([least(part) for part in self.parts], dtype=np.int64)
        self.hidden: Flags = np.zeros(self.cells.shape, dtype=bool)
        self.hidden[:, TIMES:] = ~self.known[:, TIMES:]
        over_time = np.array([float(MONTHS if time == YEAR else 1) for time in self.times])
        of_parts = np.array([ASIDE if one in view.aside else DEAR if one in view.dear else 1.0 for one in self.parts])
        self.scale: Costs = np.outer(of_parts, over_time)
        self._priced: tuple[bytes, tuple[Costs, Costs]] = (b"", (self.scale, self.scale))

    def hide_small(self) -> None:
        self.hidden |= self.is_small()

    def hide_cells(self, cells: AbstractSet[Cell]) -> None:
        place = {part: number for number, part in enumerate(self.parts)}
        for part, time in cells:
            if part in place and time < TIMES:
                self.hidden[place[part], time] = True
        self.hidden &= ~self.known

    def is_small(self) -> Flags:
        """Which cells are below the minimum; what was told earlier is not among them."""
        small: Flags = (self.cells > 0) & (self.cells < self.minima[:, None]) & ~self.known
        small[:, TIMES:] = False
        return small

    def small(self) -> list[tuple[int, int]]:
        """Cells below the minimum, the whole first, then by size: the answer never depends on chance."""
        parts, times = self.is_small().nonzero()
        found = [(int(part), int(time)) for part, time in zip(parts, times, strict=True)]
        return sorted(found, key=lambda at: (at[0] != 0, at[1] < MONTHS, -self.cells[at], at))

    def hidden_cells(self) -> Iterator[Cell]:
        for part, time in zip(*self.hidden[:, :TIMES].nonzero(), strict=True):
            if self.cells[part, time]:
                yield self.parts[part], int(time)

    def open(self) -> Costs:
        """What each cell costs to hide: its answers, and one more so that fewer cells are better; nothing if hidden.

        Ours: a year counts twelvefold, so that it is told before its months.
        """
        return self._prices()[0]

    def by_leaf(self) -> Costs:
        """By leaf and time: what it costs to hide the parts it belongs to."""
        return self._prices()[1]

    def _prices(self) -> tuple[Costs, Costs]:
        """Both, computed once for what is hidden: they are asked for again and again before another cell is."""
        hidden = self.hidden.tobytes()
        if self._priced[0] != hidden:
            weighted: Costs = (self.cells + 1) * ~self.hidden * self.scale + KNOWN_COST * self.known
            whole: Costs = self.weights @ weighted
            weighted.flags.writeable = whole.flags.writeable = False
            self._priced = hidden, (weighted, whole)
        return self._priced[1]

    def leaf_costs(self, leaf: int) -> Costs:
        """By leaf and time: what it costs to hide the parts that hold just one of it and the given leaf."""
        cost, mine = self.open(), self.weights[leaf]
        whole: Costs = self.by_leaf() + mine @ cost - 2 * ((self.weights * mine) @ cost)
        return whole

    def hide(self, parts: Flags, places: Sequence[int]) -> None:
        those = parts.astype(bool).nonzero()[0][:, None]
        self.hidden[those, places] = True
        self.hidden &= ~self.known


class Room:
    """How far the numbers of a view may still go down: leaves to nothing, shown parts to one, because none is empty."""

    def __init__(self, sheet: Sheet) -> None:
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


def share_root(sheets: Sequence[Sheet]) -> None:
    """The whole is the same in every view: hidden in one, hidden in all."""
    whole = sheets[0].hidden[0, :TIMES].copy()
    for sheet in sheets:
        whole |= sheet.hidden[0, :TIMES]
    for sheet in sheets:
        sheet.hidden[0, :TIMES] = whole
