"""Terms of single steps, each with its own share: passing on, notice of delay, confirmation, councillor, appeal."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from analytics.measures import cohorts
from analytics.measures.arrays import arrays
from analytics.measures.cases import within
from analytics.measures.cohorts import Members
from analytics.measures.lateness import is_noticed, is_on_time
from analytics.measures.period import Period
from analytics.measures.shares import Share
from kernel.workdays import is_working_day

if TYPE_CHECKING:
    import pandas as pd

    from analytics.measures.arrays import Days, Mask

ONE_DAY: Final = dt.timedelta(days=1)
OWN_DECISION: Final = "nowa_decyzja"
"""The office decided anew itself: by the last day that leaves nothing to pass on (art. 132 KPA)."""


def transferred(known: pd.DataFrame, period: Period) -> Mask:
    """Cases first passed to the competent body in the period, or whose sender was told which one that is."""
    return within(arrays(known).days("transfer_day"), period.first, period.last)


def is_transferred_in_time(known: pd.DataFrame) -> Mask:
    """Passed on by the seventh day, petitions by the thirtieth. Source: art. 231, 243 KPA; art. 6 petitions act."""
    told = arrays(known)
    return told.days("transfer_day") <= told.days("transfer_due_day")


def late(known: pd.DataFrame, period: Period) -> Mask:
    """Cases of the due cohort that were late: those somebody had to be told of."""
    return cohorts.due(known, period) & ~is_on_time(known)


def confirm_by(known: pd.DataFrame) -> Days:
    """The working day after receipt: by its end whoever filed has a confirmation.

    Ours: ISO 10002:2018, 7.4 says at once; the law sets no day.
    """
    told = arrays(known)
    return told.once("confirm_by", lambda: _next_working_days(told.days("received_day")))


def _next_working_days(days: Days) -> Days:
    import numpy as np

    each, places = np.unique(days, return_inverse=True)
    after = [None if np.isnat(day) else next_working_day(day.item()) for day in each]
    return np.array(after, dtype="datetime64[D]")[places]


def next_working_day(day: dt.date) -> dt.date:
    """The first working day after a day."""
    found = day + ONE_DAY
    while not is_working_day(found):
        found += ONE_DAY
    return found


def confirmed_or_due(known: pd.DataFrame, period: Period) -> Mask:
    """Cases to be confirmed by a day of the period that has passed; not those that ended by it without one."""
    return _to_confirm(known, period) & (confirm_by(known) < arrays(known).days("today"))


def not_yet_confirmed(known: pd.DataFrame, period: Period) -> Mask:
    """Cases to be confirmed by a day of the period that is still to come."""
    return _to_confirm(known, period) & ~(confirm_by(known) < arrays(known).days("today"))


def _to_confirm(known: pd.DataFrame, period: Period) -> Mask:
    by, told = confirm_by(known), arrays(known)
    is_over = (told.days("settled_day") <= by) | (told.flags("is_left") & (told.days("left_day") <= by))
    return within(by, period.first, period.last) & (told.has_day("acknowledged_day") | ~is_over)


def is_confirmed_in_time(known: pd.DataFrame) -> Mask:
    """Confirmed by the end of the working day after receipt."""
    return arrays(known).days("acknowledged_day") <= confirm_by(known)


def acknowledged_late(known: pd.DataFrame, period: Period) -> Mask:
    """Cases that had to be confirmed by a day of the period and were not: later, or not at all."""
    return confirmed_or_due(known, period) & ~is_confirmed_in_time(known)


def councillors_due(known: pd.DataFrame, period: Period) -> Mask:
    """Cases of an MP, senator or councillor whose fourteenth day lies in the period and has passed."""
    told = arrays(known)
    return _councillors(known, period) & (told.days("councillor_due_day") < told.days("today"))


def councillors_not_yet_due(known: pd.DataFrame, period: Period) -> Mask:
    """Cases of an MP, senator or councillor whose fourteenth day lies in the period and is still to come."""
    told = arrays(known)
    return _councillors(known, period) & ~(told.days("councillor_due_day") < told.days("today"))


def _councillors(known: pd.DataFrame, period: Period) -> Mask:
    told = arrays(known)
    by = told.days("councillor_due_day")
    is_gone = told.flags("is_left") & (told.days("left_day") <= by) & ~told.has_day("told_day")
    return within(by, period.first, period.last) & ~is_gone


def is_councillor_told_in_time(known: pd.DataFrame) -> Mask:
    """Told how it stands, or settled, by the fourteenth day. Source: art. 237 § 2, 247 KPA."""
    told = arrays(known)
    by = told.days("councillor_due_day")
    return (told.days("told_day") <= by) | (told.days("settled_day") <= by)


def appeals_due(known: pd.DataFrame, period: Period) -> Mask:
    """Appeals of the due cohort, less those the office decided anew itself by the last day."""
    is_own = arrays(known).is_one_of("outcome", (OWN_DECISION,)) & is_on_time(known)
    return cohorts.due(known, period) & ~is_own


SHARES: Final[dict[str, Share]] = {
    "transfer_on_time": Share(transferred, is_transferred_in_time),
    "notice_on_time": Share(late, is_noticed, cohorts.not_yet_due),
    "acknowledged_on_time": Share(confirmed_or_due, is_confirmed_in_time, not_yet_confirmed),
    "councillor_on_time": Share(councillors_due, is_councillor_told_in_time, councillors_not_yet_due),
    "appeal_on_time": Share(appeals_due, is_on_time, cohorts.not_yet_due),
}
MEMBERS: Final[dict[str, Members]] = {
    **{key: share.members for key, share in SHARES.items()},
    "acknowledged_late": acknowledged_late,
}
