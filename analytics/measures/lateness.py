"""Late, told apart: with notice and without; and petitions by their first last day, strictly and with extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.measures import cohorts
from analytics.measures.cases import within
from analytics.measures.cohorts import Members
from analytics.measures.period import Period
from analytics.measures.shares import Share

if TYPE_CHECKING:
    import pandas as pd


def is_noticed(known: pd.DataFrame) -> pd.Series[bool]:
    """Late, and whoever filed was told in time why and until when (art. 36, 237 § 4, 245 KPA)."""
    return ~known["is_on_time"] & known["noticed_day"].notna()


def is_unnoticed(known: pd.DataFrame) -> pd.Series[bool]:
    """Late, and nobody was told in time."""
    return ~known["is_on_time"] & known["noticed_day"].isna()


def settled_late(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases settled in the period after their last day (or due moment)."""
    return cohorts.settled(known, period) & known["due_day"].notna() & ~known["is_on_time"]


def first_day(known: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    """The last day as it was before any extension; of a case that knows no extension its last day."""
    return known["first_due_day"].fillna(known["due_day"])


def first_due(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases whose first last day lies in the period and has passed, less those that left by it."""
    return _first_in(known, period) & (first_day(known) < known["today"])


def first_not_yet_due(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases whose first last day lies in the period and is still to come."""
    return _first_in(known, period) & ~(first_day(known) < known["today"])


def _first_in(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    left_in_time = known["is_left"] & ~(known["left_day"] > first_day(known))
    return within(first_day(known), period.first, period.last) & ~left_in_time


def is_by_first_day(known: pd.DataFrame) -> pd.Series[bool]:
    """Settled by the first last day."""
    return known["settled_day"] <= first_day(known)


def extended_due(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases whose first last day lies in the period and whose last day, extensions counted, has passed."""
    return _extended_in(known, period) & known["is_due"]


def extended_not_yet_due(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases whose first last day lies in the period and whose last day, extensions counted, is still to come."""
    return _extended_in(known, period) & ~known["is_due"]


def _extended_in(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    return within(first_day(known), period.first, period.last) & ~known["left_in_time"]


def is_on_time(known: pd.DataFrame) -> pd.Series[bool]:
    """Settled by the last day that holds."""
    return known["is_on_time"]


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
