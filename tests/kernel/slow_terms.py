"""A second, deliberately slow reading of article 57, written apart from kernel.terms: it walks day by day.

It shares nothing with the product, not even Easter: the moon comes from the printed table of golden numbers, holidays
from a list of its own, and months are walked, not computed. The `holidays` package is asked for its word in the tests.
"""

from __future__ import annotations

import datetime as dt

ONE_DAY = dt.timedelta(days=1)

PASCHAL_MOON = {
    1: "04-14", 2: "04-03", 3: "03-23", 4: "04-11", 5: "03-31", 6: "04-18", 7: "04-08", 8: "03-28", 9: "04-16",
    10: "04-05", 11: "03-25", 12: "04-13", 13: "04-02", 14: "03-22", 15: "04-10", 16: "03-30", 17: "04-17",
    18: "04-07", 19: "03-27",
}  # fmt: skip
"""The paschal full moon by golden number, 1900 to 2199. Source: Book of Common Prayer, tables for finding Easter."""

EVERY_YEAR = {"01-01", "05-01", "05-03", "08-15", "11-01", "11-11", "12-25", "12-26"}
EASTER_AND_AFTER = (0, 1, 49, 60)


def walked_raw_end(start: dt.date, amount: int, unit: str) -> dt.date:
    if unit in ("days", "weeks"):
        return _walk_days(start, amount * (7 if unit == "weeks" else 1))
    return _walk_months(start, amount * (12 if unit == "years" else 1))


def walked_last_day(start: dt.date, amount: int, unit: str) -> dt.date:
    day = walked_raw_end(start, amount, unit)
    while term_cannot_end_on(day):
        day += ONE_DAY
    return day


def walked_warning(start: dt.date, amount: int, unit: str) -> dt.date:
    day, found = walked_raw_end(start, amount, unit), 0
    while found < 3:
        day -= ONE_DAY
        if day.isoweekday() < 6 and not is_public_holiday(day):
            found += 1
    return day


def is_public_holiday(day: dt.date) -> bool:
    """By the acts as they stood from 2010 on; nothing is known of earlier years."""
    text = day.isoformat()
    if text[5:] in EVERY_YEAR or text == "2018-11-12":
        return True
    if (text[5:] == "01-06" and text >= "2011") or (text[5:] == "12-24" and text >= "2025"):
        return True
    return any(day == _walk_days(easter(day.year), days) for days in EASTER_AND_AFTER)


def easter(year: int) -> dt.date:
    """The first Sunday after the paschal full moon."""
    day = dt.date.fromisoformat(f"{year}-{PASCHAL_MOON[year % 19 + 1]}") + ONE_DAY
    while day.isoweekday() != 7:
        day += ONE_DAY
    return day


def term_cannot_end_on(day: dt.date) -> bool:
    if day.isoweekday() == 7 or is_public_holiday(day):
        return True
    return day.isoweekday() == 6 and day.isoformat() >= "2011-06-15"


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
