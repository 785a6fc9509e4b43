"""Cases as the measures see them: one row a case, as it was known at a moment.

A frame of cases has the columns of COLUMNS. Days are midnight timestamps without a zone, moments are aware, UTC.
A legal case is judged by its last day (dates in Warsaw); an imported one that came with a due moment is judged by it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from analytics.measures.arrays import arrays, part_of
from analytics.measures.declaration import KINDS, Cohort, Population
from kernel.clock import local_day

if TYPE_CHECKING:
    import numpy as np
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
    import numpy as np
    import pandas as pd

    today, now = local_day(as_of), as_of.astimezone(dt.UTC)
    day, moment = np.datetime64(today), np.datetime64(now.replace(tzinfo=None))
    came = arrays(cases)
    known = cases[(came.days("received_day") <= day) & ~(came.moments("received_at") > moment)]
    known = _without_later(known, day, moment).assign(today=pd.Timestamp(today), now=pd.Timestamp(now))
    told = arrays(known)
    settled, due, left = (told.days(name) for name in ("settled_day", "due_day", "left_day"))
    by_moment = told.has_moment("due_at")
    both_moments = by_moment & told.has_moment("settled_at")
    is_settled = told.has_day("settled_day")
    is_left = told.has_day("left_day") & ~is_settled
    return known.assign(
        is_settled=is_settled,
        is_left=is_left,
        is_due=np.where(by_moment, told.moments("due_at") <= moment, due < day),
        is_on_time=np.where(both_moments, told.moments("settled_at") <= told.moments("due_at"), settled <= due),
        left_in_time=is_left & ~(left > due),
    )


def _without_later(known: pd.DataFrame, today: np.datetime64, now: np.datetime64) -> pd.DataFrame:
    """Cases without what happened after a day or a moment."""
    told = arrays(known)
    later = (told.days("settled_day") > today) | (told.moments("settled_at") > now)
    hidden = dict.fromkeys(("settled_day", "settled_at", "outcome"), later)
    hidden |= {column: told.days(column) > today for column in HAPPENED}
    hidden |= {"left_how": hidden["left_day"], "result": hidden["result_day"]}
    changed = {name: known[name].mask(is_later) for name, is_later in hidden.items() if is_later.any()}
    return known.assign(**changed, has_corrective=known["has_corrective"].eq(True).to_numpy(dtype=bool) & ~later)


def of_population(cases: pd.DataFrame, population: Population) -> pd.DataFrame:
    """Return the cases of one population."""
    return part_of(cases, "kind", *sorted(KINDS[population]))


def within(days: Days | pd.Series[pd.Timestamp], first: dt.date, last: dt.date) -> Mask:
    """Say which days lie from first to last, both included; missing days do not."""
    import numpy as np

    told = np.asarray(days)
    found: Mask = (told >= np.datetime64(first)) & (told <= np.datetime64(last))
    return found
