"""An interval as the methods return it."""

from typing import NamedTuple

Z95 = 1.959963984540054
"""The 97.5 % point of the standard normal distribution: both ends of a 95 % interval."""


class Interval(NamedTuple):
    """Lower and upper limit, both included, in the unit of the figure they belong to."""

    low: float
    high: float

    def contains(self, value: float) -> bool:
        """Whether the value lies between the limits, the limits included."""
        return self.low <= value <= self.high


class Difference(NamedTuple):
    """A difference with its interval, in the unit of the figures compared."""

    value: float
    low: float
    high: float

    @property
    def is_demonstrated(self) -> bool:
        """Whether the interval leaves zero out; only then may words speak of a change."""
        return self.low > 0 or self.high < 0
