"""Months, quarters and years: the only time slices answers are told for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from analytics.measures.period import FIRST_YEAR, LAST_YEAR, Month, Period

_WRITTEN: Final = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|([0-9]{2})))?")
_YEAR: Final = 16


@dataclass(frozen=True, slots=True)
class Slice:
    """A month, a quarter or a year; written 2026-10, 2026-Q4, 2026.

    ``time``: its place in its year: months 0 to 11, quarters 12 to 15, the year 16.
    """

    year: int
    time: int

    @classmethod
    def parse(cls, written: str) -> Slice:
        """Return what is written, of FIRST_YEAR to LAST_YEAR. Raises ValueError for anything else."""
        found = _WRITTEN.fullmatch(written)
        if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            raise ValueError(f"a period is written 2026-10, 2026-Q4 or 2026, not {written!r}")
        year = int(found[1])
        if found[3]:
            return cls.of(Month.parse(written))
        return cls(year, 11 + int(found[2])) if found[2] else cls(year, _YEAR)

    @classmethod
    def of(cls, month: Month) -> Slice:
        """Return the slice of one month."""
        return cls(month.year, month.number - 1)

    @classmethod
    def of_year(cls, year: int) -> Slice:
        """Return the slice of a year."""
        return cls(year, _YEAR)

    @property
    def period(self) -> Period:
        """Its days."""
        if self.time < 12:
            return Period.of(Month(self.year, self.time + 1))
        if self.time == _YEAR:
            return Period.of(Month(self.year, 1), Month(self.year, 12))
        first = Month(self.year, (self.time - 12) * 3 + 1)
        return Period.of(first, first.plus(2))

    @property
    def before(self) -> Slice:
        """The month, quarter or year before."""
        if self.time == _YEAR:
            return Slice(self.year - 1, _YEAR)
        first = 0 if self.time < 12 else 12
        return Slice(self.year, self.time - 1) if self.time > first else Slice(self.year - 1, 11 if first == 0 else 15)

    def over(self, last: Month) -> Period | None:
        """Its days as far as they lie in months up to the last complete one; None where none of its months is over."""
        first, end = Month.of(self.period.first), min(Month.of(self.period.last), last)
        return Period.of(first, end) if first <= end else None

    def __str__(self) -> str:
        if self.time < 12:
            return f"{self.year}-{self.time + 1:02d}"
        return str(self.year) if self.time == _YEAR else f"{self.year}-Q{self.time - 11}"
