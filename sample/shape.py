"""When things happen in the sample office: its span of two years, its week, its seasons, its hours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Final

from kernel.clock import WARSAW
from kernel.workdays import is_working_day

MONTHS: Final = 24
"""Full months before the month of the sample day."""

CHANGE_MONTHS: Final = 8
"""The procedure changed on the first day of the month that lies so many months before the sample day's."""

ONE_DAY: Final = dt.timedelta(days=1)

OPENING: Final = {
    0: (dt.time(8), dt.time(18)),
    1: (dt.time(7, 30), dt.time(15, 30)),
    2: (dt.time(7, 30), dt.time(15, 30)),
    3: (dt.time(7, 30), dt.time(15, 30)),
    4: (dt.time(7, 30), dt.time(14)),
}
"""Opening hours by weekday (Monday is 0)."""

VISITS_BY_WEEKDAY: Final = (1.45, 1.05, 1.0, 0.95, 0.7, 0.0, 0.0)
LETTERS_BY_WEEKDAY: Final = (1.35, 1.15, 1.1, 1.0, 0.9, 0.3, 0.35)
SEASON: Final = (1.12, 1.15, 1.18, 1.05, 1.02, 1.0, 0.82, 0.80, 1.06, 1.08, 1.0, 0.72)
"""January to December: taxes at the beginning of the year, holidays in July and August, Christmas."""

BY_HOUR: Final = (
    0.1, 0.0, 0.0, 0.0, 0.0, 0.2, 0.5, 1.0, 1.4, 1.5, 1.5, 1.3,
    1.2, 1.2, 1.2, 1.2, 1.3, 1.4, 1.6, 2.0, 2.3, 2.0, 1.2, 0.5,
)  # fmt: skip
"""When people write at home: some in the morning, most in the evening."""


@dataclass(frozen=True)
class Span:
    """The life of the sample office: its first and last day, the day of the change, the moment the story stops."""

    first: dt.date
    change: dt.date
    last: dt.date
    until: dt.datetime

    def is_after_change(self, day: dt.date) -> bool:
        """Whether a case received on a day is handled by the new procedure."""
        return day >= self.change

    def days(self) -> list[dt.date]:
        """All days on which something may come in, the sample day left out: what comes on it is planned by hand."""
        return [self.first + step * ONE_DAY for step in range(1, (self.last - self.first).days)]


def span_up_to(day: dt.date, until: dt.datetime | None = None) -> Span:
    """The two years up to a sample day; the story stops on that day at 7.30, or at ``until`` when that is earlier."""
    stop = at(day, dt.time(7, 30))
    return Span(
        first=working_day_from(month_before(day, MONTHS)),
        change=month_before(day, CHANGE_MONTHS),
        last=day,
        until=min(stop, until) if until else stop,
    )


def month_before(day: dt.date, months: int) -> dt.date:
    """The first day of the month so many months before a day's."""
    count = day.year * 12 + day.month - 1 - months
    return dt.date(count // 12, count % 12 + 1, 1)


def at(day: dt.date, time: dt.time) -> dt.datetime:
    """A wall-clock time in Przykładowo as a moment."""
    return dt.datetime.combine(day, time, tzinfo=WARSAW).astimezone(dt.UTC)


def working_day_from(day: dt.date) -> dt.date:
    """The day itself or the next working day."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def working_day_until(day: dt.date) -> dt.date:
    """The day itself or the working day before it."""
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def working_days_later(day: dt.date, count: int) -> dt.date:
    """The count-th working day after a day; 0: the day itself or the next working day."""
    day = working_day_from(day)
    for _step in range(count):
        day = working_day_from(day + ONE_DAY)
    return day


def office_moment(rng: Random, day: dt.date, after: dt.datetime | None = None) -> dt.datetime:
    """A moment in the opening hours of a working day, mostly in the morning; next day's if ``after`` leaves none."""
    while True:
        opens, closes = (at(day, time) for time in OPENING[day.weekday()])
        begins = max(opens, after + dt.timedelta(minutes=2)) if after else opens
        minutes = (closes - begins).total_seconds() / 60
        if minutes >= 1:
            return begins + dt.timedelta(
                minutes=int(rng.triangular(0, minutes, minutes * 0.3)), seconds=rng.randrange(60)
            )
        day = working_days_later(day, 1)


def home_moment(rng: Random, day: dt.date) -> dt.datetime:
    """A moment at which somebody writes at home."""
    (hour,) = rng.choices(range(24), BY_HOUR)
    return at(day, dt.time(hour, rng.randrange(60), rng.randrange(60)))


def days_drawn(rng: Random, span: Span, count: int, by_weekday: tuple[float, ...], *, working: bool) -> list[dt.date]:
    """So many days of the span, by week and season; the office becomes slowly better known."""
    days = [day for day in span.days() if is_working_day(day) or not working]
    weights = [
        (by_weekday[day.weekday()] if is_working_day(day) else by_weekday[6])
        * SEASON[day.month - 1]
        * (0.85 + 0.3 * (day - span.first).days / (span.last - span.first).days)
        for day in days
    ]
    return sorted(rng.choices(days, weights, k=count))
