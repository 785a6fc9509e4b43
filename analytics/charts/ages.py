"""What was open at each month's end by how long it had been open: stacked from the youngest to the oldest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.charts.boxes import fill
from analytics.charts.letters import empty_height, nothing
from analytics.charts.months import name_months
from analytics.charts.scale import labels, ticks
from analytics.charts.style import Margins, Theme, ThemeName, is_wide, settings, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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
    with settings(theme) as colours:
        return svg(draw(data, width, colours), data.title, data.description)


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
    figure, axes = sheet(width, height(data, width), margins)
    marks = ticks(0, max(sum(month.counts) for month in data.months))
    axes.set_ylim(0, marks[-1])
    axes.set_yticks(marks, labels(marks, ""))
    axes.set_xlim(-0.6, max(1, len(data.months)) - 0.4)
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
        fill(axes, bars, facecolor=theme.steps[band], edgecolor=theme.edge, linewidth=0.75)
        floor = grown
    if wide:
        for place, total in zip(places, floor, strict=True):
            if total:
                axes.annotate(
                    str(total), (place, total), (0, 5), textcoords="offset points", ha="center", color=theme.ink
                )
    name_months(axes, [(month.label, month.year) for month in data.months], wide)
    _legend(axes, data, wide, theme)
    return figure


def _legend(axes: Axes, data: Ages, wide: bool, theme: Theme) -> None:
    """Name the bands in their order; three to a line on a phone."""
    from matplotlib.patches import Rectangle

    figure = axes.get_figure()
    if figure is None:
        return
    width, tall = axes.bbox.width + 54, axes.bbox.height
    spots = [(132.0 * place, 20.0) for place in range(5)] if wide else [
        (94.0 * (place % 3), 38.0 - 20 * (place // 3)) for place in range(5)
    ]  # fmt: skip
    for band, (left, up) in enumerate(spots):
        across, high = (left - 34) / (width - 54), 1 + up / tall
        axes.add_patch(
            Rectangle(
                (across, high - 6 / tall), 11 / (width - 54), 11 / tall, transform=axes.transAxes, clip_on=False,
                facecolor=theme.steps[band], edgecolor=theme.edge, linewidth=0.75,
            )
        )  # fmt: skip
        axes.annotate(
            data.bands[band], (across, high), (17, -5), xycoords="axes fraction", textcoords="offset points",
            color=theme.soft, annotation_clip=False,
        )  # fmt: skip
