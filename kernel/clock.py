"""Where the time comes from.

Nothing in the house asks the machine for the time by itself: it asks the clock it was given.
"""

from __future__ import annotations

import datetime as dt
from typing import Protocol
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")
"""Legal time in Poland (act of 10 December 2003 on official time)."""


class Clock(Protocol):
    """Tells the moment and the legal day."""

    def now(self) -> dt.datetime:
        """The present moment: aware, UTC."""

    def today(self) -> dt.date:
        """The present legal day: the date in Europe/Warsaw."""


def local_day(moment: dt.datetime) -> dt.date:
    """The legal day of a moment: its date in Europe/Warsaw.

    Raises ValueError for a naive moment, whose day nobody can know.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no legal day")
    return moment.astimezone(WARSAW).date()


class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        """The present moment, UTC, to the microsecond."""
        return dt.datetime.now(dt.UTC)

    def today(self) -> dt.date:
        """The present date in Warsaw."""
        return local_day(self.now())


class FixedClock:
    """A clock that stands still until it is moved, and never goes back: for tests and for the sample office."""

    def __init__(self, moment: dt.datetime) -> None:
        self._moment = _in_utc(moment)

    def now(self) -> dt.datetime:
        """The moment it was set to, UTC."""
        return self._moment

    def today(self) -> dt.date:
        """The Warsaw date of that moment."""
        return local_day(self._moment)

    def move_to(self, moment: dt.datetime) -> None:
        """Move forward to a moment; raises ValueError if that would be back."""
        later = _in_utc(moment)
        if later < self._moment:
            raise ValueError(f"a clock does not go back: {later.isoformat()} is before {self._moment.isoformat()}")
        self._moment = later

    def advance(self, **span: float) -> None:
        """Move forward by a timedelta's keywords, for example ``advance(days=3)``."""
        self.move_to(self._moment + dt.timedelta(**span))


def warsaw(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    """The moment of a wall-clock time in Warsaw, as UTC."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=WARSAW).astimezone(dt.UTC)


def _in_utc(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:
        raise ValueError("a clock needs a moment with a time zone")
    return moment.astimezone(dt.UTC)
