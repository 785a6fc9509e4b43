"""From everything that came in, by each rule that leaves something out, to what is counted: one bar each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from analytics.charts.letters import BASELINE, cut, empty_height, nothing, pixels
from analytics.charts.style import THEMES, Theme, ThemeName, is_wide
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

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
    return svg(draw(data, width, THEMES[theme]), data.title, data.description)


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
    figure, plane = pixels(width, height(data, width), theme)
    wide = is_wide(width)
    left = NAME_WIDTH if wide else 0.75
    most = max((row.n or 0 for row in data.rows), default=0) or 1
    room = width - left - (VALUE_WIDTH if wide else 8)
    for number, row in enumerate(data.rows):
        middle = RIM + _row_height(width) * (number + 0.5) + (0 if wide else 9)
        line = middle + BASELINE if wide else middle - 15
        weight = "normal" if row.role is Role.FLAG else "bold"
        plane.text(0, line, cut(row.name, (left if wide else width - 100) - 8), color=theme.ink, weight=weight)
        length = room * (row.n or 0) / most
        _bar(plane, row, left, middle, length, theme)
        at = left + length + 8 if wide else width - 2
        side = "left" if wide else "right"
        colour = theme.soft if row.n is None else theme.ink
        plane.text(at, line, row.words, color=colour, ha=side, weight="normal" if row.n is None else weight)
    return figure


def _bar(plane: Plane, row: StripRow, left: float, middle: float, length: float, theme: Theme) -> None:
    if not row.n:
        return
    if row.role is Role.FLAG:
        plane.barh(middle, length, 16, left, face=theme.surface, edge=theme.late, linewidth=1.25, hatch="////")
        return
    colour = theme.accent if row.role is Role.CLEAN else theme.steps[1]
    plane.barh(middle, length, 16, left, face=colour, edge=theme.edge, linewidth=0.75)
