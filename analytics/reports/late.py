"""Facts written down later: days of effect in a month that the record got to know only afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from analytics.frames.entries import EntryLine, entries_of_month
from analytics.measures.period import Month
from kernel.clock import local_day
from kernel.permissions import Scope

LATE_DAYS: Final = 7
"""Ours: what is written down more than a week after its day was not written down when it happened. Post that comes on
a Friday and is registered on the Wednesday after is the ordinary way of an office."""


@dataclass(frozen=True, slots=True)
class LateEntry:
    """An entry recorded later: ``days`` after its day of effect; ``after_month``: when the month was over already."""

    entry: EntryLine
    days: int
    after_month: bool


def late_entries(session: Session, scope: Scope, month: Month) -> list[LateEntry]:
    """Return the entries with a day of effect in a month, recorded after its end or more than LATE_DAYS later.

    Those after its end first: they change what was known of the month when it ended.
    """
    found = (_late(entry, month) for entry in entries_of_month(session, month, scope))
    wanted = [one for one in found if one.after_month or one.days > LATE_DAYS]
    return sorted(wanted, key=lambda one: (not one.after_month, one.entry.leaf))


def _late(entry: EntryLine, month: Month) -> LateEntry:
    recorded_on = local_day(entry.recorded_at)
    return LateEntry(entry, (recorded_on - entry.effective_on).days, recorded_on > month.last)
