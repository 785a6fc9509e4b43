"""What a head looks at first: the working week ahead, and what each case still lacks before its last day."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Final

from complaints.rules.kinds import PASSED_ON
from complaints.rules.moves import State
from kernel.workdays import in_calendar, is_working_day

AHEAD_WORKING_DAYS: Final = 5
"""Ours: a working week; long enough to write, approve and send an answer, short enough to be read as a list."""


class Lack(enum.StrEnum):
    """What a case needs next so that it is settled on time."""

    HANDLER = "handler"
    ANSWER = "answer"
    PASSING_ON = "passing_on"
    EXPLANATION = "explanation"
    RESOLUTION = "resolution"
    APPROVAL = "approval"
    DISPATCH = "dispatch"


BY_STATE: Final = {
    State.CALLED: Lack.EXPLANATION,
    State.AT_COUNCIL: Lack.RESOLUTION,
    State.FOR_APPROVAL: Lack.APPROVAL,
    State.APPROVED: Lack.DISPATCH,
}


def lack_of(kind: str, state: str, *, has_handler: bool) -> Lack:
    """What an open case lacks. A called citizen does not stop the clock of a skarga, so that counts as lacking."""
    found = BY_STATE.get(State(state))
    if found is not None:
        return found
    if not has_handler:
        return Lack.HANDLER
    return Lack.PASSING_ON if kind in PASSED_ON else Lack.ANSWER


def week_ahead(today: dt.date, count: int = AHEAD_WORKING_DAYS) -> dt.date:
    """The count-th working day after a day, that day not counted. Raises OutsideCalendar at the calendar's edge."""
    left, day = count, today
    while left:
        day = in_calendar(day + dt.timedelta(days=1))
        left -= is_working_day(day)
    return day


def week_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Monday and Sunday of the week a day belongs to; a Saturday or Sunday already looks at the week that comes."""
    monday = day - dt.timedelta(days=day.weekday())
    if not is_working_day(day) and day.weekday() >= 5:
        monday += dt.timedelta(days=7)
    return monday, monday + dt.timedelta(days=6)
