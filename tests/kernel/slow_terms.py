"""A second, deliberately slow reading of article 57, written apart from kernel.terms: it walks day by day.

It shares nothing with the product: holidays come from the `holidays` package, months are walked, not computed.
"""

from __future__ import annotations

import datetime as dt

import holidays

ONE_DAY = dt.timedelta(days=1)
PUBLIC = holidays.country_holidays("PL", years=range(2010, 2042))


def walked_raw_end(start: dt.date, amount: int, unit: str) -> dt.date:
    if unit in ("days", "weeks"):
        return _walk_days(start, amount * (7 if unit == "weeks" else 1))
    return _walk_months(start, amount * (12 if unit == "years" else 1))


def walked_last_day(start: dt.date, amount: int, unit: str) -> dt.date:
    day = walked_raw_end(start, amount, unit)
    while _term_cannot_end_on(day):
        day += ONE_DAY
    return day


def walked_warning(start: dt.date, amount: int, unit: str) -> dt.date:
    day, found = walked_raw_end(start, amount, unit), 0
    while found < 3:
        day -= ONE_DAY
        if day.isoweekday() < 6 and day not in PUBLIC:
            found += 1
    return day


def _walk_days(start: dt.date, days: int) -> dt.date:
    day = start
    for _ in range(days):
        day += ONE_DAY
    return day


def _walk_months(start: dt.date, months: int) -> dt.date:
    """Cross as many month borders as there are months, then look for the day with the starting day's number."""
    day = start
    for _ in range(months):
        day = _first_of_next_month(day)
    while day.day != start.day:
        if (day + ONE_DAY).month != day.month:
            return day
        day += ONE_DAY
    return day


def _first_of_next_month(day: dt.date) -> dt.date:
    month = day.month
    while day.month == month:
        day += ONE_DAY
    return day


def _term_cannot_end_on(day: dt.date) -> bool:
    if day.isoweekday() == 7 or day in PUBLIC:
        return True
    return day.isoweekday() == 6 and day.isoformat() >= "2011-06-15"
