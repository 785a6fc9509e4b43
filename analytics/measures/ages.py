"""How old the open cases were at the end of a period, in calendar days since receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.measures.arrays import arrays
from analytics.measures.cohorts import Members, backlog
from analytics.measures.durations import in_days
from analytics.measures.period import Period

if TYPE_CHECKING:
    import pandas as pd

    from analytics.measures.arrays import Floats, Mask

BANDS: Final[dict[str, tuple[int, int | None]]] = {
    "age_to_14": (0, 14),
    "age_15_to_30": (15, 30),
    "age_31_to_60": (31, 60),
    "age_61_to_90": (61, 90),
    "age_over_90": (91, None),
}
"""Days from and to, both included. Ours: two weeks, about one month (skargi, wnioski), two, three (petitions), more."""


def age_at_end(known: pd.DataFrame, period: Period) -> Floats:
    """Return how many days each case had been with the office at the end of the period, or today while it runs."""
    import numpy as np

    told = arrays(known)
    ends = np.minimum(told.days("today"), np.datetime64(period.last))
    return in_days(ends - told.days("received_day"))


def _aged(first: int, last: int | None) -> Members:
    def members(known: pd.DataFrame, period: Period) -> Mask:
        age = age_at_end(known, period)
        within = age >= first if last is None else (age >= first) & (age <= last)
        return backlog(known, period) & within

    return members


MEMBERS: Final[dict[str, Members]] = {
    "median_age": backlog,
    **{key: _aged(first, last) for key, (first, last) in BANDS.items()},
}
