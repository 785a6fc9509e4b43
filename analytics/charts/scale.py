"""Round numbers for an axis."""

import math
from collections.abc import Sequence

STEPS = (1, 2, 4, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 20_000, 25_000, 50_000)
MOST_LINES = 4
"""More than four grid lines above the axis make a chart read like a table."""


def ticks(low: float, high: float, floor: float = 0, ceiling: float = math.inf) -> list[float]:
    """Return evenly spaced round ticks that enclose low and high, kept between floor and ceiling where these allow."""
    for step in STEPS:
        bottom = max(math.floor(low / step) * step, floor)
        top = min(math.ceil(high / step) * step, ceiling)
        if top <= bottom:
            top = bottom + step
        if (top - bottom) / step <= MOST_LINES:
            count = math.ceil((top - bottom) / step)
            return [float(bottom + step * i) for i in range(count + 1)]
    return [low, high]


def labels(values: Sequence[float], unit: str) -> list[str]:
    """Return the ticks as whole numbers, the unit only at the top one."""
    words = [f"{value:g}".replace("-", "\u2212") for value in values]
    return [*words[:-1], words[-1] + unit] if words else []
