"""How long cases took, in the unit asked for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from analytics.measures.arrays import arrays
from analytics.measures.cases import DAY_OF, within
from analytics.measures.declaration import Cohort, Unit
from analytics.measures.period import Period
from kernel.clock import local_day
from kernel.workdays import FIRST_DAY, in_calendar, working_days_before_each

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from analytics.measures.arrays import Arrays, Days, Floats, Mask

    Spans = npt.NDArray[np.timedelta64]

MICROSECONDS: Final = 1_000_000
"""In a second."""
SECONDS_IN_HOUR: Final = 3600
HOURS_IN_DAY: Final = 24


def took(known: pd.DataFrame, unit: Unit) -> pd.Series[float]:
    """Return how long each settled case took, by the index of the frame; see `lasted`."""
    import pandas as pd

    return pd.Series(lasted(known, unit), index=known.index)


def lasted(known: pd.DataFrame, unit: Unit) -> Floats:
    """Return how long each settled case took; negative where the source says it ended before it began, NaN if open.

    Unit.DAYS: calendar days, settled_day - received_day. Unit.WORKING_DAYS: working days of [received_day,
    settled_day), the same day 0. Unit.HOURS: by the exact moments where both are known, else 24 hours a day.
    """
    told = arrays(known)
    return told.once(
        ("lasted", unit), lambda: _between(told, told.days("settled_day"), told.moments("settled_at"), unit)
    )


def age(known: pd.DataFrame, until: pd.Timestamp, unit: Unit) -> Floats:
    """Return how old each case was at a moment (aware, UTC), or on the day it left: what is known of an open one."""
    import numpy as np

    told, moment = arrays(known), until.to_pydatetime()
    is_dated = told.flags("is_left") & told.has_day("left_day")
    ends = np.where(is_dated, told.days("left_day"), np.datetime64(local_day(moment)))
    now = np.datetime64(moment.astimezone(dt.UTC).replace(tzinfo=None), "us")
    moments = np.where(told.flags("is_left"), np.datetime64("NaT", "us"), now)
    return np.maximum(_between(told, ends, moments, unit), 0)


def _between(told: Arrays, ends: Days, moments: Days, unit: Unit) -> Floats:
    starts = told.days("received_day")
    if unit is Unit.WORKING_DAYS:
        return _working_days(starts, ends)
    days = in_days(ends - starts)
    return in_hours(moments - told.moments("received_at"), days) if unit is Unit.HOURS else days


def in_days(spans: Spans) -> Floats:
    """Spans of days as numbers, NaN where there is none."""
    import numpy as np

    found: Floats = np.where(np.isnat(spans), np.nan, spans.astype(np.int64))
    return found


def in_hours(spans: Spans, days: Floats) -> Floats:
    """Spans of microseconds as hours; where there is none, so many days of 24 hours."""
    import numpy as np

    exact = spans.astype(np.int64) / MICROSECONDS / SECONDS_IN_HOUR
    found: Floats = np.where(np.isnat(spans), days * HOURS_IN_DAY, exact)
    return found


def _working_days(starts: Days, ends: Days) -> Floats:
    """Working days of [start, end), NaN without an end. Raises OutsideCalendar."""
    import numpy as np

    found, is_told = np.full(len(starts), np.nan), ~np.isnat(ends)
    if is_told.any():
        told = np.stack([starts[is_told], ends[is_told]])
        first, last = told.min().item(), told.max().item()
        at, end = ((in_calendar(day) - FIRST_DAY).days for day in (first, last))
        before = np.asarray(working_days_before_each()[at : end + 1])
        places = (told - told.min()).astype(np.int64)
        found[is_told] = before[places[1]] - before[places[0]]
    return found


def is_impossible(known: pd.DataFrame) -> Mask:
    """Say which settled cases ended before they began: excluded from every duration, counted and listed."""
    return lasted(known, Unit.HOURS) < 0


def durations(known: pd.DataFrame, period: Period, cohort: Cohort, unit: Unit) -> tuple[Floats, int]:
    """Return how long the settled cases of a cohort took, and how many impossible ones were left out."""
    told = arrays(known)
    members = within(told.days(DAY_OF[cohort]), period.first, period.last) & told.flags("is_settled")
    impossible = is_impossible(known)
    return lasted(known, unit)[members & ~impossible], int((members & impossible).sum())
