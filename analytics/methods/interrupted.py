"""Did a series jump, or turn, when something was changed? Interrupted time series by segmented regression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from analytics.methods.interval import Difference
from analytics.methods.newey_west import newey_west

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MONTHS_EACH_SIDE: Final = 12
"""A year before and a year after, so that the seasons are on both sides. Source: A. K. Wagner et al., as below."""

LAG: Final = 2
"""floor(4 (24/100)^(2/9)). Source: W. K. Newey and K. D. West, 1994, doi:10.2307/2297912."""

LEVEL_REACH: Final = 3.49
"""Ours: as many standard errors make 95 % for the level; see SLOPE_REACH."""

SLOPE_REACH: Final = 3.70
"""How many standard errors make 95 %. Ours, by simulation of this very design (24 months, lag 2) with normal errors
that remember 0.3 of the month before; the 2.09 of Student's t would cover 80 % only. A test repeats the simulation."""

NOTHING: Final = 1e-9
"""Ours: smaller than this share of the values is round-off."""


class Interruption(NamedTuple):
    """What changed with the first month after: the level at once, the slope from then on.

    start, trend: the line before (value in the first month, change a month). level: the jump at the first month
    after, in the unit of the values; slope: the change of the trend, in that unit a month.
    """

    start: float
    trend: float
    level: Difference
    slope: Difference

    def without(self, month: int) -> float:
        """Return what the line before says of a month (0: the first), had nothing been changed."""
        return self.start + self.trend * month

    def fitted(self, month: int) -> float:
        """Return what the model says of a month."""
        if month < MONTHS_EACH_SIDE:
            return self.without(month)
        return self.without(month) + self.level.value + self.slope.value * (month - MONTHS_EACH_SIDE)


def interrupted(before: Sequence[float], after: Sequence[float]) -> Interruption:
    """Return the change of level and slope between two years of monthly values, each with its 95 % interval.

    Raises: ValueError unless there are MONTHS_EACH_SIDE values on each side.
    Source: A. K. Wagner et al., 2002, doi:10.1046/j.1365-2710.2002.00430.x; J. Lopez Bernal et al., 2017,
    doi:10.1093/ije/dyw098; errors: `newey_west`. Tested against the same in fractions.
    Deviation: the interval reaches LEVEL_REACH and SLOPE_REACH standard errors, not the quantile of Student's t,
    with which intervals from 24 months would be far too short. Where errors remember more than half of the month
    before they still are: 91 and 90 % instead of 95 (tested).
    """
    import numpy as np

    if (len(before), len(after)) != (MONTHS_EACH_SIDE, MONTHS_EACH_SIDE):
        raise ValueError(f"{MONTHS_EACH_SIDE} months are needed on each side, not {len(before)} and {len(after)}")
    values = np.asarray([*before, *after], dtype=float)
    found = newey_west(design(), values, LAG)
    scale = NOTHING * max(1.0, float(np.abs(values).max()))
    start, trend, level, slope = (0.0 if abs(one) < scale else float(one) for one in found.coefficients)
    errors = np.sqrt(np.maximum(np.diag(found.covariance), 0))
    reach = [0.0 if error < scale else float(error) for error in errors]
    return Interruption(
        start,
        trend,
        Difference(level, level - LEVEL_REACH * reach[2], level + LEVEL_REACH * reach[2]),
        Difference(slope, slope - SLOPE_REACH * reach[3], slope + SLOPE_REACH * reach[3]),
    )


def design() -> npt.NDArray[np.float64]:
    """Return the columns: one, month, one from the change on, months since the change."""
    import numpy as np

    month = np.arange(2 * MONTHS_EACH_SIDE, dtype=float)
    is_after = (month >= MONTHS_EACH_SIDE).astype(float)
    return np.stack((np.ones_like(month), month, is_after, is_after * (month - MONTHS_EACH_SIDE)), axis=1)
