"""What was open at each month's end, and how much of it was past its last day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.charts.months import name_months
from analytics.charts.scale import labels, ticks
from analytics.charts.style import Margins, Theme, ThemeName, is_wide, settings, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """Cases open at the end of one month, and those of them past their last day."""

    label: str
    year: str
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """The whole chart with the names of its two parts."""

    title: str
    description: str
    months: tuple[MonthEnd, ...]
    in_time: str
    overdue: str


def render(data: Backlog, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    with settings(theme) as colours:
        return svg(draw(data, width, colours), data.title, data.description)


def height(_data: Backlog, width: int) -> int:
    """Return the height in pixels."""
    return 290 if is_wide(width) else 270


def draw(data: Backlog, width: int, theme: Theme) -> Figure:
    """Return the chart: bars from zero, the overdue part at the bottom and hatched, so that grey paper shows it too."""
    wide = is_wide(width)
    figure, axes = sheet(width, height(data, width), Margins(left=44, right=10, top=38, bottom=46))
    marks = ticks(0, max((month.open for month in data.months), default=1) or 1)
    axes.set_ylim(0, marks[-1])
    axes.set_yticks(marks, labels(marks, ""))
    axes.set_xlim(-0.6, max(1, len(data.months)) - 0.4)
    places = range(len(data.months))
    overdue = [month.overdue for month in data.months]
    in_time = [month.open - month.overdue for month in data.months]
    axes.bar(places, in_time, 0.62, overdue, color=theme.answers[3], edgecolor=theme.surface, linewidth=1.25)
    axes.bar(places, overdue, 0.62, color=theme.surface, edgecolor=theme.late, linewidth=1.25, hatch="////")
    for place, month in enumerate(data.months):
        if wide and month.open:
            axes.annotate(
                str(month.open), (place, month.open), (0, 5), textcoords="offset points", ha="center", color=theme.ink
            )
    name_months(axes, [(month.label, month.year) for month in data.months], wide)
    _legend(axes, data, theme)
    return figure


def _legend(axes: Axes, data: Backlog, theme: Theme) -> None:
    from matplotlib.patches import Patch

    axes.legend(
        handles=[
            Patch(facecolor=theme.answers[3], edgecolor=theme.surface, label=data.in_time),
            Patch(facecolor=theme.surface, edgecolor=theme.late, hatch="////", label=data.overdue),
        ],
        loc="lower left",
        bbox_to_anchor=(-0.01, 1.01),
        ncols=2,
        frameon=False,
        handlelength=1.2,
        columnspacing=1.4,
        borderaxespad=0,
    )
