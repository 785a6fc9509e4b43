"""A share of a whole from the shares of its parts, each with the weight it has in the whole."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from analytics.methods.wilson import wilson


class Part(NamedTuple):
    """A part of the whole: successes of n, and its weight, such as the visits it served."""

    successes: int
    n: int
    weight: int


class Weighted(NamedTuple):
    """A weighted share with its 95 % interval, each 0 to 1."""

    value: float
    low: float
    high: float


def weighted_share(parts: Sequence[Part]) -> Weighted | None:
    """Return the sum of weight x successes / n over the sum of weights, with its 95 % interval.

    Unit: share, 0 to 1. Parts without answers or without weight are left out; None when nothing is left. With a single
    part it is that part's Wilson interval.

    Raises: ValueError when successes are not between 0 and their n.
    Source: G. Y. Zou, W. Huang and X. Zhang, 2009, doi:10.1016/j.csda.2008.09.033: the limits of a linear function of
    shares from the Wilson limits of each. Tested in fractions by a second implementation.
    Deviation: none.
    """
    counted = [part for part in parts if part.n > 0 and part.weight > 0]
    whole = sum(part.weight for part in counted)
    if not whole:
        return None
    value = below = above = 0.0
    for part in counted:
        limits, share, weight = wilson(part.successes, part.n), part.successes / part.n, part.weight / whole
        if limits is None:  # without answers: left out above
            continue
        value += weight * share
        below += (weight * (share - limits.low)) ** 2
        above += (weight * (limits.high - share)) ** 2
    return Weighted(value, max(0.0, value - math.sqrt(below)), min(1.0, value + math.sqrt(above)))
