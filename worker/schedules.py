"""When a job is due: in Warsaw's time, safe on the nights the clocks change. Pure.

A schedule divides time into periods, and a job runs once in each. Asked later, it names the latest period only: what
was missed while nobody worked is made up for once, not for every day of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from kernel.clock import WARSAW
from kernel.workdays import is_working_day

DAY: Final = dt.timedelta(days=1)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Period:
    """One period of a schedule: its key, and the moment from which the job may run."""

    key: str
    due_at: dt.datetime


class Schedule(Protocol):
    """When a job is due."""

    def latest(self, now: dt.datetime) -> Period:
        """The period that began last."""

    def next_after(self, now: dt.datetime) -> dt.datetime:
        """When the next period begins."""

    def __str__(self) -> str:
        """The schedule in words."""


@dataclass(frozen=True)
class Every:
    """So many seconds, counted from 1970, so that all workers count alike."""

    seconds: int

    def latest(self, now: dt.datetime) -> Period:
        """The span of seconds that holds the moment."""
        whole = int(now.timestamp()) // self.seconds * self.seconds
        due_at = dt.datetime.fromtimestamp(whole, dt.UTC)
        return Period(due_at.strftime("%Y-%m-%dT%H:%M:%SZ"), due_at)

    def next_after(self, now: dt.datetime) -> dt.datetime:
        """The end of that span."""
        return self.latest(now).due_at + dt.timedelta(seconds=self.seconds)

    def __str__(self) -> str:
        return f"every {self.seconds} seconds"


@dataclass(frozen=True)
class Daily:
    """Once a day at a local time; with ``is_working_days`` only when the office works.

    A time that the clocks jump over comes as far from midnight as ever, one that they pass twice at its first coming.
    """

    hour: int
    minute: int = 0
    is_working_days: bool = False

    def latest(self, now: dt.datetime) -> Period:
        """The last day whose time has come."""
        day = now.astimezone(WARSAW).date()
        while at(day, self.hour, self.minute) > now or not self._counts(day):
            day -= DAY
        return Period(day.isoformat(), at(day, self.hour, self.minute))

    def next_after(self, now: dt.datetime) -> dt.datetime:
        """The first day whose time is still to come."""
        day = now.astimezone(WARSAW).date()
        while at(day, self.hour, self.minute) <= now or not self._counts(day):
            day += DAY
        return at(day, self.hour, self.minute)

    def _counts(self, day: dt.date) -> bool:
        return not self.is_working_days or is_working_day(day)

    def __str__(self) -> str:
        return f"{'working days' if self.is_working_days else 'daily'} at {self.hour}:{self.minute:02}"


@dataclass(frozen=True)
class Weekly:
    """Once a week on a weekday (Monday is 0) at a local hour."""

    weekday: int
    hour: int
    minute: int = 0

    def latest(self, now: dt.datetime) -> Period:
        """The last such day whose hour has come."""
        day = now.astimezone(WARSAW).date()
        while day.weekday() != self.weekday or at(day, self.hour, self.minute) > now:
            day -= DAY
        return Period(day.isoformat(), at(day, self.hour, self.minute))

    def next_after(self, now: dt.datetime) -> dt.datetime:
        """The same day a week later."""
        day = dt.date.fromisoformat(self.latest(now).key) + 7 * DAY
        return at(day, self.hour, self.minute)

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday]} at {self.hour}:{self.minute:02}"


@dataclass(frozen=True)
class FirstWorkingDay:
    """Once a month, on its first working day at a local hour. The key is that month: ``2026-11``."""

    hour: int
    minute: int = 0

    def latest(self, now: dt.datetime) -> Period:
        """The last month whose first working day has come."""
        first = now.astimezone(WARSAW).date().replace(day=1)
        if self._due(first) > now:
            first = (first - DAY).replace(day=1)
        return Period(f"{first:%Y-%m}", self._due(first))

    def next_after(self, now: dt.datetime) -> dt.datetime:
        """The first working day of the month after."""
        first = dt.date.fromisoformat(f"{self.latest(now).key}-01")
        return self._due((first + 31 * DAY).replace(day=1))

    def _due(self, first: dt.date) -> dt.datetime:
        day = first
        while not is_working_day(day):
            day += DAY
        return at(day, self.hour, self.minute)

    def __str__(self) -> str:
        return f"first working day of the month at {self.hour}:{self.minute:02}"


@dataclass(frozen=True)
class OnceAfterChange:
    """The periods of another schedule, and a new one as soon as what the job works with is something else.

    ``fingerprint`` tells what it works with, in few letters: a new version of the program may bring other rules, and
    the job does not wait for the night.
    """

    schedule: Schedule
    fingerprint: Callable[[], str]

    def latest(self, now: dt.datetime) -> Period:
        """The period of the other schedule under the fingerprint of now."""
        period = self.schedule.latest(now)
        return Period(f"{period.key} {self.fingerprint()}", period.due_at)

    def next_after(self, now: dt.datetime) -> dt.datetime:
        """When the other schedule's next period begins."""
        return self.schedule.next_after(now)

    def __str__(self) -> str:
        return f"{self.schedule}, and after a change"


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """The moment (UTC) of a local time on a day; of a time that comes twice, the first."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=WARSAW).astimezone(dt.UTC)
