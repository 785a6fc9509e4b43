"""How old the open cases were at the end of a period, in calendar days since receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.measures.cohorts import Members, backlog
from analytics.measures.period import Period

if TYPE_CHECKING:
    import pandas as pd

BANDS: Final[dict[str, tuple[int, int | None]]] = {
    "age_to_14": (0, 14),
    "age_15_to_30": (15, 30),
    "age_31_to_60": (31, 60),
    "age_61_to_90": (61, 90),
    "age_over_90": (91, None),
}
"""Days from and to, both included. Ours: two weeks, about one month (skargi, wnioski), two, three (petitions), more."""


def age_at_end(known: pd.DataFrame, period: Period) -> pd.Series[float]:
    """Return how many days each case had been with the office at the end of the period, or today while it runs."""
    import pandas as pd

    last = pd.Timestamp(period.last)
    end = known["today"].where(known["today"] < last, last)
    days: pd.Series[float] = (end - known["received_day"]).dt.days.astype(float)
    return days


def _aged(first: int, last: int | None) -> Members:
    def members(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
        age = age_at_end(known, period)
        within = age >= first if last is None else (age >= first) & (age <= last)
        return backlog(known, period) & within

    return members


MEMBERS: Final[dict[str, Members]] = {
    "median_age": backlog,
    **{key: _aged(first, last) for key, (first, last) in BANDS.items()},
}
