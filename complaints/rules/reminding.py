"""Which duties besides the last day of a case somebody is reminded of in the morning."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable
from typing import Final

from complaints.rules.advice import Advice, Advised, Situation, Urgency, advice
from kernel.workdays import working_day_before

REMINDED: Final = frozenset({Advice.TELL, Advice.TO_COUNCIL, Advice.TRANSFER, Advice.CALL_LAPSED})
"""Source: art. 237 § 2 KPA (a councillor's fourteen days), art. 231 § 1 KPA (the seven of another body), art. 64 § 2
KPA and § 8(2) of the complaints regulation (a call nobody answered)."""


class Occasion(enum.StrEnum):
    """On what occasion somebody is written to about a last day of a case."""

    WARNING = "warning"
    LAST_DAY = "last_day"
    LATE = "late"


def occasion(warn_on: dt.date, last: dt.date, today: dt.date, opens: Callable[[dt.date], bool]) -> Occasion | None:
    """The occasion of a day; None before the warning.

    ``opens``: whether the office opens on a day. The reminder of the last day comes on the last day it opens up to
    then: a day off of the office ends no term (art. 57 § 4 KPA knows only public ones).
    """
    if today > last:
        return Occasion.LATE
    if today < warn_on:
        return None
    left = range(1, (last - today).days + 1)
    if any(opens(today + dt.timedelta(days=ahead)) for ahead in left):
        return Occasion.WARNING
    return Occasion.LAST_DAY


def reminders(situation: Situation, today: dt.date) -> tuple[Advised, ...]:
    """What to remind of on a day: what is late, lapsed, or has its last day within the warning. Raises NoTerm."""
    return tuple(one for one in advice(situation, today) if one.advice in REMINDED and _is_near(situation, one, today))


def is_for_the_head(advised: Advised) -> bool:
    """Whether the head hears of it too although somebody handles the case: it is late, or the head alone can end it."""
    return advised.urgency is Urgency.LATE or advised.advice is Advice.CALL_LAPSED


def _is_near(situation: Situation, advised: Advised, today: dt.date) -> bool:
    return advised.last is not None and today >= working_day_before(advised.last, situation.inputs.warning_days)
