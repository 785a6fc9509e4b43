"""How long cases took, in the unit asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.measures.cases import DAY_OF, within
from analytics.measures.declaration import Cohort, Unit
from analytics.measures.period import Period
from kernel.workdays import working_days_between

if TYPE_CHECKING:
    import pandas as pd

SECONDS_IN_HOUR: Final = 3600
HOURS_IN_DAY: Final = 24


def took(known: pd.DataFrame, unit: Unit) -> pd.Series[float]:
    """Return how long each settled case took; negative where the source says it ended before it began, NaN if open.

    Unit.DAYS: calendar days, settled_day - received_day. Unit.WORKING_DAYS: working days of [received_day,
    settled_day), the same day 0. Unit.HOURS: by the exact moments where both are known, else 24 hours a day.
    """
    return _between(known, known["settled_day"], known["settled_at"], unit)


def age(known: pd.DataFrame, until: pd.Timestamp, unit: Unit) -> pd.Series[float]:
    """Return how old each case was at a moment (aware, UTC), or on the day it left: what is known of an open one."""
    import pandas as pd

    local = until.tz_convert("Europe/Warsaw").tz_localize(None).normalize()
    end_days = known["left_day"].where(known["is_left"], local).fillna(local)
    moments = pd.Series(until, index=known.index).where(~known["is_left"])
    return _between(known, end_days, moments, unit).clip(lower=0)


def _between(known: pd.DataFrame, end_days: pd.Series, end_moments: pd.Series, unit: Unit) -> pd.Series[float]:
    days = (end_days - known["received_day"]).dt.days.astype(float)
    if unit is Unit.HOURS:
        exact = (end_moments - known["received_at"]).dt.total_seconds() / SECONDS_IN_HOUR
        return exact.where(exact.notna(), days * HOURS_IN_DAY)
    if unit is Unit.WORKING_DAYS:
        return _working_days(known["received_day"], end_days)
    return days


def _working_days(starts: pd.Series, ends: pd.Series) -> pd.Series[float]:
    import pandas as pd

    counted = [
        working_days_between(start.date(), end.date()) if pd.notna(end) else float("nan")
        for start, end in zip(starts, ends, strict=True)
    ]
    return pd.Series(counted, index=starts.index, dtype=float)


def is_impossible(known: pd.DataFrame) -> pd.Series[bool]:
    """Say which settled cases ended before they began: excluded from every duration, counted and listed."""
    return took(known, Unit.HOURS) < 0


def durations(known: pd.DataFrame, period: Period, cohort: Cohort, unit: Unit) -> tuple[pd.Series[float], int]:
    """Return how long the settled cases of a cohort took, and how many impossible ones were left out."""
    members = within(known[DAY_OF[cohort]], period.first, period.last) & known["is_settled"]
    chosen = known[members]
    impossible = is_impossible(chosen)
    return took(chosen[~impossible], unit), int(impossible.sum())
