"""A measure month by month as a control chart: which months are more than noise, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from analytics.measures.declaration import Better, Unit
from analytics.measures.period import Month
from analytics.measures.registry import measure
from analytics.measures.result import Result
from analytics.methods.laney import laney
from analytics.methods.signals import Limits, Signal
from analytics.methods.verdicts import Assurance, Variation, assurance, meaning, variation
from analytics.methods.xmr import Stretch, xmr

UNEVEN: Final = 0.25
"""Bases that stay within a quarter of their mean are even enough for one pair of limits.

Source: D. C. Montgomery, Introduction to Statistical Quality Control, 7th ed., section 7.3.2.
"""

HIGHER: Final = {Better.HIGHER: True, Better.LOWER: False, Better.NONE: None}


class Method(StrEnum):
    """How the limits are made."""

    XMR = "xmr"
    LANEY = "laney"


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One month: its figure, and what the chart says of it. centre None: no figure; limits None: too few months."""

    result: Result
    centre: float | None
    limits: Limits | None
    signal: Signal | None
    meaning: Variation

    @property
    def month(self) -> Month:
        """The month it stands for."""
        return Month.of(self.result.period.first)


@dataclass(frozen=True, slots=True)
class ControlChart:
    """The months of a measure with centre lines, limits and signals; a month without a figure is a gap.

    screened: how many large moving ranges the limits leave out; is_screened: whether they were to be left out.
    """

    key: str
    method: Method
    points: tuple[ControlPoint, ...]
    steps: tuple[Month, ...]
    variation: Variation
    is_screened: bool
    screened: int
    target: float | None = None

    @property
    def assurance(self) -> Assurance:
        """Where the target lies; UNKNOWN without a target or without limits."""
        return Assurance.UNKNOWN if self.target is None else assurance(self.target, self.last_limits)

    @property
    def last(self) -> ControlPoint | None:
        """The newest month with a figure."""
        known = [point for point in self.points if point.centre is not None]
        return known[-1] if known else None

    @property
    def last_limits(self) -> Limits | None:
        """The limits of the newest month with a figure."""
        return self.last.limits if self.last else None

    @property
    def signals(self) -> tuple[ControlPoint, ...]:
        """The months that are signals."""
        return tuple(point for point in self.points if point.signal)


def control_chart(
    results: Sequence[Result],
    steps: Sequence[Month] = (),
    *,
    method: Method | None = None,
    screen: bool = True,
    target: float | None = None,
) -> ControlChart:
    """Return the control chart of one measure over months in order.

    Months without a figure (withheld, nobody, not over) are left out of lines and rules and stay as gaps. steps: the
    months from which limits are made anew. method None: Laney's p' for shares of uneven bases, XmR for everything
    else. screen: leave large moving ranges out once; it is an option of XmR and does not touch p'.

    Raises: KeyError for a measure that is not declared.
    """
    key = results[0].measure
    known = [result for result in results if result.value is not None]
    places = [place for place, result in enumerate(results) if result.value is not None]
    chosen = method if method and may_be(method, known) else method_of(known)
    starts = _starts([Month.of(result.period.first) for result in known], steps)
    stretches = _stretches(known, chosen, starts, screen)
    higher = HIGHER[measure(key).better]
    points = [ControlPoint(result, None, None, None, Variation.UNKNOWN) for result in results]
    for stretch in stretches:
        for offset, signal in enumerate(stretch.signals):
            place = places[stretch.start + offset]
            limits = stretch.limits[offset] if stretch.limits else None
            said = meaning(signal, higher) if limits else Variation.UNKNOWN
            points[place] = ControlPoint(results[place], stretch.centre, limits, signal, said)
    return ControlChart(
        key,
        chosen,
        tuple(points),
        tuple(sorted(steps)),
        variation(stretches, higher),
        screen and chosen is Method.XMR,
        sum(stretch.screened for stretch in stretches),
        target,
    )


def method_of(known: Sequence[Result]) -> Method:
    """Return the method for these figures: p' for shares whose bases differ by more than UNEVEN from their mean."""
    if not may_be(Method.LANEY, known):
        return Method.XMR
    bases = [result.n or 0 for result in known]
    mean = sum(bases) / len(bases)
    return Method.LANEY if any(abs(n - mean) > UNEVEN * mean for n in bases) else Method.XMR


def may_be(method: Method, known: Sequence[Result]) -> bool:
    """Whether these figures can be drawn so: p' needs shares with their counts."""
    if method is Method.XMR:
        return True
    return bool(known) and all(
        measure(result.measure).unit is Unit.SHARE and result.numerator is not None and result.n for result in known
    )


def _stretches(known: Sequence[Result], method: Method, starts: Sequence[int], screen: bool) -> tuple[Stretch, ...]:
    if method is Method.LANEY:
        counts, bases = [result.numerator or 0 for result in known], [result.n or 0 for result in known]
        return laney(counts, bases, rebase_at=starts)
    return xmr([result.value or 0.0 for result in known], rebase_at=starts, screen=screen)


def _starts(months: Sequence[Month], steps: Sequence[Month]) -> list[int]:
    """Where new stretches begin: at the first figure of each step's month or after it."""
    found = (next((place for place, month in enumerate(months) if month >= step), None) for step in steps)
    return sorted({place for place in found if place is not None})
