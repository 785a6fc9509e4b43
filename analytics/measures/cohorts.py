"""The cases a figure can begin with: received, settled, gone, open at the end, due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from analytics.measures.arrays import arrays
from analytics.measures.cases import DAY_OF, within
from analytics.measures.declaration import Cohort
from analytics.measures.period import Period

if TYPE_CHECKING:
    import pandas as pd

    from analytics.measures.arrays import Days, Mask

Members = Callable[["pd.DataFrame", Period], "Mask"]


def received(known: pd.DataFrame, period: Period) -> Mask:
    """Cases received in the period."""
    return within(arrays(known).days("received_day"), period.first, period.last)


def settled(known: pd.DataFrame, period: Period) -> Mask:
    """Cases settled in the period: the notice of the outcome was dispatched on a day of it."""
    return within(arrays(known).days("settled_day"), period.first, period.last)


def left(known: pd.DataFrame, period: Period) -> Mask:
    """Cases that left in the period: transferred, withdrawn, redirected, left without consideration."""
    told = arrays(known)
    return within(told.days("left_day"), period.first, period.last) & told.flags("is_left")


def backlog(known: pd.DataFrame, period: Period) -> Mask:
    """Cases open at the end of the period's last day: received by then, neither settled nor gone by then."""
    told, last = arrays(known), period.last
    is_gone = _by(told.days("left_day"), last) & told.flags("is_left")
    return _by(told.days("received_day"), last) & ~_by(told.days("settled_day"), last) & ~is_gone


def overdue(known: pd.DataFrame, period: Period) -> Mask:
    """Cases of the backlog whose last day had passed when the period ended (the last day ends with the period's)."""
    told = arrays(known)
    return backlog(known, period) & _by(told.days("due_day"), period.last) & told.flags("is_due")


def due(known: pd.DataFrame, period: Period, cohort: Cohort = Cohort.DUE) -> Mask:
    """Cases whose last day has passed, less those that left by it.

    The cohort says which day of theirs lies in the period: the last day itself unless another is asked for.
    """
    told = arrays(known)
    belongs = within(told.days(DAY_OF[cohort]), period.first, period.last)
    return belongs & told.flags("is_due") & ~told.flags("left_in_time")


def not_yet_due(known: pd.DataFrame, period: Period) -> Mask:
    """Cases whose last day lies in the period and is still to come, settled already or not."""
    told = arrays(known)
    return _last_day_in(known, period) & ~told.flags("is_due") & ~told.flags("left_in_time")


def due_but_left(known: pd.DataFrame, period: Period) -> Mask:
    """Cases whose last day lies in the period and which left by it: counted beside."""
    return _last_day_in(known, period) & arrays(known).flags("left_in_time")


def judged_outcome(known: pd.DataFrame, period: Period) -> Mask:
    """Skargi settled in the period with an outcome that says whether they were justified."""
    return settled(known, period) & arrays(known).is_one_of("outcome", ("zasadna", "czesciowo_zasadna", "bezzasadna"))


def _last_day_in(known: pd.DataFrame, period: Period) -> Mask:
    return within(arrays(known).days("due_day"), period.first, period.last)


def _by(days: Days, last: dt.date) -> Mask:
    import numpy as np

    return days <= np.datetime64(last)
