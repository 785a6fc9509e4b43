"""Cases as the measures see them: one row a case, as it was known at a moment.

A frame of cases has the columns of COLUMNS. Days are midnight timestamps without a zone, moments are aware, UTC.
A legal case is judged by its last day (dates in Warsaw); an imported one that came with a due moment is judged by it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from analytics.measures.arrays import arrays
from analytics.measures.declaration import KINDS, Cohort, Population
from kernel.clock import local_day

if TYPE_CHECKING:
    import pandas as pd

    from analytics.measures.arrays import Days, Mask

FURTHER_DAYS: Final = (
    "transfer_day", "transfer_due_day", "councillor_due_day", "told_day", "requalified_day",
)  # fmt: skip
"""Of further duties: passing on, hearing a councillor, a qualification that was another at first."""

DAYS: Final = (
    "received_day", "due_day", "settled_day", "left_day", "noticed_day", "first_due_day", "result_day",
    "acknowledged_day", *FURTHER_DAYS,
)  # fmt: skip
"""first_due_day: of a petition, the last day before any extension."""

HAPPENED: Final = (
    "left_day", "noticed_day", "result_day", "acknowledged_day", "transfer_day", "told_day", "requalified_day",
)  # fmt: skip
"""Days that lie in the past; what they say is unknown before."""
MOMENTS: Final = ("received_at", "due_at", "settled_at")
DAY_OF: Final = {Cohort.RECEIVED: "received_day", Cohort.SETTLED: "settled_day", Cohort.DUE: "due_day"}
"""Which day of a case puts it into a cohort."""

FACTS: Final = ("id", "kind", "department", "left_how", "outcome", "topic", "channel", "result", "has_corrective")
COLUMNS: Final = (*FACTS, *DAYS, *MOMENTS)


def known_at(cases: pd.DataFrame, as_of: dt.datetime) -> pd.DataFrame:
    """Return the cases as they stood at a moment, with is_settled, is_left, is_due, is_on_time and left_in_time.

    today and now say the moment itself, the same in every row.

    What was received later is left out; what was settled or left later is still open. is_due: the last day (or the
    due moment) has passed: an open case on its last day is not late yet. is_on_time: settled by then, the last day
    and the due moment themselves included. left_in_time: left by then, so it is nobody's failure here.

    Raises: ValueError when as_of has no time zone.
    """
    import pandas as pd

    today, now = pd.Timestamp(local_day(as_of)), pd.Timestamp(as_of)
    known = cases[(cases["received_day"] <= today) & ~(cases["received_at"] > now)].copy()
    later = (known["settled_day"] > today) | (known["settled_at"] > now)
    known.loc[later, ["settled_day", "settled_at", "outcome"]] = None
    known["has_corrective"] = known["has_corrective"].eq(True) & ~later
    known.loc[known["left_day"] > today, "left_how"] = None
    known.loc[known["result_day"] > today, "result"] = None
    for column in HAPPENED:
        known.loc[known[column] > today, column] = None
    by_moment = known["due_at"].notna()
    known["today"], known["now"] = today, now
    known["is_settled"] = known["settled_day"].notna()
    known["is_left"] = known["left_day"].notna() & ~known["is_settled"]
    known["is_due"] = (by_moment & (known["due_at"] <= now)) | (~by_moment & (known["due_day"] < today))
    both_moments = by_moment & known["settled_at"].notna()
    known["is_on_time"] = (both_moments & (known["settled_at"] <= known["due_at"])) | (
        ~both_moments & (known["settled_day"] <= known["due_day"])
    )
    known["left_in_time"] = known["is_left"] & ~(known["left_day"] > known["due_day"])
    return known


def of_population(cases: pd.DataFrame, population: Population) -> pd.DataFrame:
    """Return the cases of one population."""
    held = arrays(cases)
    return held.once(("population", population), lambda: cases[held.is_one_of("kind", KINDS[population])])


def within(days: Days | pd.Series[pd.Timestamp], first: dt.date, last: dt.date) -> Mask:
    """Say which days lie from first to last, both included; missing days do not."""
    import numpy as np

    told = np.asarray(days)
    found: Mask = (told >= np.datetime64(first)) & (told <= np.datetime64(last))
    return found
