"""Time to an end that has not come for everybody yet: Kaplan-Meier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analytics.methods.interval import Z95

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Times = Sequence[float] | Floats
    Flags = Sequence[bool] | npt.NDArray[np.bool_]

TOLERANCE = 1e-9
"""Two survival shares closer than this are equal: 1 - 1/6 - 1/6 - 1/6 is not exactly 0.5 in floating point."""


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile of the time to the end; None means the curve (or its limit) never falls that far."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A survival curve as steps: from times[i] on, the share survival[i] is still open."""

    n: int
    events: int
    times: Floats
    at_risk: Floats
    ended: Floats
    survival: Floats
    error: Floats
    """Greenwood's standard error of log S(t); infinite from where S(t) is 0."""

    def open_after(self, time: float) -> float:
        """Return the share (0 to 1) still open just after the given time; 1 before the first step."""
        import numpy as np

        at = int(np.searchsorted(self.times, time, side="right"))
        return 1.0 if at == 0 else float(self.survival[at - 1])

    def band(self, kind: Literal["log", "log-log"] = "log-log") -> tuple[Floats, Floats]:
        """Return the pointwise 95 % limits of the curve, 0 to 1; NaN where S(t) is 0 and where it is still 1.

        Source: "log" is the default of R's survfit, "log-log" that of SAS; Kalbfleisch and Prentice, 1980.
        Deviation: where S(t) is 1 both limits are 1 (as R prints them), not NaN.
        """
        import numpy as np

        with np.errstate(all="ignore"):
            if kind == "log":
                low = self.survival * np.exp(-Z95 * self.error)
                high = np.minimum(1.0, self.survival * np.exp(Z95 * self.error))
            else:
                reach = Z95 * self.error / np.log(self.survival)
                low, high = self.survival ** np.exp(-reach), self.survival ** np.exp(reach)
        certain = self.survival >= 1 - TOLERANCE
        low, high = np.where(certain, 1.0, low), np.where(certain, 1.0, high)
        ended = self.survival <= TOLERANCE
        return np.where(ended, np.nan, low), np.where(ended, np.nan, high)

    def quantile(self, open_share: float, kind: Literal["log", "log-log"] = "log-log") -> Quantile:
        """Return the time by which only open_share (0 to 1) is still open, with its interval.

        Convention, that of R's quantile.survfit: the first time the curve falls below the share; where it runs flat
        exactly at the share, the middle of that flat piece (1..20 uncensored: 10.5). The interval is where the limits
        of the curve cross the same share.
        """
        low, high = self.band(kind)
        return Quantile(
            self._crossing(self.survival, open_share), self._crossing(low, open_share), self._crossing(high, open_share)
        )

    def median(self, kind: Literal["log", "log-log"] = "log-log") -> Quantile:
        """Return the time by which half is no longer open; see `quantile`."""
        return self.quantile(0.5, kind)

    def _crossing(self, curve: Floats, share: float) -> float | None:
        import numpy as np

        reached = np.flatnonzero(curve <= share + TOLERANCE)
        if not len(reached):
            return None
        first = int(reached[0])
        start = float(self.times[first])
        if abs(float(curve[first]) - share) > TOLERANCE:
            return start
        lower = np.flatnonzero(curve < share - TOLERANCE)
        end = float(self.times[int(lower[0])]) if len(lower) else float(self.times[-1])
        return (start + end) / 2


def kaplan_meier(durations: Times, is_ended: Flags) -> Curve:
    """Return the Kaplan-Meier curve of durations; is_ended is False for what was still open at that age.

    Unit: that of the durations, 0 or more; ties of an end and an open one count the open one as at risk.

    Raises: ValueError on a negative duration: such rows are excluded and listed before they come here.
    Source: Kaplan and Meier, 1958, doi:10.1080/01621459.1958.10501452; Greenwood's error. Tested against R's survival
    package (aml, lung, its own quantile tests) and scipy.stats.ecdf.
    Deviation: none.
    """
    import numpy as np

    time, ended = np.asarray(durations, dtype=float), np.asarray(is_ended, dtype=bool)
    if len(time) and time.min() < 0:
        raise ValueError("a duration cannot be negative")
    times, place = np.unique(time, return_inverse=True)
    ends = np.bincount(place, weights=ended, minlength=len(times)).astype(float)
    leaving = np.bincount(place, minlength=len(times)).astype(float)
    at_risk = len(time) - np.concatenate(([0.0], np.cumsum(leaving)[:-1])) if len(times) else times
    with np.errstate(divide="ignore"):
        survival = np.cumprod(1 - ends / at_risk)
        error = np.sqrt(np.cumsum(ends / (at_risk * (at_risk - ends))))
    return Curve(len(time), int(ended.sum()), times, at_risk, ends, survival, error)
