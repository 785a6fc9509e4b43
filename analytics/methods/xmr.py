"""XmR charts: is a month's value more than the usual noise between neighbouring months?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from analytics.methods.signals import Limits, Signal, signals

REACH: Final = 2.66
"""Mean moving ranges from the centre to a limit: 3 / d2, with d2 = 1.128 for ranges of two neighbours.

Source: W. A. Shewhart's three standard deviations; D. J. Wheeler, Understanding Variation, 1993, chapter 3.
"""

LARGE_RANGE: Final = 3.267
"""A moving range of so many means is itself a signal: D4 for ranges of two. Source: L. S. Nelson, Control Charts for
Individual Measurements, Journal of Quality Technology 14(3), 1982."""

MINIMUM_POINTS: Final = 12
"""With fewer there are no limits. Source: NHS England, Making Data Count."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Points with one centre line: from start up to stop, without stop.

    limits: one for each point; empty when there are too few points. screened: how many large moving ranges were left
    out of the mean range.
    """

    start: int
    stop: int
    centre: float
    limits: tuple[Limits, ...]
    signals: tuple[Signal | None, ...]
    screened: int = 0


def xmr(
    values: Sequence[float], *, rebase_at: Sequence[int] = (), screen: bool = True, minimum: int = MINIMUM_POINTS
) -> tuple[Stretch, ...]:
    """Return the stretches of an XmR chart: one, or a new one from each place of rebase_at on.

    Unit: that of the values. The centre is the mean, the limits lie REACH mean moving ranges from it and may reach
    below 0 or above 100 %. screen: moving ranges of LARGE_RANGE times their mean or more are left out once. Values are
    neighbours as they stand: a month without a value is left out by the caller. No stretch without values; a stretch
    of fewer points than minimum has no limits and no signals.

    Raises: ValueError when a place of rebase_at is none of the values'.
    Source: NHS England, Making Data Count; tested against the R package NHSRplotthedots on its own data.
    Deviation: where leaving large ranges out would leave no variation at all (a single jump in a flat line), none is
    left out: limits without width would call every point a signal.
    """
    return tuple(
        _stretch(values[start:stop], start, screen=screen, minimum=minimum)
        for start, stop in cuts(len(values), rebase_at)
    )


def cuts(points: int, rebase_at: Sequence[int]) -> list[tuple[int, int]]:
    """Return start and stop of each stretch. Raises ValueError when a place of rebase_at lies outside the points."""
    if any(not 0 <= place < points for place in rebase_at):
        raise ValueError(f"a new stretch starts at one of {points} points, not at {list(rebase_at)}")
    places = sorted({0, *rebase_at, points})
    return list(pairwise(places))


def mean_range(values: Sequence[float], *, screen: bool) -> tuple[float, int]:
    """Return the mean moving range, and how many large ones were left out of it.

    0 for one value: it has no neighbour.
    """
    ranges = [abs(after - before) for before, after in pairwise(values)]
    if not ranges:
        return 0.0, 0
    mean = sum(ranges) / len(ranges)
    kept = [one for one in ranges if one < LARGE_RANGE * mean] if screen else ranges
    if not any(kept):
        return mean, 0
    return sum(kept) / len(kept), len(ranges) - len(kept)


def _stretch(values: Sequence[float], start: int, *, screen: bool, minimum: int) -> Stretch:
    centre, stop = sum(values) / len(values), start + len(values)
    if len(values) < minimum:
        return Stretch(start, stop, centre, (), (None,) * len(values))
    width, screened = mean_range(values, screen=screen)
    limits = (Limits(centre, centre - REACH * width, centre + REACH * width),) * len(values)
    return Stretch(start, stop, centre, limits, signals(values, limits), screened)
