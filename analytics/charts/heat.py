"""A grid of cells, the more the darker: departments by months, weekdays by hours. What is withheld is hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.charts.letters import BASELINE, LINE, cut, empty_height, lines, nothing, pixels
from analytics.charts.plane import Box
from analytics.charts.style import THEMES, Theme, ThemeName, is_wide
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

LEGEND: Final = 30
HEAD: Final = 22
"""Height of the line of columns, in pixels; years above them take another line."""
ROW: Final = 30
ABOVE: Final = 19
"""Height of a row's name where it stands above its cells, in pixels."""
GAP: Final = 1.0
SMALL: Final = 10.5
"""Letters in narrow cells, in pixels."""
NARROW_CELL: Final = 34


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell: its class (0 to 4) and words; class None with is_hidden withheld, without it nothing there."""

    step: int | None
    words: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row of cells under a name; ``short`` is the name on a phone, empty where it stands above its cells there."""

    name: str
    cells: tuple[HeatCell, ...]
    short: str = ""
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Heat:
    """The whole chart: rows, columns with a line above them where it changes, what each class and the hatch mean.

    ``note``: a sentence under the grid, such as whose cells are withheld; ``empty``: what stands instead of no rows.
    """

    title: str
    description: str
    rows: tuple[HeatRow, ...]
    columns: tuple[str, ...]
    above: tuple[str, ...]
    classes: tuple[tuple[int, str], ...]
    hidden: str
    note: str = ""
    empty: str = ""
    name_width: int = 236


def render(data: Heat, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    return svg(draw(data, width, THEMES[theme]), data.title, data.description)


def height(data: Heat, width: int) -> int:
    """Return the height in pixels."""
    if not data.rows:
        return empty_height(width, data.empty)
    return round(_top(data, width) + _row_height(data, width) * len(data.rows) + 8 + LINE * len(_note(data, width)))


def draw(data: Heat, width: int, theme: Theme) -> Figure:
    """Return the chart; one unit of its plane is one pixel."""
    if not data.rows:
        return nothing(width, data.empty, theme)
    figure, plane = pixels(width, height(data, width), theme)
    left = _left(data, width)
    side = (width - left) / max(1, len(data.columns))
    _legend(plane, data, width, theme)
    _columns(plane, data, left, side, width, theme)
    cells = [
        (cell, left + side * place, _cell_top(data, width, number), side)
        for number, row in enumerate(data.rows)
        for place, cell in enumerate(row.cells)
    ]
    for step in range(5):
        plane.fill([_inside(one) for one in cells if one[0].step == step], face=theme.steps[step])
    withheld = [_inside(one) for one in cells if one[0].is_hidden]
    plane.fill(withheld, face=theme.surface, edge=theme.edge, linewidth=0.75, hatch="////")
    _words(plane, cells, theme)
    _names(plane, data, width, theme)
    bottom = _top(data, width) + _row_height(data, width) * len(data.rows) + 8
    for number, line in enumerate(_note(data, width)):
        plane.text(0, bottom + LINE * (number + 0.5) + BASELINE, line, color=theme.soft)
    return figure


Cell = tuple[HeatCell, float, float, float]
"""A cell with its left and upper end and its width, in pixels."""


def _is_above(data: Heat, width: int) -> bool:
    """Whether the names stand above their cells: on a phone, where they have no short form."""
    return not is_wide(width) and not data.rows[0].short


def _left(data: Heat, width: int) -> float:
    if is_wide(width):
        return data.name_width
    return 0 if _is_above(data, width) else 34


def _row_height(data: Heat, width: int) -> int:
    return ROW + ABOVE if _is_above(data, width) else ROW


def _keys(data: Heat, width: int) -> list[tuple[float, float, int | None, str]]:
    """Where the keys of the legend stand: left, middle, class (None the hatch), words."""
    wanted: list[tuple[int | None, str]] = [*data.classes]
    if any(cell.is_hidden for row in data.rows for cell in row.cells):
        wanted.append((None, data.hidden))
    spots: list[tuple[float, float, int | None, str]] = []
    left, middle = 0.0, 12.0
    for step, words in wanted:
        room = 7.2 * len(words) + 42
        if left and left + room - 16 > width:
            left, middle = 0.0, middle + 20
        spots.append((left, middle, step, words))
        left += room
    return spots


def _top(data: Heat, width: int) -> float:
    keys = _keys(data, width)
    last = keys[-1][1] if keys else 0
    return last + LEGEND - 12 + HEAD + (LINE if any(data.above) else 0)


def _cell_top(data: Heat, width: int, number: int) -> float:
    return _top(data, width) + _row_height(data, width) * (number + 1) - ROW


def _note(data: Heat, width: int) -> list[str]:
    return lines(data.note, width) if data.note else []


def _inside(cell: Cell) -> Box:
    _, left, top, side = cell
    return (left + GAP, left + side - GAP, top + GAP, top + ROW - GAP)


def _words(plane: Plane, cells: Sequence[Cell], theme: Theme) -> None:
    for cell, left, top, side in cells:
        if cell.step is not None and cell.words:
            plane.text(
                left + side / 2, top + ROW / 2 + BASELINE, cell.words, color=theme.on_steps[cell.step], ha="center",
                size=12 if side > NARROW_CELL else SMALL,
            )  # fmt: skip


def _names(plane: Plane, data: Heat, width: int, theme: Theme) -> None:
    for number, row in enumerate(data.rows):
        top, weight = _cell_top(data, width, number), "bold" if row.is_whole else "normal"
        if _is_above(data, width):
            plane.text(0, top - 5, cut(row.name, width), color=theme.ink, weight=weight)
            continue
        name = cut(row.name, data.name_width - 8) if is_wide(width) else row.short
        plane.text(0, top + ROW / 2 + BASELINE, name, color=theme.ink, weight=weight)


def _columns(plane: Plane, data: Heat, left: float, side: float, width: int, theme: Theme) -> None:
    top = _top(data, width) - 7
    size = 12 if side > NARROW_CELL else SMALL
    for place, (name, over) in enumerate(zip(data.columns, data.above, strict=True)):
        plane.text(left + side * (place + 0.5), top, name, color=theme.soft, ha="center", size=size)
        if over:
            plane.text(left + side * place + 2, top - LINE, over, color=theme.soft, size=size)


def _legend(plane: Plane, data: Heat, width: int, theme: Theme) -> None:
    for left, middle, step, words in _keys(data, width):
        face, hatch = (theme.surface, "////") if step is None else (theme.steps[step], None)
        key = (left + 1, left + 19, middle - 6, middle + 6)
        plane.fill([key], face=face, edge=theme.edge, linewidth=0.75, hatch=hatch)
        plane.text(left + 25, middle + BASELINE, words, color=theme.soft)
