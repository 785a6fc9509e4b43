"""How much time was left when cases were settled: bars by days, those after the last day hatched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.charts.letters import empty_height, nothing
from analytics.charts.scale import labels, ticks
from analytics.charts.style import Margins, Theme, ThemeName, is_wide, settings, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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
    with settings(theme) as colours:
        return svg(draw(data, width, colours), data.title, data.description)


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
    figure, axes = sheet(width, 290, Margins(left=44, right=10, top=40, bottom=48))
    marks = ticks(0, max(bar.n for bar in data.bars))
    axes.set_ylim(0, marks[-1])
    axes.set_yticks(marks, labels(marks, ""))
    axes.set_xlim(-0.6, len(data.bars) - 0.4)
    shown = [place for place in range(len(data.bars)) if wide or place % 2 == 0]
    axes.set_xticks(shown, [data.bars[place].label for place in shown])
    axes.set_xlabel(data.axis_label)
    for is_late in (True, False):
        places = [place for place, bar in enumerate(data.bars) if bar.is_late is is_late]
        sizes = [data.bars[place].n for place in places]
        axes.bar(
            places, sizes, BAR, color=theme.surface if is_late else theme.steps[3],
            edgecolor=theme.late if is_late else theme.surface, linewidth=1.25, hatch="////" if is_late else None,
        )  # fmt: skip
    for place, bar in enumerate(data.bars):
        if bar.n:
            axes.annotate(str(bar.n), (place, bar.n), (0, 5), textcoords="offset points", ha="center", color=theme.ink)
    _last_day(axes, data, theme)
    return figure


def _last_day(axes: Axes, data: Histogram, theme: Theme) -> None:
    """Draw the line of the last day with a word on each side, above the bars."""
    late = sum(bar.is_late for bar in data.bars)
    if not late:
        return
    axes.plot(
        [late - 0.5] * 2, [0, 1.12], color=theme.ink, linewidth=1.25, transform=axes.get_xaxis_transform(),
        clip_on=False,
    )  # fmt: skip
    for words, shift, side, colour in ((data.late, -7, "right", theme.late), (data.in_time, 7, "left", theme.accent)):
        axes.annotate(
            words, (late - 0.5, 1), (shift, 16), xycoords=axes.get_xaxis_transform(), textcoords="offset points",
            ha=side, color=colour, weight="bold", annotation_clip=False,
        )  # fmt: skip
