"""A control chart: months as points, the centre line, the limits, and a shape of its own for every kind of signal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from analytics.charts.letters import empty_height, nothing
from analytics.charts.months import below
from analytics.charts.ruler import BESIDE, FRACTION
from analytics.charts.scale import labels, ticks
from analytics.charts.style import THEMES, Margins, Theme, ThemeName, is_wide, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

Mark = Literal["common", "improving", "concerning", "changed"]

SHAPES: Final[dict[Mark, tuple[str, float]]] = {
    "common": ("o", 6),
    "improving": ("D", 9),
    "concerning": ("X", 11),
    "changed": ("s", 8.5),
}
"""Marker and size in pixels: told apart without colour."""

LABELS_WIDE, LABELS_NARROW = 12, 4
APART: Final = 14
"""Pixels between the numbers at the right end, so that they never overlap."""


@dataclass(frozen=True, slots=True)
class ControlMonth:
    """One month in percent, days or counts. value None: a gap; centre, low and high None: no lines there."""

    label: str
    year: str
    value: float | None
    centre: float | None
    low: float | None
    high: float | None
    mark: Mark
    stretch: int


@dataclass(frozen=True, slots=True)
class Control:
    """The whole chart. legend: the words of each mark that occurs; ends: high, centre and low as written at the end.

    target: drawn as a line of its own; None: there is none. empty stands instead of months without a value.
    """

    title: str
    description: str
    months: tuple[ControlMonth, ...]
    legend: tuple[tuple[Mark, str], ...]
    ends: tuple[str, str, str]
    unit: str = ""
    floor: float = 0
    ceiling: float = 1_000_000
    target: tuple[float, str] | None = None
    empty: str = ""


def render(data: Control, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    return svg(draw(data, width, THEMES[theme]), data.title, data.description)


def _is_empty(data: Control) -> bool:
    return bool(data.empty) and all(month.value is None for month in data.months)


def height(data: Control, width: int) -> int:
    """Return the height in pixels; narrow sheets write the legend on lines of their own."""
    if _is_empty(data):
        return empty_height(width, data.empty)
    return 330 if is_wide(width) else 350


def draw(data: Control, width: int, theme: Theme) -> Figure:
    """Return the chart."""
    if _is_empty(data):
        return nothing(width, data.empty, theme)
    wide = is_wide(width)
    top = 34 if wide else 22 * max(1, len(data.legend)) + 12
    figure, plane = sheet(width, height(data, width), Margins(left=44, right=62, top=top, bottom=46), theme)
    seen = [end for month in data.months for end in (month.value, month.low, month.high) if end is not None]
    seen += [data.target[0]] if data.target else []
    bounded = [min(max(one, data.floor), data.ceiling) for one in seen]
    marks = ticks(min(bounded, default=0), max(bounded, default=1), floor=data.floor, ceiling=data.ceiling)
    plane.set_ylim(marks[0], marks[-1])
    plane.set_yticks(marks, labels(marks, data.unit))
    plane.set_xlim(-0.6, max(1, len(data.months)) - 0.4)
    _axis(plane, data.months, wide)
    for places in _stretches(data.months):
        _lines(plane, places, data.months, theme)
    _points(plane, data.months, theme)
    _target(plane, data, theme)
    _ends(plane, data, theme)
    _legend(plane, data, theme, wide)
    return figure


def _stretches(months: Sequence[ControlMonth]) -> list[list[int]]:
    """Places with lines, those of one stretch together."""
    found: dict[int, list[int]] = {}
    for place, month in enumerate(months):
        if month.centre is not None:
            found.setdefault(month.stretch, []).append(place)
    return list(found.values())


def _lines(plane: Plane, places: list[int], months: Sequence[ControlMonth], theme: Theme) -> None:
    """Draw centre and limits of one stretch, each from half a month before its first point to half a month behind."""
    edges = [places[0] - 0.5, *(place + 0.5 for place in places)]
    centre = months[places[0]].centre or 0.0
    plane.hlines(centre, edges[0], edges[-1], color=theme.ink, linewidth=1.25)
    low, high = [months[place].low for place in places], [months[place].high for place in places]
    lows, highs = [one for one in low if one is not None], [one for one in high if one is not None]
    if len(lows) != len(places) or len(highs) != len(places):
        return
    plane.fill_between(edges, [lows[0], *lows], [highs[0], *highs], step="pre", color=theme.band, opacity=0.45)
    for line in (lows, highs):
        plane.step(edges, [line[0], *line], where="pre", color=theme.edge, linewidth=1.5, linestyle=(0, (5, 3)))


def _points(plane: Plane, months: Sequence[ControlMonth], theme: Theme) -> None:
    """Draw the months: a thin line between neighbours, and over it the mark of each."""
    run: list[int] = []
    for place, month in [*enumerate(months), (len(months), None)]:
        if month is not None and month.value is not None:
            run.append(place)
            continue
        if len(run) > 1:
            values = [months[one].value or 0.0 for one in run]
            plane.plot(run, values, color=theme.accent, linewidth=1.25, clip_on=False)
        run = []
    for mark in SHAPES:
        chosen = [(place, month.value) for place, month in enumerate(months) if month.mark == mark]
        known = [(place, value) for place, value in chosen if value is not None]
        _draw_marks(plane, [place for place, _value in known], [value for _place, value in known], mark, theme)


def _draw_marks(plane: Plane, places: Sequence[float], values: Sequence[float], mark: Mark, theme: Theme) -> None:
    shape, size = SHAPES[mark]
    colour = theme.late if mark == "concerning" else theme.accent
    plane.scatter(places, values, shape, size, color=colour, rim=1.25, clip_on=False, zorder=4)


def _axis(plane: Plane, months: Sequence[ControlMonth], wide: bool) -> None:
    every = max(1, -(-len(months) // (LABELS_WIDE if wide else LABELS_NARROW)))
    shown = [place for place in range(len(months)) if (len(months) - 1 - place) % every == 0]
    plane.set_xticks(shown, [months[place].label for place in shown])
    year = ""
    for place in shown:
        if months[place].year != year:
            year = months[place].year
            below(plane, place, 2, year)


def _target(plane: Plane, data: Control, theme: Theme) -> None:
    if data.target is None:
        return
    value, words = data.target
    plane.axhline(value, color=theme.ink, linewidth=1.5, linestyle=(0, (1, 2)))
    plane.annotate(
        words,
        (0, value),
        (4, 4),
        by=BESIDE,
        color=theme.ink,
        size=11,
    )


def _ends(plane: Plane, data: Control, theme: Theme) -> None:
    """Write limits and centre of the last stretch beside its end, moved apart where they would touch."""
    last = next((month for month in reversed(data.months) if month.centre is not None), None)
    if last is None or last.centre is None:
        return
    low, top = plane.get_ylim()
    pixels = plane.frame.height / (top - low)
    heights = [
        (min(max(value, low), top) - low) * pixels if value is not None else None
        for value in (last.high, last.centre, last.low)
    ]
    middle = heights[1] or 0.0
    high = None if heights[0] is None else max(heights[0], middle + APART)
    deep = None if heights[2] is None else min(heights[2], middle - APART)
    for place, words, is_centre in zip((high, middle, deep), data.ends, (False, True, False), strict=True):
        if place is not None:
            plane.annotate(
                words,
                (1, 0),
                (6, place - 4),
                by=FRACTION,
                color=theme.ink if is_centre else theme.soft,
                weight="bold" if is_centre else "normal",
            )


def _legend(plane: Plane, data: Control, theme: Theme, wide: bool) -> None:
    """Name the marks above the plot: side by side where there is room, else below one another."""
    offset = 0.0
    for line, (mark, words) in enumerate(data.legend):
        across, up = (offset, 20.0) if wide else (0.0, 22.0 * (len(data.legend) - line) - 6)
        shape, size = SHAPES[mark]
        plane.annotate(words, (0, 1), (across + 12, up - 4), by=FRACTION)
        colour = theme.late if mark == "concerning" else theme.accent
        plane.mark((0, 1), (across + 3, up), shape, size, colour)
        offset += 30 + 7.2 * len(words)
