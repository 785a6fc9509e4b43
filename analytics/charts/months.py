"""A share month by month: a line, the band of its interval, and n under every month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from analytics.charts.letters import empty_height, nothing
from analytics.charts.ruler import FRACTION, UNDER
from analytics.charts.scale import labels, ticks
from analytics.charts.style import THEMES, Margins, Theme, ThemeName, is_wide, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

MOST_LABELS_NARROW = 4
MOST_LABELS_WIDE = 12
BELOW = {2: -31.5, 3: -53.0}
"""Where the second and third line under the axis stand, in pixels: the year, and n."""


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """One month. Values in percent; None where there is no figure (too few, nobody, not over yet)."""

    label: str
    year: str
    n: str
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class MonthLine:
    """The whole chart in words and numbers; last is the value written at the last point; empty stands instead of no
    value at all.
    """

    title: str
    description: str
    points: tuple[MonthPoint, ...]
    last: str
    unit: str = "\u00a0%"
    n_label: str = "n"
    ceiling: float = 100
    empty: str = ""


def render(data: MonthLine, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    return svg(draw(data, width, THEMES[theme]), data.title, data.description)


def _is_empty(data: MonthLine) -> bool:
    return bool(data.empty) and all(point.value is None for point in data.points)


def height(data: MonthLine, width: int) -> int:
    """Return the height in pixels; wide sheets have a line more, for n."""
    if _is_empty(data):
        return empty_height(width, data.empty)
    return 300 if is_wide(width) else 262


def draw(data: MonthLine, width: int, theme: Theme) -> Figure:
    """Return the chart: band, line and points, broken where a month has no figure."""
    if _is_empty(data):
        return nothing(width, data.empty, theme)
    wide = is_wide(width)
    figure, plane = sheet(width, height(data, width), Margins(left=44, right=62, bottom=64 if wide else 46), theme)
    known = [point for point in data.points if point.value is not None]
    seen = [limit for point in known for limit in (point.value, point.low, point.high) if limit is not None]
    marks = ticks(min(seen, default=0), max(seen, default=data.ceiling), ceiling=data.ceiling)
    plane.set_ylim(marks[0], marks[-1])
    plane.set_yticks(marks, labels(marks, data.unit))
    plane.set_xlim(-0.4, max(1, len(data.points)) - 0.6)
    _months(plane, data, wide)
    for has_value, group in groupby(enumerate(data.points), key=lambda pair: pair[1].value is not None):
        if has_value:
            _run(plane, list(group), theme)
    _last_value(plane, data, theme)
    return figure


def _run(plane: Plane, run: Sequence[tuple[int, MonthPoint]], theme: Theme) -> None:
    """Draw months that follow each other without a gap."""
    places = [place for place, _ in run]
    values = [point.value or 0.0 for _, point in run]
    lows = [value if point.low is None else point.low for value, (_, point) in zip(values, run, strict=True)]
    highs = [value if point.high is None else point.high for value, (_, point) in zip(values, run, strict=True)]
    if len(run) == 1:
        plane.vlines(places, lows, highs, color=theme.band, linewidth=10)
    plane.fill_between(places, lows, highs, color=theme.band)
    plane.plot(places, values, color=theme.accent, clip_on=False)
    plane.scatter(places, values, "o", 7, color=theme.accent, clip_on=False)


def _months(plane: Plane, data: MonthLine, wide: bool) -> None:
    name_months(plane, [(point.label, point.year) for point in data.points], wide, [point.n for point in data.points])
    if wide:
        plane.annotate(data.n_label, (0, 0), (-8, BELOW[3]), by=FRACTION, ha="right")


def name_months(plane: Plane, months: Sequence[tuple[str, str]], wide: bool, notes: Sequence[str] = ()) -> None:
    """Name months, each with its year, under the axis, as many as there is room for, the last one always.

    The year stands at the first and wherever it changes; a note, on wide sheets, in a line below it.
    """
    every = max(1, -(-len(months) // (MOST_LABELS_WIDE if wide else MOST_LABELS_NARROW)))
    shown = [place for place in range(len(months)) if (len(months) - 1 - place) % every == 0]
    plane.set_xticks(shown, [months[place][0] for place in shown])
    named = ""
    for place in shown:
        year = months[place][1]
        if year != named:
            below(plane, place, 2, year)
            named = year
        if wide and notes:
            below(plane, place, 3, notes[place])


def below(plane: Plane, place: int, line: int, text: str) -> None:
    """Write a line of text under a month of the axis."""
    plane.annotate(
        text,
        (place, 0),
        (0, BELOW[line]),
        by=UNDER,
        ha="center",
    )


def _last_value(plane: Plane, data: MonthLine, theme: Theme) -> None:
    """Write the last known value beside its point."""
    for place in range(len(data.points) - 1, -1, -1):
        value = data.points[place].value
        if value is not None:
            plane.annotate(
                data.last,
                (place, value),
                (10, -4),
                color=theme.accent,
                size=14,
                weight="bold",
            )
            return
