"""Which few things make up most of a whole: bars from the largest, and the line of what they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.charts.letters import BASELINE, cut, empty_height, nothing, pixels
from analytics.charts.style import THEMES, Theme, ThemeName, is_wide
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

VITAL_FEW: Final = 80
"""Percent at which the few that matter are told from the many that do not. Source: Juran, Quality Control Handbook."""

MARKS: Final = (0, 20, 40, 60, 80, 100)


@dataclass(frozen=True, slots=True)
class ParetoRow:
    """One thing: how many, its share and what it adds up to with those above, both in percent and in words."""

    name: str
    n: str
    percent: float
    total_percent: float
    total: str


@dataclass(frozen=True, slots=True)
class Pareto:
    """The whole chart, largest first; headings of the two columns of figures."""

    title: str
    description: str
    rows: tuple[ParetoRow, ...]
    n_heading: str
    total_heading: str
    unit: str
    empty: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where things stand, in pixels."""

    name_right: float
    n_right: float
    plot_left: float
    plot_right: float
    row: float
    bar: float
    middle: float


def _place(width: int) -> _Place:
    if is_wide(width):
        return _Place(240, 286, 302, width - 108, 34, 20, 17)
    return _Place(width - 96, width - 62, 0.75, width - 14, 52, 18, 36)


HEAD: Final = 26
FOOT: Final = 26


def render(data: Pareto, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    return svg(draw(data, width, THEMES[theme]), data.title, data.description)


def height(data: Pareto, width: int) -> int:
    """Return the height in pixels."""
    if not data.rows:
        return empty_height(width, data.empty)
    return round(HEAD + _place(width).row * len(data.rows) + FOOT)


def draw(data: Pareto, width: int, theme: Theme) -> Figure:
    """Return the chart; bars and line share one axis, percent of the whole."""
    if not data.rows:
        return nothing(width, data.empty, theme)
    figure, plane = pixels(width, height(data, width), theme)
    place = _place(width)
    _axis(plane, data, place, theme)
    middles = _middles(data, place)
    _headings(plane, data, place, width, theme)
    lengths = [_at(row.percent, place) - place.plot_left for row in data.rows]
    plane.barh(middles, lengths, place.bar, place.plot_left, face=theme.steps[2])
    ends = [_at(row.total_percent, place) for row in data.rows]
    if is_wide(width):  # on a phone the line would run through the names
        plane.plot(ends, middles, color=theme.accent, linewidth=1.75)
    plane.scatter(ends, middles, "o", 7, color=theme.accent)
    for row, middle in zip(data.rows, middles, strict=True):
        _row(plane, row, middle, place, width, theme)
    return figure


def _at(percent: float, place: _Place) -> float:
    return place.plot_left + (place.plot_right - place.plot_left) * percent / 100


def _middles(data: Pareto, place: _Place) -> list[float]:
    return [HEAD + place.row * number + place.middle for number in range(len(data.rows))]


def _headings(plane: Plane, data: Pareto, place: _Place, width: int, theme: Theme) -> None:
    """Head the two columns of figures; on a phone both in one line of words."""
    words = data.total_heading
    if is_wide(width):
        plane.text(place.n_right, 12 + BASELINE, data.n_heading, color=theme.soft, ha="right")
    else:
        words = f"{data.n_heading}  ·  {words}"
    plane.text(width - 2, 12 + BASELINE, words, color=theme.soft, ha="right")


def _axis(plane: Plane, data: Pareto, place: _Place, theme: Theme) -> None:
    bottom = HEAD + place.row * len(data.rows)
    half = place.bar / 2 + 3
    is_whole = place.plot_left > place.name_right
    spans = [(HEAD, bottom)] if is_whole else [(at - half, at + half) for at in _middles(data, place)]
    for mark in MARKS:
        is_vital = mark == VITAL_FEW
        plane.vlines(
            [_at(mark, place)] * len(spans), [top for top, _ in spans], [low for _, low in spans],
            color=theme.soft if is_vital else theme.line, linewidth=1.25 if is_vital else 1,
            linestyle=(0, (5, 4)) if is_vital else "-", zorder=0,
        )  # fmt: skip
        side = "center" if is_whole else {MARKS[0]: "left", MARKS[-1]: "right"}.get(mark, "center")
        words = f"{mark}{data.unit}" if mark == MARKS[-1] else str(mark)
        plane.text(_at(mark, place) + (12 if side == "right" else 0), bottom + 18, words, color=theme.soft, ha=side)


def _row(plane: Plane, row: ParetoRow, middle: float, place: _Place, width: int, theme: Theme) -> None:
    line = middle + BASELINE if is_wide(width) else middle - place.bar / 2 - 5
    plane.text(0, line, cut(row.name, place.name_right - 8), color=theme.ink)
    plane.text(place.n_right, line, row.n, color=theme.ink, ha="right")
    plane.text(width - 2, line, row.total, color=theme.accent, ha="right", weight="bold")
