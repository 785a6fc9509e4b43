"""The cases a figure can begin with: received, settled, gone, open at the end, due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from analytics.measures.cases import DAY_OF, within
from analytics.measures.declaration import Cohort
from analytics.measures.period import Period

if TYPE_CHECKING:
    import pandas as pd


Members = Callable[["pd.DataFrame", Period], "pd.Series[bool]"]


def received(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases received in the period."""
    return within(known["received_day"], period.first, period.last)


def settled(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases settled in the period: the notice of the outcome was dispatched on a day of it."""
    return within(known["settled_day"], period.first, period.last)


def left(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases that left in the period: transferred, withdrawn, redirected, left without consideration."""
    return within(known["left_day"], period.first, period.last) & known["is_left"]


def backlog(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases open at the end of the period's last day: received by then, neither settled nor gone by then."""
    return (
        _by(known["received_day"], period.last)
        & ~_by(known["settled_day"], period.last)
        & ~(_by(known["left_day"], period.last) & known["is_left"])
    )


def overdue(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases of the backlog whose last day had passed when the period ended (the last day ends with the period's)."""
    return backlog(known, period) & _by(known["due_day"], period.last) & known["is_due"]


def due(known: pd.DataFrame, period: Period, cohort: Cohort = Cohort.DUE) -> pd.Series[bool]:
    """Cases whose last day has passed, less those that left by it.

    The cohort says which day of theirs lies in the period: the last day itself unless another is asked for.
    """
    belongs = within(known[DAY_OF[cohort]], period.first, period.last)
    return belongs & known["is_due"] & ~known["left_in_time"]


def not_yet_due(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases whose last day lies in the period and is still to come, settled already or not."""
    return _last_day_in(known, period) & ~known["is_due"] & ~known["left_in_time"]


def due_but_left(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases whose last day lies in the period and which left by it: counted beside."""
    return _last_day_in(known, period) & known["left_in_time"]


def judged_outcome(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Skargi settled in the period with an outcome that says whether they were justified."""
    return settled(known, period) & known["outcome"].isin(["zasadna", "czesciowo_zasadna", "bezzasadna"])


def _last_day_in(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    return within(known["due_day"], period.first, period.last)


def _by(days: pd.Series[pd.Timestamp], last: dt.date) -> pd.Series[bool]:
    import pandas as pd

    return days <= pd.Timestamp(last)
