"""Counting requests in a window for all processes of the program: each books some at once and counts them by itself.

Whoever asks once in a window costs the database nothing; never do more pass than the bound says, but for one a
process that asked it nothing else (docs/decisions/0036).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MOST_KEYS: Final = 20_000
"""Ours: counters a process keeps, some 4 MB; beyond it those that ran out are dropped, and then the older half: keys
are made up by whoever asks, and neither memory nor time may grow with them."""

LONGEST: Final = dt.timedelta(minutes=15)
"""Ours: the longest window there is."""


@dataclass(frozen=True)
class Pace:
    """``most`` requests ``within`` a span; ``at_once``: how many of them a process books before it counts them."""

    most: int
    within: dt.timedelta
    at_once: int = 1


Booking = Callable[[str, dt.timedelta, int], tuple[int, dt.datetime] | None]
"""Books so many requests of a key in the window all processes share: how many were booked before and when the window
began; None where the database cannot say at once."""


@dataclass
class Count:
    """What one key asked of this process since its window began, and how much is booked: the first is free."""

    since: dt.datetime
    asked: int = 0
    booked: int = 1
    is_first: bool = True
    is_full: bool = False


class Counters:
    """How often each key asked in its present window."""

    def __init__(self, book: Booking) -> None:
        self._counts: dict[str, Count] = {}
        self._book = book

    def over(self, key: str, pace: Pace, now: dt.datetime) -> int:
        """Count a request; the seconds to wait when it is one too many, 0 when it is not."""
        count = self._present(key, pace, now)
        if count.asked >= count.booked and not count.is_full:
            self._book_more(key, count, pace)
        if count.asked >= count.booked:
            return max(1, round((count.since + pace.within - now).total_seconds()))
        count.asked += 1
        return 0

    @property
    def size(self) -> int:
        """How many keys are counted."""
        return len(self._counts)

    def _present(self, key: str, pace: Pace, now: dt.datetime) -> Count:
        count = self._counts.get(key)
        if count is None or not dt.timedelta() <= now - count.since < pace.within:
            if len(self._counts) >= MOST_KEYS:
                self._make_room(now)
            count = self._counts[key] = Count(now)
        return count

    def _book_more(self, key: str, count: Count, pace: Pace) -> None:
        """Book the next ones, with the second the first too; where nobody can say, this process counts for itself."""
        many = pace.at_once + count.is_first
        before, count.since = self._book(key, pace.within, many) or (count.asked - count.is_first, count.since)
        given = max(0, min(many, pace.most - before))
        count.booked = given if count.is_first else count.booked + given
        count.is_first, count.is_full = False, given < many

    def _make_room(self, now: dt.datetime) -> None:
        every = list(self._counts.items())  # in one step: other threads go on counting
        lasting = [(one, kept) for one, kept in every if now - kept.since < LONGEST]
        if len(lasting) > MOST_KEYS // 2:
            lasting = sorted(lasting, key=lambda pair: pair[1].since)[-MOST_KEYS // 2 :]
        self._counts = dict(lasting)
