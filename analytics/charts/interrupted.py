"""A year before and a year after a change: the months, the line before carried on, and the line after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.charts.months import below
from analytics.charts.scale import labels, ticks
from analytics.charts.style import THEMES, Margins, Theme, ThemeName, is_wide, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

EVERY_WIDE: Final = 3
EVERY_NARROW: Final = 6
"""Of so many months one is named."""

MOST: Final = 1_000_000
"""No axis of a time ends below it."""


@dataclass(frozen=True, slots=True)
class SeriesMonth:
    """A month: its value, what the model says, and what the line before says (None before the change)."""

    label: str
    year: str
    value: float
    fitted: float
    without: float | None


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The whole chart in words and numbers. change: the place of the first month after."""

    title: str
    description: str
    months: tuple[SeriesMonth, ...]
    change: int
    change_label: str
    without_label: str
    unit: str = ""


def render(data: Interrupted, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    return svg(draw(data, width, THEMES[theme]), data.title, data.description)


def height(_data: Interrupted, width: int) -> int:
    """Return the height in pixels."""
    return 280 if is_wide(width) else 250


def draw(data: Interrupted, width: int, theme: Theme) -> Figure:
    """Return the chart: points, two pieces of a line, the first carried on in dashes, a line where the change is."""
    wide = is_wide(width)
    figure, plane = sheet(width, height(data, width), Margins(left=44, right=16, bottom=46), theme)
    seen = [one for month in data.months for one in (month.value, month.fitted, month.without) if one is not None]
    marks = ticks(min(0.0, *seen), max(seen), ceiling=MOST)
    plane.set_ylim(marks[0], marks[-1])
    plane.set_yticks(marks, labels(marks, data.unit))
    plane.set_xlim(-0.6, len(data.months) - 0.4)
    _names(plane, data, EVERY_WIDE if wide else EVERY_NARROW)
    _change(plane, data, theme)
    _lines(plane, data, theme)
    return figure


def _names(plane: Plane, data: Interrupted, every: int) -> None:
    shown = range(data.change % every, len(data.months), every)
    plane.set_xticks(list(shown), [data.months[place].label for place in shown])
    year = ""
    for place in shown:
        if data.months[place].year != year:
            year = data.months[place].year
            below(plane, place, 2, year)


def _change(plane: Plane, data: Interrupted, theme: Theme) -> None:
    plane.axvline(data.change - 0.5, color=theme.late, linewidth=1)
    top = plane.get_ylim()[1]
    plane.annotate(
        data.change_label,
        (data.change - 0.5, top),
        (-6, -12),
        ha="right",
        color=theme.late,
    )


def _lines(plane: Plane, data: Interrupted, theme: Theme) -> None:
    places = list(range(len(data.months)))
    fitted, cut = [month.fitted for month in data.months], data.change
    for piece in (slice(0, cut), slice(cut, None)):
        plane.plot(places[piece], fitted[piece], color=theme.accent)
    carried = [(place, month.without) for place, month in enumerate(data.months) if month.without is not None]
    plane.plot(*zip(*carried, strict=True), color=theme.edge, linestyle=(0, (4, 3)), linewidth=1.5)
    end, value = carried[-1]
    plane.annotate(
        data.without_label,
        (end, value or 0.0),
        (0, 7 if (value or 0.0) >= fitted[-1] else -15),
        ha="right",
        color=theme.soft,
    )
    plane.scatter(places, [month.value for month in data.months], "o", 5, color=theme.ink, rim=1)
