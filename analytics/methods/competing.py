"""Several ways to end, of which one is asked about: Aalen-Johansen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

STILL_OPEN = 0
"""The cause of what has not ended yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Incidence:
    """The share that has ended by one cause, as steps from times[i] on."""

    times: Floats
    share: Floats

    def by(self, time: float) -> float:
        """Return the share (0 to 1) ended by this cause up to and including the time."""
        import numpy as np

        at = int(np.searchsorted(self.times, time, side="right"))
        return 0.0 if at == 0 else float(self.share[at - 1])

    def first_time_at(self, share: float) -> float | None:
        """Return the first time at which the share is reached; None when it never is."""
        import numpy as np

        reached = np.flatnonzero(self.share >= share - 1e-9)
        return float(self.times[int(reached[0])]) if len(reached) else None


def aalen_johansen(
    durations: Sequence[float] | Floats, causes: Sequence[int] | npt.NDArray[np.int_], cause: int = 1
) -> Incidence:
    """Return the cumulative incidence of one cause while the others take cases away.

    Unit: share, 0 to 1, never falling. causes: STILL_OPEN for the censored, else the number of the way it ended. A
    case withdrawn is neither settled nor still to be settled: treating it as open would promise that it will be.

    Source: Aalen and Johansen, 1978, https://www.jstor.org/stable/4615704. With a single cause it is 1 - Kaplan-Meier;
    all causes and the open share add up to 1 (both tested).
    Deviation: none.
    """
    import numpy as np

    time, cause_of = np.asarray(durations, dtype=float), np.asarray(causes, dtype=int)
    times, place = np.unique(time, return_inverse=True)
    count = len(times)
    leaving = np.bincount(place, minlength=count).astype(float)
    at_risk = len(time) - np.concatenate(([0.0], np.cumsum(leaving)[:-1])) if count else times
    ended = np.bincount(place, weights=cause_of != STILL_OPEN, minlength=count)
    asked = np.bincount(place, weights=cause_of == cause, minlength=count)
    survival = np.cumprod(1 - ended / at_risk)
    before = np.concatenate(([1.0], survival[:-1])) if count else survival
    return Incidence(times, np.cumsum(before * asked / at_risk))
