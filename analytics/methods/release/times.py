"""The times a year is told for: months, quarters, the year, and what earlier publications told of it up to a month."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

MONTHS, QUARTERS, YEAR = 12, 4, 16
TIMES: Final = 17
"""Months 0 to 11, quarters 12 to 15, the year 16, as far as they are over. Later numbers: only as told earlier."""

NEVER: Final = -1
"""In place of a second month: nothing is moved back, so totals over time change and are hidden."""


def year_to(month: int) -> int:
    """Return the time from January to a month (0 to 11), as it was told when that month was the last."""
    return TIMES + month


def quarter_to(month: int) -> int:
    """Return the time from the first month of its quarter to a month (0 to 11), as it was told then."""
    return TIMES + MONTHS + month


@cache
def months_in(time: int) -> range:
    """The months a time holds."""
    if time < MONTHS:
        return range(time, time + 1)
    if time < YEAR:
        return range((time - MONTHS) * 3, (time - MONTHS) * 3 + 3)
    if time == YEAR:
        return range(MONTHS)
    last = (time - TIMES) % MONTHS
    return range(0 if time < TIMES + MONTHS else last - last % 3, last + 1)


def times_of(month: int, other: int, times: Iterable[int] = range(TIMES)) -> tuple[int, ...]:
    """The times, of those given, that hold just one of two months; NEVER as the other: all that hold the month."""
    return tuple(time for time in times if (month in months_in(time)) != (other in months_in(time)))


@cache
def apart(times: tuple[int, ...]) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """By month and second month, NEVER the last: the places among times that hold just one of the two."""
    places = {time: place for place, time in enumerate(times)}
    return tuple(
        tuple(tuple(places[time] for time in times_of(month, other, times)) for other in (*range(MONTHS), NEVER))
        for month in range(MONTHS)
    )
