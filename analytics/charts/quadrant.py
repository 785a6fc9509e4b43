"""What weighs with people and how well it is done: importance across, performance up. Association, not cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.charts.letters import BASELINE, LINE, cut, empty_height, lines, nothing
from analytics.charts.scale import labels, ticks
from analytics.charts.style import Margins, Theme, ThemeName, is_wide, settings, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LIST_WIDTH: Final = 292
PLOT_HEIGHT: Final = 320
ROW: Final = 44
MARKER: Final = 19


@dataclass(frozen=True, slots=True)
class Driver:
    """One question: how its answers go with the overall rating (rho, with its limits), and its share of 4 and 5."""

    name: str
    importance: float
    low: float | None
    high: float | None
    percent: float
    words: str


@dataclass(frozen=True, slots=True)
class Quadrant:
    """The whole chart. The cross stands at the mean of both; the corners are named from the upper left, clockwise."""

    title: str
    description: str
    drivers: tuple[Driver, ...]
    corners: tuple[str, str, str, str]
    across: str
    up: str
    decimal: str = ","
    unit: str = "\u00a0%"
    note: str = ""
    empty: str = ""


def render(data: Quadrant, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    with settings(theme) as colours:
        return svg(draw(data, width, colours), data.title, data.description)


def height(data: Quadrant, width: int) -> int:
    """Return the height in pixels; on a phone the list of questions stands under the plot."""
    if not data.drivers:
        return empty_height(width, data.empty)
    listed = ROW * len(data.drivers) + LINE * len(_note(data, width)) + 12
    return max(PLOT_HEIGHT, listed + 20) if is_wide(width) else PLOT_HEIGHT + listed


def _note(data: Quadrant, width: int) -> list[str]:
    return lines(data.note, LIST_WIDTH - 30 if is_wide(width) else width) if data.note else []


def draw(data: Quadrant, width: int, theme: Theme) -> Figure:
    """Return the chart: numbered points in the plot, what the numbers mean in a list beside it."""
    if not data.drivers:
        return nothing(width, data.empty, theme)
    wide, tall = is_wide(width), height(data, width)
    right, bottom = (LIST_WIDTH, tall - PLOT_HEIGHT + 46) if wide else (10, tall - PLOT_HEIGHT + 46)
    figure, axes = sheet(width, tall, Margins(left=44, right=right, top=30, bottom=bottom))
    _axes(axes, data)
    _cross(axes, data, theme)
    for number, driver in enumerate(data.drivers, start=1):
        if driver.low is not None and driver.high is not None:
            axes.plot(
                [driver.low, driver.high], [driver.percent] * 2, color=theme.edge, linewidth=1.5,
                solid_capstyle="butt", zorder=2,
            )  # fmt: skip
        axes.plot(
            [driver.importance], [driver.percent], "o", color=theme.accent, markersize=MARKER,
            markeredgecolor=theme.surface, markeredgewidth=1.5, zorder=3,
        )  # fmt: skip
        axes.annotate(
            str(number), (driver.importance, driver.percent), (0, -4.5), textcoords="offset points", ha="center",
            color=theme.surface, weight="bold", zorder=4,
        )  # fmt: skip
    _list(figure, data, width, tall, theme)
    return figure


def _axes(axes: Axes, data: Quadrant) -> None:
    shares = [driver.percent for driver in data.drivers]
    marks = ticks(min(shares) - 1, max(shares) + 1, ceiling=100)
    room = (marks[-1] - marks[0]) * 0.1
    axes.set_ylim(marks[0] - room, marks[-1] + room)
    axes.set_yticks(marks, labels(marks, data.unit))
    seen = [one for driver in data.drivers for one in (driver.importance, driver.low, driver.high) if one is not None]
    tenths = ticks(10 * min(seen), 10 * max(seen), floor=-10, ceiling=10)
    axes.set_xlim(tenths[0] / 10 - 0.04, tenths[-1] / 10 + 0.04)
    axes.set_xticks([mark / 10 for mark in tenths], [f"{mark / 10:.1f}".replace(".", data.decimal) for mark in tenths])
    axes.set_xlabel(data.across)
    axes.annotate(
        data.up, (0, 1), (-34, 16), xycoords="axes fraction", textcoords="offset points", annotation_clip=False
    )
    axes.grid(visible=False)


def _cross(axes: Axes, data: Quadrant, theme: Theme) -> None:
    """Draw the two means and name the four corners."""
    count = len(data.drivers)
    axes.axvline(sum(one.importance for one in data.drivers) / count, color=theme.edge, linewidth=1, linestyle="--")
    axes.axhline(sum(one.percent for one in data.drivers) / count, color=theme.edge, linewidth=1, linestyle="--")
    places = ((0, 1, 6, -14, "left"), (1, 1, -4, -14, "right"), (1, 0, -4, 7, "right"), (0, 0, 6, 7, "left"))
    room = axes.bbox.width / 2 - 6
    for words, (across, up, aside, off, side) in zip(data.corners, places, strict=True):
        axes.annotate(
            cut(words, room), (across, up), (aside, off), xycoords="axes fraction", textcoords="offset points", ha=side,
            color=theme.soft, weight="bold" if (across, up) == (1, 0) else "normal",
        )  # fmt: skip


def _list(figure: Figure, data: Quadrant, width: int, tall: int, theme: Theme) -> None:
    wide = is_wide(width)
    left = width - LIST_WIDTH + 24 if wide else 0
    top = 34 if wide else PLOT_HEIGHT + 8
    room = width - left - 26

    def write(across: float, down: float, words: str, colour: str, weight: str = "normal") -> None:
        figure.text(across / width, 1 - (down + BASELINE) / tall, words, color=colour, weight=weight)

    for number, driver in enumerate(data.drivers, start=1):
        write(left, top, str(number), theme.accent, "bold")
        write(left + 20, top, cut(driver.name, room), theme.ink, "bold")
        write(left + 20, top + LINE, cut(driver.words, room + 24), theme.soft)
        top += ROW
    for line in _note(data, width):
        write(left, top + 4, line, theme.soft)
        top += LINE
