"""What weighs with people and how well it is done: importance across, performance up. Association, not cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.charts.letters import BASELINE, LINE, cut, empty_height, lines, nothing
from analytics.charts.paths import Side
from analytics.charts.ruler import FRACTION
from analytics.charts.scale import labels, ticks
from analytics.charts.style import THEMES, Margins, Theme, ThemeName, is_wide, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

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
    return svg(draw(data, width, THEMES[theme]), data.title, data.description)


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
    figure, plane = sheet(width, tall, Margins(left=44, right=right, top=30, bottom=bottom), theme)
    _axes(plane, data)
    _cross(plane, data, theme)
    for number, driver in enumerate(data.drivers, start=1):
        if driver.low is not None and driver.high is not None:
            plane.plot(
                [driver.low, driver.high], [driver.percent] * 2, color=theme.edge, linewidth=1.5,
                cap="butt", zorder=2,
            )  # fmt: skip
        plane.scatter([driver.importance], [driver.percent], "o", MARKER, color=theme.accent, zorder=3)
        plane.annotate(
            str(number), (driver.importance, driver.percent), (0, -4.5), ha="center",
            color=theme.surface, weight="bold", zorder=4,
        )  # fmt: skip
    _list(plane, data, width, theme)
    return figure


def _axes(plane: Plane, data: Quadrant) -> None:
    shares = [driver.percent for driver in data.drivers]
    marks = ticks(min(shares) - 1, max(shares) + 1, ceiling=100)
    room = (marks[-1] - marks[0]) * 0.1
    plane.set_ylim(marks[0] - room, marks[-1] + room)
    plane.set_yticks(marks, labels(marks, data.unit), grid=False)
    seen = [one for driver in data.drivers for one in (driver.importance, driver.low, driver.high) if one is not None]
    tenths = ticks(10 * min(seen), 10 * max(seen), floor=-10, ceiling=10)
    plane.set_xlim(tenths[0] / 10 - 0.04, tenths[-1] / 10 + 0.04)
    plane.set_xticks([mark / 10 for mark in tenths], [f"{mark / 10:.1f}".replace(".", data.decimal) for mark in tenths])
    plane.set_xlabel(data.across)
    plane.annotate(
        data.up,
        (0, 1),
        (-34, 16),
        by=FRACTION,
    )


def _cross(plane: Plane, data: Quadrant, theme: Theme) -> None:
    """Draw the two means and name the four corners."""
    count = len(data.drivers)
    plane.axvline(sum(one.importance for one in data.drivers) / count, color=theme.edge, linewidth=1, linestyle="--")
    plane.axhline(sum(one.percent for one in data.drivers) / count, color=theme.edge, linewidth=1, linestyle="--")
    places: tuple[tuple[float, float, float, float, Side], ...] = (
        (0, 1, 6, -14, "left"), (1, 1, -4, -14, "right"), (1, 0, -4, 7, "right"), (0, 0, 6, 7, "left"),
    )  # fmt: skip
    room = plane.frame.width / 2 - 6
    for words, (across, up, aside, off, side) in zip(data.corners, places, strict=True):
        plane.annotate(
            cut(words, room), (across, up), (aside, off), by=FRACTION, ha=side,
            color=theme.soft, weight="bold" if (across, up) == (1, 0) else "normal",
        )  # fmt: skip


def _list(plane: Plane, data: Quadrant, width: int, theme: Theme) -> None:
    wide = is_wide(width)
    left = width - LIST_WIDTH + 24 if wide else 0
    top = 34 if wide else PLOT_HEIGHT + 8
    room = width - left - 26

    def write(across: float, down: float, words: str, colour: str, weight: str = "normal") -> None:
        plane.note(across, down + BASELINE, words, colour, weight)

    for number, driver in enumerate(data.drivers, start=1):
        write(left, top, str(number), theme.accent, "bold")
        write(left + 20, top, cut(driver.name, room), theme.ink, "bold")
        write(left + 20, top + LINE, cut(driver.words, room + 24), theme.soft)
        top += ROW
    for line in _note(data, width):
        write(left, top + 4, line, theme.soft)
        top += LINE
