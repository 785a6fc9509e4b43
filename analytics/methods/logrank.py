"""Whether two survival curves differ anywhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Times = Sequence[float] | npt.NDArray[np.float64]
    Flags = Sequence[bool] | npt.NDArray[np.bool_]


class LogRank(NamedTuple):
    """The test statistic (chi-square, one degree of freedom), its p-value (0 to 1) and its direction.

    excess: ends of the first group less those expected if the two were alike; positive when the first ends sooner.
    """

    chisq: float
    p: float
    excess: float


def logrank(times: Times, is_ended: Flags, base_times: Times, base_is_ended: Flags) -> LogRank | None:
    """Return the log-rank test of two groups.

    None when nothing ended in either group or only one group was ever at risk: there is nothing to compare.

    Source: Mantel, 1966; Peto and Peto, 1972, doi:10.2307/2344317, with the hypergeometric variance. Tested against
    R's survdiff (aml) and scipy.stats.logrank.
    Deviation: none.
    """
    import numpy as np

    ours, theirs = np.asarray(times, dtype=float), np.asarray(base_times, dtype=float)
    ended, base_ended = np.asarray(is_ended, dtype=bool), np.asarray(base_is_ended, dtype=bool)
    moments = np.unique(np.concatenate((ours[ended], theirs[base_ended])))
    first, first_ends = _at_risk(ours, moments), _ends(ours[ended], moments)
    second, second_ends = _at_risk(theirs, moments), _ends(theirs[base_ended], moments)
    risk, ends = first + second, first_ends + second_ends
    several = risk > 1
    variance = np.sum(
        (first * second * ends * (risk - ends))[several] / (risk**2 * (risk - 1))[several],
    )
    if variance <= 0:
        return None
    excess = float(first_ends.sum() - np.sum(ends * first / risk))
    chisq = float(excess**2 / variance)
    return LogRank(chisq, math.erfc(math.sqrt(chisq / 2)), excess)


def _at_risk(times: npt.NDArray[np.float64], moments: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    import numpy as np

    return (len(times) - np.searchsorted(np.sort(times), moments, side="left")).astype(float)


def _ends(times: npt.NDArray[np.float64], moments: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    import numpy as np

    return np.bincount(np.searchsorted(moments, times), minlength=len(moments)).astype(float)
