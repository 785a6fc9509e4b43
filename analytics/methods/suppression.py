"""When a base is too small to show a figure without showing a person."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Part = TypeVar("Part", bound=Hashable)

MINIMUM_N = 5
"""Inside the office a survey figure needs five answers (docs: kpi, Minimum n)."""

SMALL_BASE_BELOW = 30
"""From the minimum up to here a figure is marked "mała podstawa"."""


def is_hidden(n: int, minimum: int = MINIMUM_N) -> bool:
    """Whether a figure over n answers must not be shown; with no answers at all there is nothing to hide."""
    return 0 < n < minimum


def is_small_base(n: int, minimum: int = MINIMUM_N) -> bool:
    """Whether a shown figure must carry the mark of a small base."""
    return minimum <= n < SMALL_BASE_BELOW


def hidden_parts(parts: Mapping[Part, int], minimum: int = MINIMUM_N) -> frozenset[Part]:
    """Return which parts of a shown total must be hidden.

    Every part below the minimum; and if that is exactly one, also the next smallest, because the hidden part would be
    the total less the others (secondary suppression). Parts without answers are never hidden and hide nothing. Among
    equally small parts the first in the mapping's order is taken, so the answer never depends on chance.

    Source: Hundepool et al., Statistical Disclosure Control, 2012, chapter 4, doi:10.1002/9781118348239.
    Deviation: one table at a time; the attack on a whole release by linear program belongs to publishing.
    """
    hidden = {part for part, n in parts.items() if is_hidden(n, minimum)}
    if len(hidden) == 1:
        others = [part for part, n in parts.items() if n and part not in hidden]
        if others:
            hidden.add(min(others, key=lambda part: parts[part]))
    return frozenset(hidden)
