"""The cells of a release: one way to cut the whole, with its parts, their counts and what is hidden of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

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

KNOWN_COST: Final = 1e12
"""What it costs to hide what was told earlier: more than all else together, because hiding it keeps nothing back."""

ASIDE: Final = 0.1
"""What a part no table tells costs to hide beside one that is told. Ours."""

DEAR: Final = 10.0
"""What a part that readers look for first costs to hide beside others. Ours."""

Found = TypeVar("Found")

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
        self._found: dict[Hashable, Any] = {}
        self._stays: dict[Hashable, Any] = {}

    def hide_small(self) -> None:
        self.hidden |= self.is_small()
        self._found = {}

    def hide_cells(self, cells: AbstractSet[Cell]) -> None:
        place = {part: number for number, part in enumerate(self.parts)}
        for part, time in cells:
            if part in place and time < TIMES:
                self.hidden[place[part], time] = True
        self.hidden &= ~self.known
        self._found = {}

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

    def once(self, what: Hashable, find: Callable[[], Found]) -> Found:
        """What follows from what is hidden, found once for it: it is asked for again and again before more is hidden.

        ``what`` names it; its answer is shared and may not be changed.
        """
        if what not in self._found:
            self._found[what] = find()
        answer: Found = self._found[what]
        return answer

    def once_for_all(self, what: Hashable, find: Callable[[], Found]) -> Found:
        """The same of what follows from the counts alone."""
        if what not in self._stays:
            self._stays[what] = find()
        answer: Found = self._stays[what]
        return answer

    def open(self) -> Costs:
        """What each cell costs to hide: its answers, and one more so that fewer cells are better; nothing if hidden.

        Ours: a year counts twelvefold, so that it is told before its months.
        """
        return self.once("open", lambda: (self.cells + 1) * ~self.hidden * self.scale + KNOWN_COST * self.known)

    def by_leaf(self) -> Costs:
        """By leaf and time: what it costs to hide the parts it belongs to."""
        return self.once("by leaf", lambda: self.weights @ self.open())

    def leaf_costs(self, leaf: int) -> Costs:
        """By leaf and time: what it costs to hide the parts that hold just one of it and the given leaf."""
        cost, mine = self.open(), self.weights[leaf]
        return self.once(leaf, lambda: self.by_leaf() + mine @ cost - 2 * ((self.weights * mine) @ cost))

    def costs_between(self, month: int, back: int) -> Costs:
        """By leaf: what it costs to hide the parts it belongs to, at the times that hold just one of two months."""
        places = self.apart[month][back]
        return self.once((month, back), lambda: self.by_leaf()[:, places].sum(axis=1))

    def cost_between(self, leaf: int, month: int, back: int) -> float:
        """The same of one leaf."""
        places = list(self.apart[month][back])
        return self.once((leaf, month, back), lambda: float((self.member[leaf] @ self.open())[places].sum()))

    def hide(self, parts: Flags, places: Sequence[int]) -> None:
        those = parts.nonzero()[0][:, None], list(places)
        if self.once("shown", lambda: ~(self.hidden | self.known))[those].any():
            self.hidden[those] = ~self.known[those]
            self._found = {}

    def hide_whole(self, times: Flags) -> None:
        """Hide the whole at all those of the TIMES."""
        if (self.hidden[0, :TIMES] != times).any():
            self.hidden[0, :TIMES] = times
            self._found = {}


def share_root(sheets: Sequence[Sheet]) -> None:
    """The whole is the same in every view: hidden in one, hidden in all."""
    whole = sheets[0].hidden[0, :TIMES].copy()
    for sheet in sheets:
        whole |= sheet.hidden[0, :TIMES]
    for sheet in sheets:
        sheet.hide_whole(whole)
