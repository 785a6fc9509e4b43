"""One computed figure: the same object feeds page, chart, table, file and command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from analytics.measures.declaration import Unit
from analytics.measures.period import Period
from analytics.measures.registry import measure
from analytics.methods.suppression import is_small_base


class WhyNot(StrEnum):
    """Why a figure has no value."""

    NOBODY = "nobody"
    """Nothing to count: the base is 0."""
    TOO_FEW = "too_few"
    """The base is below the measure's minimum."""
    PROTECTS_OTHERS = "protects_others"
    """Shown, it would give another hidden figure away."""
    NOT_OVER = "not_over"
    """A survey figure of a month that is not over: looked at again, it would tell what one more person answered."""
    TOO_FEW_PAIRS = "too_few_pairs"
    """Too few answers to say what goes together."""
    ALL_THE_SAME = "all_the_same"
    """Everybody answered alike, so nothing goes together with anything."""
    NOT_REPORTED = "not_reported"
    """Nobody said how many visits there were."""
    NO_BASE = "no_base"
    """Nobody entered the reference figure it is divided by."""
    NOT_REACHED = "not_reached"
    """More than half of the cases are still open: their median is not known yet."""
    RUNNING = "running"
    """The last due day of the period has not passed: counts only."""


_KEPT_BACK = frozenset({WhyNot.TOO_FEW, WhyNot.PROTECTS_OTHERS, WhyNot.NOT_OVER, WhyNot.TOO_FEW_PAIRS})
"""The reasons for which a figure that exists is withheld."""


@dataclass(frozen=True, slots=True)
class Result:
    """A figure with its base. n and numerator are None where they are withheld; shares run from 0 to 1."""

    measure: str
    version: int
    period: Period
    n: int | None
    value: float | None
    low: float | None = None
    high: float | None = None
    numerator: int | None = None
    why_not: WhyNot | None = None
    dimensions: tuple[tuple[str, str], ...] = ()
    beside: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_suppressed(self) -> bool:
        """Whether the figure exists but is withheld."""
        return self.why_not in _KEPT_BACK

    @property
    def has_small_base(self) -> bool:
        """Whether a shown share, mean or time must carry the mark "mała podstawa"; counts have no base."""
        if self.value is None or self.n is None or measure(self.measure).unit is Unit.CASES:
            return False
        return is_small_base(self.n, minimum=1)


def withheld(result: Result, why_not: WhyNot) -> Result:
    """Return the result without anything that could give it away."""
    return Result(
        result.measure, result.version, result.period, None, None, why_not=why_not, dimensions=result.dimensions
    )
