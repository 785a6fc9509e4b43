"""The holding list: what comes in a flood waits for its number in the register, with its day of receipt. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from kernel.workdays import is_working_day

LIST: Final = "L"
"""The numbering of the holding list, beside those of the registers: ``L 12/2026``."""

HOUR: Final = dt.timedelta(hours=1)
"""Ours: see DAY."""

DAY: Final = dt.timedelta(days=1)
"""Ours: what is counted lately; an hour shows a machine, a day a campaign."""

_NUMBER: Final = re.compile(r"\s*L[\s.]*([0-9]{1,9})\s*/\s*([0-9]{4})\s*")


@dataclass(frozen=True)
class Flood:
    """From how many filings by the web form the next ones wait; 0: never.

    Ours: 60 an hour and 300 a day. The largest office in the published registers has some thirty skargi a month, so a
    collective protest fits well below, and only a machine or an organised campaign comes near.
    """

    per_hour: int = 60
    per_day: int = 300

    def holds(self, in_the_hour: int, in_the_day: int) -> bool:
        """Whether the next filing waits, after so many in the last hour and in the last 24 hours."""
        hour = 0 < self.per_hour <= in_the_hour
        return hour or 0 < self.per_day <= in_the_day


def list_number(number: int, year: int) -> str:
    """``L 12/2026``."""
    return f"{LIST} {number}/{year}"


def read_list_number(text: str) -> tuple[int, int] | None:
    """Number and year as people type them, None for what is no number of the holding list."""
    found = _NUMBER.fullmatch(text.upper())
    return (int(found[1]), int(found[2])) if found else None


def waits_too_long(received_on: dt.date, today: dt.date) -> bool:
    """Whether a whole working day has passed since the day of receipt.

    Source: art. 237 § 1 KPA (without undue delay); § 6 of the complaints regulation (what comes in is registered).
    Ours: one working day.
    """
    days = (received_on + dt.timedelta(days=number) for number in range(1, (today - received_on).days))
    return any(is_working_day(day) for day in days)
