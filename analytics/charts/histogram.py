"""How much time was left when cases were settled: bars by days, those after the last day hatched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.charts.letters import empty_height, nothing
from analytics.charts.paths import Side
from analytics.charts.ruler import UNDER
from analytics.charts.scale import labels, ticks
from analytics.charts.style import THEMES, Margins, Theme, ThemeName, is_wide, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

BAR: Final = 0.84


@dataclass(frozen=True, slots=True)
class HistogramBar:
    """Cases of one class of days; is_late: the last day had passed."""

    label: str
    n: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """The whole chart, latest first; the words under the axis and at the line of the last day."""

    title: str
    description: str
    bars: tuple[HistogramBar, ...]
    axis_label: str
    in_time: str
    late: str
    empty: str = ""


def render(data: Histogram, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    return svg(draw(data, width, THEMES[theme]), data.title, data.description)


def _is_empty(data: Histogram) -> bool:
    return not any(bar.n for bar in data.bars)


def height(data: Histogram, width: int) -> int:
    """Return the height in pixels."""
    return empty_height(width, data.empty) if _is_empty(data) else 290


def draw(data: Histogram, width: int, theme: Theme) -> Figure:
    """Return the chart: bars from zero; a line where the last day ends."""
    if _is_empty(data):
        return nothing(width, data.empty, theme)
    wide = is_wide(width)
    figure, plane = sheet(width, 290, Margins(left=44, right=10, top=40, bottom=48), theme)
    marks = ticks(0, max(bar.n for bar in data.bars))
    plane.set_ylim(0, marks[-1])
    plane.set_yticks(marks, labels(marks, ""))
    plane.set_xlim(-0.6, len(data.bars) - 0.4)
    shown = [place for place in range(len(data.bars)) if wide or place % 2 == 0]
    plane.set_xticks(shown, [data.bars[place].label for place in shown])
    plane.set_xlabel(data.axis_label)
    for is_late in (True, False):
        places = [place for place, bar in enumerate(data.bars) if bar.is_late is is_late]
        sizes = [data.bars[place].n for place in places]
        plane.bar(
            places, sizes, BAR, face=theme.surface if is_late else theme.steps[3],
            edge=theme.late if is_late else theme.surface, linewidth=1.25, hatch="////" if is_late else None,
        )  # fmt: skip
    for place, bar in enumerate(data.bars):
        if bar.n:
            plane.annotate(str(bar.n), (place, bar.n), (0, 5), ha="center", color=theme.ink)
    _last_day(plane, data, theme)
    return figure


def _last_day(plane: Plane, data: Histogram, theme: Theme) -> None:
    """Draw the line of the last day with a word on each side, above the bars."""
    late = sum(bar.is_late for bar in data.bars)
    if not late:
        return
    plane.plot(
        [late - 0.5] * 2, [0, 1.12], color=theme.ink, linewidth=1.25, by=UNDER,
        clip_on=False,
    )  # fmt: skip
    sides: tuple[tuple[str, int, Side, str], ...] = (
        (data.late, -7, "right", theme.late),
        (data.in_time, 7, "left", theme.accent),
    )
    for words, shift, side, colour in sides:
        plane.annotate(
            words, (late - 0.5, 1), (shift, 16), by=UNDER,
            ha=side, color=colour, weight="bold",
        )  # fmt: skip
