"""Late, told apart: with notice and without; and petitions by their first last day, strictly and with extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.measures import cohorts
from analytics.measures.arrays import arrays
from analytics.measures.cases import within
from analytics.measures.cohorts import Members
from analytics.measures.period import Period
from analytics.measures.shares import Share

if TYPE_CHECKING:
    import pandas as pd

    from analytics.measures.arrays import Days, Mask


def is_noticed(known: pd.DataFrame) -> Mask:
    """Late, and whoever filed was told in time why and until when (art. 36, 237 § 4, 245 KPA)."""
    return ~is_on_time(known) & arrays(known).has_day("noticed_day")


def is_unnoticed(known: pd.DataFrame) -> Mask:
    """Late, and nobody was told in time."""
    return ~is_on_time(known) & ~arrays(known).has_day("noticed_day")


def settled_late(known: pd.DataFrame, period: Period) -> Mask:
    """Cases settled in the period after their last day (or due moment)."""
    return cohorts.settled(known, period) & arrays(known).has_day("due_day") & ~is_on_time(known)


def first_day(known: pd.DataFrame) -> Days:
    """The last day as it was before any extension; of a case that knows no extension its last day."""
    import numpy as np

    told = arrays(known)
    first, last = told.days("first_due_day"), told.days("due_day")
    return told.once("first_day", lambda: np.where(told.has_day("first_due_day"), first, last))


def first_due(known: pd.DataFrame, period: Period) -> Mask:
    """Cases whose first last day lies in the period and has passed, less those that left by it."""
    return _first_in(known, period) & _has_passed(first_day(known), known)


def first_not_yet_due(known: pd.DataFrame, period: Period) -> Mask:
    """Cases whose first last day lies in the period and is still to come."""
    return _first_in(known, period) & ~_has_passed(first_day(known), known)


def _has_passed(days: Days, known: pd.DataFrame) -> Mask:
    """Which days lie before today."""
    return days < arrays(known).days("today")


def _first_in(known: pd.DataFrame, period: Period) -> Mask:
    told = arrays(known)
    left_in_time = told.flags("is_left") & ~(told.days("left_day") > first_day(known))
    return within(first_day(known), period.first, period.last) & ~left_in_time


def is_by_first_day(known: pd.DataFrame) -> Mask:
    """Settled by the first last day."""
    return arrays(known).days("settled_day") <= first_day(known)


def extended_due(known: pd.DataFrame, period: Period) -> Mask:
    """Cases whose first last day lies in the period and whose last day, extensions counted, has passed."""
    return _extended_in(known, period) & arrays(known).flags("is_due")


def extended_not_yet_due(known: pd.DataFrame, period: Period) -> Mask:
    """Cases whose first last day lies in the period and whose last day, extensions counted, is still to come."""
    return _extended_in(known, period) & ~arrays(known).flags("is_due")


def _extended_in(known: pd.DataFrame, period: Period) -> Mask:
    return within(first_day(known), period.first, period.last) & ~arrays(known).flags("left_in_time")


def is_on_time(known: pd.DataFrame) -> Mask:
    """Settled by the last day that holds."""
    return arrays(known).flags("is_on_time")


SHARES: Final[dict[str, Share]] = {
    "late_noticed": Share(cohorts.due, is_noticed, cohorts.not_yet_due),
    "late_unnoticed": Share(cohorts.due, is_unnoticed, cohorts.not_yet_due),
    "on_time_first": Share(first_due, is_by_first_day, first_not_yet_due),
    "on_time_extended": Share(extended_due, is_on_time, extended_not_yet_due),
}
MEMBERS: Final[dict[str, Members]] = {
    **{key: share.members for key, share in SHARES.items()},
    "settled_late": settled_late,
}
