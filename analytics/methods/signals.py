"""The rules that tell a signal from noise on a control chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

RUN: Final = 7
"""Points of a run. Source: NHS England, Making Data Count, the rules of its XmR charts."""

NEAR: Final = 2 / 3
"""Beyond this part of the way to a limit a point counts as near to it: two of three standard deviations."""

TOLERANCE: Final = 1e-9
"""Ours: how far, in parts of the centre, a value may lie off a line and still be on it, so that a sum of decimals
never makes a signal."""


class Rule(StrEnum):
    """By what a point is a signal; in this order the first that holds names it."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_IN_THREE = "two_in_three"
    SHIFT = "shift"


class Side(StrEnum):
    """Where the signal points to: above the centre or rising, below it or falling."""

    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Signal:
    """One point that is more than noise."""

    rule: Rule
    side: Side


@dataclass(frozen=True, slots=True)
class Limits:
    """The centre line and the limits at one point."""

    centre: float
    low: float
    high: float


def signals(values: Sequence[float], limits: Sequence[Limits]) -> tuple[Signal | None, ...]:
    """Return for every point the signal it belongs to, None for a point that is noise.

    Every member of a run is named, not only the one that completes it. A value on a limit is inside, one on the centre
    line breaks a run, two equal neighbours break a trend.

    Raises: ValueError when there is not one pair of limits for each value.
    Source: NHS England, Making Data Count; the order outside, trend, two in three, shift of the R package
    NHSRplotthedots, tested against its flags.
    Deviation: within TOLERANCE of a line a value is on it.
    """
    sides = [_side(value, line.centre, line.centre) for value, line in zip(values, limits, strict=True)]
    outside = [_side(value, line.low, line.high) for value, line in zip(values, limits, strict=True)]
    steps = [_side(after, before, before) for before, after in pairwise(values)]
    near = [0 if out else _side(value, *_near(line)) for value, line, out in zip(values, limits, outside, strict=True)]
    by_rule = {
        Rule.OUTSIDE: outside,
        Rule.TREND: _trends(steps, len(values)),
        Rule.TWO_IN_THREE: _two_in_three(near, sides),
        Rule.SHIFT: _runs(sides, RUN),
    }
    return tuple(_first(by_rule, place) for place in range(len(values)))


def _first(by_rule: dict[Rule, list[int]], place: int) -> Signal | None:
    for rule, found in by_rule.items():
        if found[place]:
            return Signal(rule, Side.ABOVE if found[place] > 0 else Side.BELOW)
    return None


def _side(value: float, low: float, high: float) -> int:
    """1 above high, -1 below low, 0 between or on them."""
    slack = TOLERANCE * max(abs(low), abs(high))
    return int(value > high + slack) - int(value < low - slack)


def _near(line: Limits) -> tuple[float, float]:
    return line.centre - NEAR * (line.centre - line.low), line.centre + NEAR * (line.high - line.centre)


def _runs(marks: Sequence[int], length: int) -> list[int]:
    """Each mark that belongs to a run of so many equal marks, none of them 0; else 0."""
    found = [0] * len(marks)
    start = 0
    for place in range(1, len(marks) + 1):
        if place < len(marks) and marks[place] == marks[start]:
            continue
        if marks[start] and place - start >= length:
            found[start:place] = marks[start:place]
        start = place
    return found


def _trends(steps: Sequence[int], points: int) -> list[int]:
    """Points of a trend: the ends of six steps or more in one direction. A point between two trends ends the first."""
    found = [0] * points
    for place, mark in enumerate(_runs(steps, RUN - 1)):
        if mark:
            found[place] = found[place] or mark
            found[place + 1] = mark
    return found


def _two_in_three(near: Sequence[int], sides: Sequence[int]) -> list[int]:
    """Points near a limit, two of them among three neighbours that lie all on that side of the centre."""
    found = [0] * len(near)
    for start in range(len(near) - 2):
        window = range(start, start + 3)
        side = sides[start]
        if side and all(sides[place] == side for place in window) and sum(near[place] == side for place in window) >= 2:
            for place in window:
                found[place] = near[place] or found[place]
    return found
