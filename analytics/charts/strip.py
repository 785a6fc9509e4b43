"""From everything that came in, by each rule that leaves something out, to what is counted: one bar each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from analytics.charts.letters import BASELINE, cut, empty_height, nothing, pixels
from analytics.charts.style import Theme, ThemeName, is_wide, settings
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAME_WIDTH: Final = 292
VALUE_WIDTH: Final = 116
RIM: Final = 6


class Role(StrEnum):
    """What a bar of the strip stands for."""

    RAW = "raw"
    FLAG = "flag"
    CLEAN = "clean"


@dataclass(frozen=True, slots=True)
class StripRow:
    """One bar; n None where it is withheld, its words say so."""

    name: str
    n: int | None
    words: str
    role: Role


@dataclass(frozen=True, slots=True)
class Strip:
    """The whole chart: raw first, then what each rule marked, then what is counted."""

    title: str
    description: str
    rows: tuple[StripRow, ...]
    empty: str = ""


def render(data: Strip, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    with settings(theme) as colours:
        return svg(draw(data, width, colours), data.title, data.description)


def _row_height(width: int) -> int:
    return 32 if is_wide(width) else 48


def height(data: Strip, width: int) -> int:
    """Return the height in pixels."""
    if not data.rows:
        return empty_height(width, data.empty)
    return _row_height(width) * len(data.rows) + 2 * RIM


def draw(data: Strip, width: int, theme: Theme) -> Figure:
    """Return the chart; the longest bar is all that came in."""
    if not data.rows:
        return nothing(width, data.empty, theme)
    figure, axes = pixels(width, height(data, width))
    wide = is_wide(width)
    left = NAME_WIDTH if wide else 0.75
    most = max((row.n or 0 for row in data.rows), default=0) or 1
    room = width - left - (VALUE_WIDTH if wide else 8)
    for number, row in enumerate(data.rows):
        middle = RIM + _row_height(width) * (number + 0.5) + (0 if wide else 9)
        line = middle + BASELINE if wide else middle - 15
        weight = "normal" if row.role is Role.FLAG else "bold"
        axes.text(0, line, cut(row.name, (left if wide else width - 100) - 8), color=theme.ink, weight=weight)
        length = room * (row.n or 0) / most
        _bar(axes, row, left, middle, length, theme)
        at = left + length + 8 if wide else width - 2
        side = "left" if wide else "right"
        colour = theme.soft if row.n is None else theme.ink
        axes.text(at, line, row.words, color=colour, ha=side, weight="normal" if row.n is None else weight)
    return figure


def _bar(axes: Axes, row: StripRow, left: float, middle: float, length: float, theme: Theme) -> None:
    if not row.n:
        return
    if row.role is Role.FLAG:
        axes.barh(middle, length, 16, left, color=theme.surface, edgecolor=theme.late, linewidth=1.25, hatch="////")
        return
    colour = theme.accent if row.role is Role.CLEAN else theme.steps[1]
    axes.barh(middle, length, 16, left, color=colour, edgecolor=theme.edge, linewidth=0.75)
