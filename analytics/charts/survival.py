"""The share of cases still open, day by day: now against a baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.charts.letters import empty_height, nothing
from analytics.charts.ruler import UNDER
from analytics.charts.scale import labels
from analytics.charts.style import THEMES, Margins, Theme, ThemeName, is_wide, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

OPEN_SHARES = (0.0, 25.0, 50.0, 75.0, 100.0)
WEEK = 7
LETTER = 6.6
"""Width of a letter at 12 px, in pixels, about."""
DASHED = (0, (5, 2))
DOTTED = (0, (2, 2))
MOST_WEEKS_WIDE = 8
MOST_WEEKS_NARROW = 6


@dataclass(frozen=True, slots=True)
class SurvivalLine:
    """One curve as steps: days and the percentage still open from each on; the median or None; its name and words."""

    days: tuple[float, ...]
    open_percent: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    median: float | None
    name: str
    median_words: str


@dataclass(frozen=True, slots=True)
class Term:
    """A vertical line where the law wants cases settled, with its words, a line each."""

    at: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Survival:
    """The whole chart. until is the end of the axis; every is the smallest distance of its marks, both in its unit.

    empty stands instead of two spans without a case.
    """

    title: str
    description: str
    now: SurvivalLine
    base: SurvivalLine | None
    until: float
    axis_label: str
    unit: str = "\u00a0%"
    every: float = WEEK
    term: Term | None = None
    empty: str = ""


def render(data: Survival, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    return svg(draw(data, width, THEMES[theme]), data.title, data.description)


def _is_empty(data: Survival) -> bool:
    return bool(data.empty) and data.base is None and not data.now.days


def height(data: Survival, width: int) -> int:
    """Return the height in pixels."""
    if _is_empty(data):
        return empty_height(width, data.empty)
    return 320 if is_wide(width) else 300


def draw(data: Survival, width: int, theme: Theme) -> Figure:
    """Return the chart: baseline dashed with a square at its median, now solid with a circle and its band."""
    if _is_empty(data):
        return nothing(width, data.empty, theme)
    wide = is_wide(width)
    figure, plane = sheet(width, height(data, width), Margins(left=44, right=14, bottom=46), theme)
    plane.set_ylim(0, 101)
    plane.set_yticks(OPEN_SHARES, labels(OPEN_SHARES, data.unit))
    plane.set_xlim(0, data.until)
    marks = _marks(data.until, data.every, MOST_WEEKS_WIDE if wide else MOST_WEEKS_NARROW)
    plane.set_xticks(marks, [f"{mark:g}" for mark in marks])
    plane.set_xlabel(data.axis_label)
    _band(plane, data.now, theme)
    if data.base is not None:
        _curve(plane, data.base, theme.edge, "s", DASHED, 2.0, theme)
    _curve(plane, data.now, theme.accent, "o", "-", 2.5, theme)
    if data.term is not None and data.term.at < data.until:
        _term(plane, data.term, theme)
    _names(plane, data, theme)
    return figure


def _marks(until: float, every: float, most: int) -> list[float]:
    """Return multiples of the distance, doubled as often as keeps the marks few."""
    while until / every > most:
        every *= 2
    return [every * number for number in range(int(until / every) + 1)]


def _term(plane: Plane, term: Term, theme: Theme) -> None:
    """Draw the line of the law with its words beside the top."""
    plane.axvline(term.at, color=theme.late, linewidth=1.25)
    for row, words in enumerate(term.words):
        plane.annotate(
            words, (term.at, 1), (7, -16 - 16 * row), by=UNDER,
            color=theme.late,
        )  # fmt: skip


def _band(plane: Plane, line: SurvivalLine, theme: Theme) -> None:
    if line.days:
        plane.fill_between(line.days, line.low, line.high, step="post", color=theme.band)


def _curve(
    plane: Plane,
    line: SurvivalLine,
    colour: str,
    marker: str,
    style: str | tuple[int, tuple[int, int]],
    thick: float,
    theme: Theme,
) -> None:
    days, shares = (0.0, *line.days), (100.0, *line.open_percent)
    plane.step(days, shares, where="post", color=colour, linewidth=thick, linestyle=style)
    if line.median is None or line.median > plane.get_xlim()[1]:
        return
    plane.plot([line.median, line.median], [0, 50], color=colour, linewidth=1, linestyle=DOTTED)
    plane.scatter([line.median], [50], marker, 7, color=colour)


def _clear_of(term: Term, at: float, line: SurvivalLine, plane: Plane) -> float:
    """Return where words may begin so that the line of the law does not run through them."""
    letters = max(len(line.name), len(line.median_words))
    end = at + (letters * LETTER + 12) * (plane.get_xlim()[1] / plane.frame.width)
    return term.at if at < term.at < end else at


def _names(plane: Plane, data: Survival, theme: Theme) -> None:
    """Write each name at its curve's median, the earlier one left below it, the later one right above it."""
    lines = [(data.now, theme.accent, "bold")]
    if data.base is not None:
        lines.append((data.base, theme.soft, "normal"))
    lines.sort(key=lambda entry: float("inf") if entry[0].median is None else entry[0].median)
    for position, (line, colour, weight) in enumerate(lines):
        at = data.until * 0.62 if line.median is None else min(line.median, data.until * 0.8)
        left = position == 0 and len(lines) > 1 and at > data.until * 0.35
        if not left and data.term is not None:
            at = _clear_of(data.term, at, line, plane)
        for row, words in enumerate((line.name, line.median_words)):
            plane.annotate(
                words,
                (at, 50),
                (-10 if left else 10, (-18 if left else 30) - 16 * row),
                ha="right" if left else "left",
                color=colour,
                weight=weight,
            )
