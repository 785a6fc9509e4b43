"""What a control chart says in a word: did it change, and will it keep its target?"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from analytics.methods.signals import Limits, Side, Signal
from analytics.methods.xmr import Stretch


class Variation(StrEnum):
    """What the last point of a chart is."""

    IMPROVING = "improving"
    CONCERNING = "concerning"
    CHANGED = "changed"
    """A signal of a measure where neither direction is better."""
    COMMON = "common"
    UNKNOWN = "unknown"
    """Too few points for limits."""


class Assurance(StrEnum):
    """Where the target lies, seen from the limits."""

    BELOW = "below"
    INSIDE = "inside"
    ABOVE = "above"
    UNKNOWN = "unknown"


def meaning(signal: Signal | None, higher_is_better: bool | None) -> Variation:
    """Return what a point means; higher_is_better None: neither direction is.

    Source: NHS England, Making Data Count, variation icons.
    """
    if signal is None:
        return Variation.COMMON
    if higher_is_better is None:
        return Variation.CHANGED
    return Variation.IMPROVING if (signal.side is Side.ABOVE) == higher_is_better else Variation.CONCERNING


def variation(stretches: Sequence[Stretch], higher_is_better: bool | None) -> Variation:
    """Return what the last point of a chart is; UNKNOWN without limits there."""
    if not stretches or not stretches[-1].limits:
        return Variation.UNKNOWN
    return meaning(stretches[-1].signals[-1], higher_is_better)


def assurance(target: float, limits: Limits | None) -> Assurance:
    """Return where a target lies; on a limit it is inside. UNKNOWN without limits.

    Source: NHS England, Making Data Count, assurance icons: inside, the process keeps the target by chance only.
    """
    if limits is None:
        return Assurance.UNKNOWN
    if target < limits.low:
        return Assurance.BELOW
    return Assurance.ABOVE if target > limits.high else Assurance.INSIDE
