"""Terms of single steps, each with its own share: passing on, notice of delay, confirmation, councillor, appeal."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from analytics.measures import cohorts
from analytics.measures.cases import within
from analytics.measures.cohorts import Members
from analytics.measures.lateness import is_noticed, is_on_time
from analytics.measures.period import Period
from analytics.measures.shares import Share
from kernel.workdays import is_working_day

if TYPE_CHECKING:
    import pandas as pd

ONE_DAY: Final = dt.timedelta(days=1)
OWN_DECISION: Final = "nowa_decyzja"
"""The office decided anew itself: by the last day that leaves nothing to pass on (art. 132 KPA)."""


def transferred(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases first passed to the competent body in the period, or whose sender was told which one that is."""
    return within(known["transfer_day"], period.first, period.last)


def is_transferred_in_time(known: pd.DataFrame) -> pd.Series[bool]:
    """Passed on by the seventh day, petitions by the thirtieth. Source: art. 231, 243 KPA; art. 6 petitions act."""
    return known["transfer_day"] <= known["transfer_due_day"]


def late(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases of the due cohort that were late: those somebody had to be told of."""
    return cohorts.due(known, period) & ~known["is_on_time"]


def confirm_by(known: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    """The working day after receipt: by its end whoever filed has a confirmation.

    Ours: ISO 10002:2018, 7.4 says at once; the law sets no day.
    """
    days = known["received_day"]
    after = {day: next_working_day(day.date()) for day in days.dropna().unique()}
    return days.map(after).astype("datetime64[s]")


def next_working_day(day: dt.date) -> dt.date:
    """The first working day after a day."""
    found = day + ONE_DAY
    while not is_working_day(found):
        found += ONE_DAY
    return found


def confirmed_or_due(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases to be confirmed by a day of the period that has passed; not those that ended by it without one."""
    return _to_confirm(known, period) & (confirm_by(known) < known["today"])


def not_yet_confirmed(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases to be confirmed by a day of the period that is still to come."""
    return _to_confirm(known, period) & ~(confirm_by(known) < known["today"])


def _to_confirm(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    by = confirm_by(known)
    is_over = (known["settled_day"] <= by) | (known["is_left"] & (known["left_day"] <= by))
    return within(by, period.first, period.last) & ~(is_over & known["acknowledged_day"].isna())


def is_confirmed_in_time(known: pd.DataFrame) -> pd.Series[bool]:
    """Confirmed by the end of the working day after receipt."""
    return known["acknowledged_day"] <= confirm_by(known)


def acknowledged_late(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases that had to be confirmed by a day of the period and were not: later, or not at all."""
    return confirmed_or_due(known, period) & ~is_confirmed_in_time(known)


def councillors_due(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases of an MP, senator or councillor whose fourteenth day lies in the period and has passed."""
    return _councillors(known, period) & (known["councillor_due_day"] < known["today"])


def councillors_not_yet_due(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Cases of an MP, senator or councillor whose fourteenth day lies in the period and is still to come."""
    return _councillors(known, period) & ~(known["councillor_due_day"] < known["today"])


def _councillors(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    by = known["councillor_due_day"]
    is_gone = known["is_left"] & (known["left_day"] <= by) & known["told_day"].isna()
    return within(by, period.first, period.last) & ~is_gone


def is_councillor_told_in_time(known: pd.DataFrame) -> pd.Series[bool]:
    """Told how it stands, or settled, by the fourteenth day. Source: art. 237 § 2, 247 KPA."""
    by = known["councillor_due_day"]
    return (known["told_day"] <= by) | (known["settled_day"] <= by)


def appeals_due(known: pd.DataFrame, period: Period) -> pd.Series[bool]:
    """Appeals of the due cohort, less those the office decided anew itself by the last day."""
    is_own = (known["outcome"] == OWN_DECISION) & known["is_on_time"]
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
