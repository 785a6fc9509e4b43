"""What ISO 10002 asks to watch beside the flow: settled at once, wrongly sorted at first, recurrent, improved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.measures import cohorts
from analytics.measures.cases import within
from analytics.measures.cohorts import Members
from analytics.measures.outcomes import is_repeated
from analytics.measures.period import Period
from analytics.measures.shares import Share

if TYPE_CHECKING:
    import pandas as pd


def is_at_once(known: pd.DataFrame) -> pd.Series[bool]:
    """Settled on the day of receipt."""
    return known["settled_day"] == known["received_day"]


def requalified(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases first found in the period to be of another kind than they were registered as."""
    return within(known["requalified_day"], period.first, period.last)


def recurrent(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Skargi settled in the period as repeats of one that was shown groundless."""
    return cohorts.settled(known, period) & is_repeated(known)


def improved(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases settled in the period with a word on what will change so that it does not happen again."""
    return cohorts.settled(known, period) & known["has_corrective"]


SHARES: Final[dict[str, Share]] = {"settled_on_receipt": Share(cohorts.settled, is_at_once)}
MEMBERS: Final[dict[str, Members]] = {
    **{key: share.members for key, share in SHARES.items()},
    "requalified": requalified,
    "recurrent": recurrent,
    "improved": improved,
}
