"""Departments by how many cases they had: who lies outside what chance alone explains. Not a league table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.charts.letters import BASELINE, LETTER, LINE, cut, empty_height, lines, nothing
from analytics.charts.paths import Dashes
from analytics.charts.ruler import FRACTION, SHEET
from analytics.charts.scale import labels, ticks
from analytics.charts.style import THEMES, Margins, Theme, ThemeName, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

LONGEST_NAME: Final = 230
"""A name beside a point takes at most so many pixels."""

DASHED: Final = (0, (5, 3))
DOTTED: Final = (0, (1.5, 2))


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One department: its base, its value in percent, and whether it lies outside the 95 % or the 99.8 % limits."""

    name: str
    n: int
    value: float
    is_outside: bool = False
    is_far_outside: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits at one base, in percent."""

    n: int
    low: float
    high: float
    far_low: float
    far_high: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """The whole chart: points, limits by base (ascending), the common share with its words.

    ``note``: a sentence under the chart, such as who has no point.
    """

    title: str
    description: str
    points: tuple[FunnelPoint, ...]
    limits: tuple[Limits, ...]
    centre: float
    centre_words: str
    axis_label: str
    inner: str
    outer: str
    unit: str = "\u00a0%"
    note: str = ""
    empty: str = ""


def render(data: Funnel, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    return svg(draw(data, width, THEMES[theme]), data.title, data.description)


def height(data: Funnel, width: int) -> int:
    """Return the height in pixels."""
    if not data.points:
        return empty_height(width, data.empty)
    return 330 + _note_height(data, width)


def _note_height(data: Funnel, width: int) -> int:
    return LINE * len(lines(data.note, width)) if data.note else 0


def draw(data: Funnel, width: int, theme: Theme) -> Figure:
    """Return the chart: the common share, its two pairs of limits, and a point for each department."""
    if not data.points:
        return nothing(width, data.empty, theme)
    tall = height(data, width)
    figure, plane = sheet(width, tall, Margins(left=44, right=14, top=40, bottom=46 + _note_height(data, width)), theme)
    seen = [point.value for point in data.points] + [data.centre]
    marks = ticks(min(seen), max(seen), ceiling=100)
    room = (marks[-1] - marks[0]) * 0.06
    plane.set_ylim(max(marks[0] - room, -3), min(marks[-1] + room, 103))
    plane.set_yticks(marks, labels(marks, data.unit))
    most = max(point.n for point in data.points)
    bases = ticks(0, most)
    plane.set_xlim(0, most * 1.08 + 1)
    plane.set_xticks(bases, labels(bases, ""))
    plane.set_xlabel(data.axis_label)
    across = [limit.n for limit in data.limits]
    plane.fill_between(
        across, [limit.low for limit in data.limits], [limit.high for limit in data.limits], color=theme.band,
        zorder=0,
    )  # fmt: skip
    for name, style in (("low", DASHED), ("high", DASHED), ("far_low", DOTTED), ("far_high", DOTTED)):
        plane.plot(
            across, [getattr(limit, name) for limit in data.limits], color=theme.soft, linewidth=1.25, linestyle=style
        )
    plane.axhline(data.centre, color=theme.soft, linewidth=1.25)
    _points(plane, data, theme)
    _legend(plane, data, width, theme)
    for number, line in enumerate(lines(data.note, width) if data.note else []):
        up = _note_height(data, width) - LINE * (number + 0.5) - BASELINE
        plane.note(0, tall - up, line)
    return figure


def _points(plane: Plane, data: Funnel, theme: Theme) -> None:
    """Draw circles inside, diamonds outside the limits; those outside bear their names."""
    inside = [point for point in data.points if not point.is_outside]
    outside = [point for point in data.points if point.is_outside]
    for points, sign, colour, size in ((inside, "o", theme.accent, 8), (outside, "D", theme.late, 8.5)):
        across, up = [point.n for point in points], [point.value for point in points]
        plane.scatter(across, up, sign, size, color=colour, clip_on=False, zorder=4)
    _names(plane, data, theme)


def _names(plane: Plane, data: Funnel, theme: Theme) -> None:
    """Write the names of those outside towards the middle, clear of every point and of the names before."""
    wide = plane.frame.width
    taken: list[Spot] = [(across - 7, across + 7, up) for across, up in (_at(plane, one) for one in data.points)]
    named = [point for point in data.points if point.is_outside]
    for point in sorted(named, key=lambda one: (-one.value, one.n, one.name)):
        across, up = _at(plane, point)
        name = cut(point.name, min(LONGEST_NAME, wide / 2 - 20))
        is_left = across - plane.frame.x0 > wide / 2
        start = across - 11 - LETTER * len(name) if is_left else across + 11
        away = 3 if point.value >= data.centre else -3
        if plane.frame.y1 - up < 3 * LINE or up - plane.frame.y0 < 3 * LINE:
            away = -away
        at = up
        while any(_meet((start, start + LETTER * len(name), at), spot) for spot in taken):
            at += away
        taken.append((start, start + LETTER * len(name), at))
        ground = (start - 1, start + LETTER * len(name) + 1, at - 8, at + 9)
        plane.fill([ground], by=SHEET, face=theme.surface, zorder=3)
        plane.annotate(
            name, (point.n, point.value), (-11 if is_left else 11, at - up - 4),
            ha="right" if is_left else "left", color=theme.ink, weight="bold" if point.is_far_outside else "normal",
        )  # fmt: skip


Spot = tuple[float, float, float]
"""Left and right end of a name or point and the height of its middle, in pixels."""


def _meet(one: Spot, other: Spot) -> bool:
    return abs(one[2] - other[2]) < LINE - 2 and one[0] < other[1] and other[0] < one[1]


def _at(plane: Plane, point: FunnelPoint) -> tuple[float, float]:
    return plane.at(point.n, point.value)


def _legend(plane: Plane, data: Funnel, width: int, theme: Theme) -> None:
    """Name the lines above the plot; two lines of words on a phone."""
    keys: tuple[tuple[str, Dashes], ...] = ((data.centre_words, "-"), (data.inner, DASHED), (data.outer, DOTTED))
    left, up = -34.0, 20.0
    for words, style in keys:
        room = 7.0 * len(words) + 44
        if left + room > plane.frame.width + 24 and left > 0:
            left, up = -34.0, up - 18
        start, level = plane.frame.x0 + left, plane.frame.y1 + up
        plane.plot(
            [start, start + 24], [level, level], color=theme.soft, linewidth=1.25, linestyle=style, by=SHEET,
            clip_on=False,
        )  # fmt: skip
        plane.annotate(
            words, (0, 1), (left + 30, up - 4), by=FRACTION, color=theme.soft,
        )  # fmt: skip
        left += room
