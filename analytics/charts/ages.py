"""What was open at each month's end by how long it had been open: stacked from the youngest to the oldest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.charts.letters import empty_height, nothing
from analytics.charts.months import name_months
from analytics.charts.ruler import FRACTION
from analytics.charts.scale import labels, ticks
from analytics.charts.style import THEMES, Margins, Theme, ThemeName, is_wide, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

Counts = tuple[int, int, int, int, int]
TALL: Final = 310
NARROW_TOP: Final = 60


@dataclass(frozen=True, slots=True)
class AgesAtEnd:
    """Cases open at the end of one month by the five bands of their age, youngest first."""

    label: str
    year: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Ages:
    """The whole chart with the names of the bands, youngest first."""

    title: str
    description: str
    months: tuple[AgesAtEnd, ...]
    bands: tuple[str, str, str, str, str]
    empty: str = ""


def render(data: Ages, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    return svg(draw(data, width, THEMES[theme]), data.title, data.description)


def _is_empty(data: Ages) -> bool:
    return not any(sum(month.counts) for month in data.months)


def height(data: Ages, width: int) -> int:
    """Return the height in pixels."""
    if _is_empty(data):
        return empty_height(width, data.empty)
    return TALL


def draw(data: Ages, width: int, theme: Theme) -> Figure:
    """Return the chart: bars from zero, each band darker than the younger one below it."""
    if _is_empty(data):
        return nothing(width, data.empty, theme)
    wide = is_wide(width)
    margins = Margins(left=44, right=10, top=42 if wide else NARROW_TOP, bottom=46)
    figure, plane = sheet(width, height(data, width), margins, theme)
    marks = ticks(0, max(sum(month.counts) for month in data.months))
    plane.set_ylim(0, marks[-1])
    plane.set_yticks(marks, labels(marks, ""))
    plane.set_xlim(-0.6, max(1, len(data.months)) - 0.4)
    places = list(range(len(data.months)))
    floor = [0] * len(places)
    for band in range(5):
        sizes = [month.counts[band] for month in data.months]
        grown = [low + size for low, size in zip(floor, sizes, strict=True)]
        bars = [
            (place - 0.31, place + 0.31, low, high)
            for place, low, high in zip(places, floor, grown, strict=True)
            if high > low
        ]
        plane.fill(bars, face=theme.steps[band], edge=theme.edge, linewidth=0.75)
        floor = grown
    if wide:
        for place, total in zip(places, floor, strict=True):
            if total:
                plane.annotate(str(total), (place, total), (0, 5), ha="center", color=theme.ink)
    name_months(plane, [(month.label, month.year) for month in data.months], wide)
    _legend(plane, data, wide, theme)
    return figure


def _legend(plane: Plane, data: Ages, wide: bool, theme: Theme) -> None:
    """Name the bands in their order; three to a line on a phone."""
    width, tall = plane.frame.width, plane.frame.height
    spots = [(132.0 * place, 20.0) for place in range(5)] if wide else [
        (94.0 * (place % 3), 38.0 - 20 * (place // 3)) for place in range(5)
    ]  # fmt: skip
    for band, (left, up) in enumerate(spots):
        across, high = (left - 34) / width, 1 + up / tall
        key = (across, across + 11 / width, high - 6 / tall, high + 5 / tall)
        plane.fill([key], by=FRACTION, clip_on=False, face=theme.steps[band], edge=theme.edge, linewidth=0.75)
        plane.annotate(data.bands[band], (across, high), (17, -5), by=FRACTION)
