"""Months and runs of months: the only time slices a figure is given for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})")
FIRST_YEAR, LAST_YEAR = 1991, 2040
"""The years one may ask for: the calendar of free days knows no others."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, ordered in time; written 2026-10."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1900 <= self.year <= 2999):
            raise ValueError(f"no such month: {self.year}-{self.number}")

    @classmethod
    def of(cls, day: dt.date) -> Month:
        """Return the month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, written: str) -> Month:
        """Return the month written as 2026-10, of FIRST_YEAR to LAST_YEAR. Raises ValueError for anything else."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            raise ValueError(f"a month is written 2026-10, not {written!r}")
        year, number = int(found[1]), int(found[2])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(f"a month lies between {FIRST_YEAR} and {LAST_YEAR}, not in {year}")
        return cls(year, number)

    def plus(self, months: int) -> Month:
        """Return the month so many months later (earlier when negative)."""
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)

    @property
    def first(self) -> dt.date:
        """The first day."""
        return dt.date(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.plus(1).first - dt.timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from first to last, both included."""

    first: dt.date
    last: dt.date

    @classmethod
    def of(cls, first: Month, last: Month | None = None) -> Period:
        """Return the period of one month or of a run of months. Raises ValueError when the run goes backwards."""
        last = last or first
        if last < first:
            raise ValueError("the last month comes before the first")
        return cls(first.first, last.last)

    @property
    def months(self) -> list[Month]:
        """The months the period touches, in order."""
        return list(self._months())

    def _months(self) -> Iterator[Month]:
        month = Month.of(self.first)
        while month.first <= self.last:
            yield month
            month = month.plus(1)

    def __str__(self) -> str:
        first, last = Month.of(self.first), Month.of(self.last)
        if (first.first, last.last) != (self.first, self.last):
            return f"{self.first}..{self.last}"
        return str(first) if first == last else f"{first}..{last}"
