"""Times in which open cases count: the Kaplan-Meier median, and the share settled within a month (Aalen-Johansen)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.measures import cohorts
from analytics.measures.cohorts import Members
from analytics.measures.durations import is_impossible
from analytics.measures.period import Period

if TYPE_CHECKING:
    import pandas as pd

    from analytics.measures.arrays import Mask

WITHIN_DAYS: Final = 30
"""Calendar days. Ours: about the month of art. 237 § 1 KPA; the term itself is judged by its last day, not by this."""


def possible(known: pd.DataFrame, period: Period) -> Mask:
    """Cases received in the period, less those that ended before they began."""
    return cohorts.received(known, period) & ~is_impossible(known)


MEMBERS: Final[dict[str, Members]] = dict.fromkeys(
    ("km_median_days", "km_median_hours", "settled_within_30_days"), possible
)
