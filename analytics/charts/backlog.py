"""What was open at each month's end, and how much of it was past its last day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.charts.letters import LETTER, empty_height, nothing
from analytics.charts.months import name_months
from analytics.charts.ruler import FRACTION
from analytics.charts.scale import labels, ticks
from analytics.charts.style import THEMES, Margins, Theme, ThemeName, is_wide, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """Cases open at the end of one month, and those of them past their last day."""

    label: str
    year: str
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """The whole chart with the names of its two parts; empty stands instead of months without a case."""

    title: str
    description: str
    months: tuple[MonthEnd, ...]
    in_time: str
    overdue: str
    empty: str = ""


def render(data: Backlog, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    return svg(draw(data, width, THEMES[theme]), data.title, data.description)


def _is_empty(data: Backlog) -> bool:
    return bool(data.empty) and not any(month.open for month in data.months)


def height(data: Backlog, width: int) -> int:
    """Return the height in pixels."""
    if _is_empty(data):
        return empty_height(width, data.empty)
    return 290 if is_wide(width) else 270


def draw(data: Backlog, width: int, theme: Theme) -> Figure:
    """Return the chart: bars from zero, the overdue part at the bottom and hatched, so that grey paper shows it too."""
    if _is_empty(data):
        return nothing(width, data.empty, theme)
    wide = is_wide(width)
    figure, plane = sheet(width, height(data, width), Margins(left=44, right=10, top=38, bottom=46), theme)
    marks = ticks(0, max((month.open for month in data.months), default=1) or 1)
    plane.set_ylim(0, marks[-1])
    plane.set_yticks(marks, labels(marks, ""))
    plane.set_xlim(-0.6, max(1, len(data.months)) - 0.4)
    places = range(len(data.months))
    overdue = [month.overdue for month in data.months]
    in_time = [month.open - month.overdue for month in data.months]
    plane.bar(places, in_time, 0.62, overdue, face=theme.answers[3], edge=theme.surface, linewidth=1.25)
    plane.bar(places, overdue, 0.62, face=theme.surface, edge=theme.late, linewidth=1.25, hatch="////")
    for place, month in enumerate(data.months):
        if wide and month.open:
            plane.annotate(str(month.open), (place, month.open), (0, 5), ha="center", color=theme.ink)
    name_months(plane, [(month.label, month.year) for month in data.months], wide)
    _legend(plane, data, theme)
    return figure


def _legend(plane: Plane, data: Backlog, theme: Theme) -> None:
    """Name the two parts above the plot."""
    keys: tuple[tuple[str, dict[str, Any]], ...] = (
        (data.in_time, {"face": theme.answers[3], "edge": theme.surface}),
        (data.overdue, {"face": theme.surface, "edge": theme.late, "hatch": "////"}),
    )
    width, tall, left = plane.frame.width, plane.frame.height, -2.0
    for words, look in keys:
        box = (left / width, (left + 14.5) / width, 1 + 10 / tall, 1 + 18.5 / tall)
        plane.fill([box], by=FRACTION, clip_on=False, **look)
        plane.annotate(words, (0, 1), (left + 24, 10), by=FRACTION)
        left += 38 + LETTER * len(words)
