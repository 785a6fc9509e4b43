"""Departments side by side: a dot for the figure, a bar for its interval, a word where a figure is withheld."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.charts.paths import Side
from analytics.charts.ruler import BESIDE
from analytics.charts.scale import labels, ticks
from analytics.charts.style import THEMES, Margins, Theme, ThemeName, is_wide, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

ROW = 34
NAME_LENGTH_WIDE = 37
NAME_LENGTH_NARROW = 42
"""Letters of a department's name that fit; a longer one is cut with an ellipsis, the table has it in full."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One department. Values in percent; None with a word that says why (too few answers, no cases)."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    words: str
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Dots:
    """The whole chart; the office as a whole is a row of its own (is_whole) and a dashed line."""

    title: str
    description: str
    rows: tuple[Dot, ...]
    unit: str = "\u00a0%"
    ceiling: float = 100


def render(data: Dots, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    return svg(draw(data, width, THEMES[theme]), data.title, data.description)


def height(data: Dots, width: int) -> int:
    """Return the height in pixels: so much a row, more on a phone, where names stand above."""
    return (ROW if is_wide(width) else ROW + 12) * len(data.rows) + 40


def draw(data: Dots, width: int, theme: Theme) -> Figure:
    """Return the chart; names left of the plot on a wide sheet, above each row on a phone."""
    wide = is_wide(width)
    margins = Margins(left=250, right=72, top=8, bottom=32) if wide else Margins(left=10, right=66, top=8, bottom=32)
    figure, plane = sheet(width, height(data, width), margins, theme)
    seen = [limit for row in data.rows for limit in (row.low, row.high, row.value) if limit is not None]
    marks = ticks(min(seen, default=0), max(seen, default=data.ceiling), ceiling=data.ceiling)
    margin = (marks[-1] - marks[0]) * 0.02
    plane.set_xlim(marks[0] - margin, marks[-1] + margin)
    plane.set_ylim(max(1, len(data.rows)) - 0.5, -0.5)
    plane.set_xticks(marks, labels(marks, data.unit), grid=True)
    for place, row in enumerate(data.rows):
        _row(plane, place + (0 if wide else 0.18), row, wide, theme)
    _whole_line(plane, data, theme)
    return figure


def _row(plane: Plane, place: float, row: Dot, wide: bool, theme: Theme) -> None:
    weight = "bold" if row.is_whole else "normal"
    most = NAME_LENGTH_WIDE if wide else NAME_LENGTH_NARROW
    name = row.name if len(row.name) <= most else row.name[: most - 1].rstrip() + "…"
    if wide:
        _beside(plane, place, (-238, -4), 0, name, theme.ink, weight, "left")
    else:
        _beside(plane, place, (0, 11), 0, name, theme.ink, weight, "left")
    if row.value is None:
        _beside(plane, place, (0, -4), 0.02, row.words, theme.soft, "normal", "left")
        return
    if row.low is not None and row.high is not None:
        plane.plot([row.low, row.high], [place, place], color=theme.band, linewidth=9, cap="butt")
    sign, size = ("D", 9) if row.is_whole else ("o", 8)
    plane.scatter([row.value], [place], sign, size, color=theme.accent)
    _beside(plane, place, (66, -4), 1, row.words, theme.accent, "bold", "right")


def _beside(
    plane: Plane,
    place: float,
    offset: tuple[float, float],
    across: float,
    words: str,
    colour: str,
    weight: str,
    side: Side,
) -> None:
    """Write words at a row, measured from the left (across = 0) or right (1) end of the plot."""
    plane.annotate(
        words,
        (across, place),
        offset,
        by=BESIDE,
        ha=side,
        color=colour,
        weight=weight,
    )


def _whole_line(plane: Plane, data: Dots, theme: Theme) -> None:
    for row in data.rows:
        if row.is_whole and row.value is not None:
            plane.axvline(row.value, color=theme.soft, linewidth=1.25, linestyle=(0, (5, 4)), zorder=0)
