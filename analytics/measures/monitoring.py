"""What ISO 10002 asks to watch beside the flow: settled at once, wrongly sorted at first, recurrent, improved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.measures import cohorts
from analytics.measures.arrays import arrays
from analytics.measures.cases import within
from analytics.measures.cohorts import Members
from analytics.measures.outcomes import is_repeated
from analytics.measures.period import Period
from analytics.measures.shares import Share

if TYPE_CHECKING:
    import pandas as pd

    from analytics.measures.arrays import Mask


def is_at_once(known: pd.DataFrame) -> Mask:
    """Settled on the day of receipt."""
    told = arrays(known)
    same: Mask = told.days("settled_day") == told.days("received_day")
    return same


def requalified(known: pd.DataFrame, period: Period) -> Mask:
    """Cases first found in the period to be of another kind than they were registered as."""
    return within(arrays(known).days("requalified_day"), period.first, period.last)


def recurrent(known: pd.DataFrame, period: Period) -> Mask:
    """Skargi settled in the period as repeats of one that was shown groundless."""
    return cohorts.settled(known, period) & is_repeated(known)


def improved(known: pd.DataFrame, period: Period) -> Mask:
    """Cases settled in the period with a word on what will change so that it does not happen again."""
    return cohorts.settled(known, period) & arrays(known).flags("has_corrective")


SHARES: Final[dict[str, Share]] = {"settled_on_receipt": Share(cohorts.settled, is_at_once)}
MEMBERS: Final[dict[str, Members]] = {
    **{key: share.members for key, share in SHARES.items()},
    "requalified": requalified,
    "recurrent": recurrent,
    "improved": improved,
}
