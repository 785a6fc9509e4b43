"""When a base is too small to show a figure without showing a person."""

from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

Part = TypeVar("Part", bound=Hashable)
Cells = Mapping[tuple[str, str], int]
"""Counts by row and column."""

MINIMUM_N = 5
"""Inside the office a survey figure needs five answers (docs: kpi, Minimum n)."""

PUBLISHED_N = 10
"""Published, or for a single desk, it needs ten (docs: kpi, Minimum n)."""

DRIVERS_N = 50
"""What goes together with satisfaction is said from fifty answers on (docs: kpi, Drivers)."""

SMALL_BASE_BELOW = 30
"""From the minimum up to here a figure is marked "mała podstawa"."""


def is_hidden(n: int, minimum: int = MINIMUM_N) -> bool:
    """Whether a figure over n answers must not be shown; with no answers at all there is nothing to hide."""
    return 0 < n < minimum


def is_small_base(n: int, minimum: int = MINIMUM_N) -> bool:
    """Whether a shown figure must carry the mark of a small base."""
    return minimum <= n < SMALL_BASE_BELOW


def hidden_parts(
    parts: Mapping[Part, int], minimum: int = MINIMUM_N, already: AbstractSet[Part] = frozenset()
) -> frozenset[Part]:
    """Return which parts of a shown total must be hidden.

    Every part below the minimum and what is hidden already; and as long as that is one part alone, or all of it
    together is still below the minimum, also the next smallest: what is hidden is known to be the total less the
    others (secondary suppression). Parts without answers are never hidden and hide nothing. Among equally small parts
    the first in the mapping's order is taken, so the answer never depends on chance.

    Source: Hundepool et al., Statistical Disclosure Control, 2012, chapter 4, doi:10.1002/9781118348239.
    Deviation: one table at a time; the attack on a whole release by linear program belongs to publishing.
    """
    hidden = {part for part, n in parts.items() if is_hidden(n, minimum) or (n and part in already)}
    others = sorted((part for part, n in parts.items() if n and part not in hidden), key=lambda part: parts[part])
    while hidden and others and (len(hidden) == 1 or sum(parts[part] for part in hidden) < minimum):
        hidden.add(others.pop(0))
    return frozenset(hidden)


def hidden_cells(
    cells: Cells, already: AbstractSet[tuple[str, str]] = frozenset(), minimum: int = MINIMUM_N
) -> frozenset[tuple[str, str]]:
    """Return which cells of a table by row and column must be hidden, its rows and columns having shown totals.

    The rule of `hidden_parts` along every row and every column, until nothing is added.
    """
    hidden: frozenset[tuple[str, str]] = frozenset(already)
    while True:
        before = hidden
        for axis in (0, 1):
            for line in dict.fromkeys(place[axis] for place in cells):
                hidden |= hidden_parts({at: n for at, n in cells.items() if at[axis] == line}, minimum, already=hidden)
        if hidden == before:
            return hidden
