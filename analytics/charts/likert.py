"""Answers to every question as bars that diverge from the middle of answer 3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.charts.style import THEMES, Margins, Theme, ThemeName, is_wide, sheet
from analytics.charts.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

TOO_NARROW_PIXELS = 20
"""A bar narrower than this cannot hold its figure; the table has it."""

BASELINE = 4.5
"""How far below the middle of a row its letters stand, in pixels; the same for all, whatever accents they bear."""

NEUTRAL = 2
"""Index of answer 3, whose middle is the centre of the chart."""


@dataclass(frozen=True, slots=True)
class LikertRow:
    """One question: shares of answers 1 to 5 (0 to 1 each), or None with a word that says why there are none."""

    name: str
    shares: tuple[float, float, float, float, float] | None
    inside: tuple[str, str, str, str, str] = ("", "", "", "", "")
    top: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Likert:
    """The whole chart: rows in the order of the questions, names of the answers, the heading of the last column."""

    title: str
    description: str
    rows: tuple[LikertRow, ...]
    answers: tuple[str, str, str, str, str]
    top_heading: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where things stand, in pixels."""

    plot_left: float
    plot_right: float
    row_height: float
    bar_height: float
    name_above: bool
    head: float


WIDE_PLACE = _Place(plot_left=216, plot_right=696, row_height=41.5, bar_height=25, name_above=False, head=46)
NARROW_PLACE = _Place(plot_left=0, plot_right=270, row_height=57, bar_height=23, name_above=True, head=44)


def render(data: Likert, width: int, theme: ThemeName) -> bytes:
    """Return the chart as SVG."""
    return svg(draw(data, width, THEMES[theme]), data.title, data.description)


def height(data: Likert, width: int) -> int:
    """Return the height in pixels: the legend and so much a question."""
    place = WIDE_PLACE if is_wide(width) else NARROW_PLACE
    return round(place.head + place.row_height * len(data.rows) + 6)


def draw(data: Likert, width: int, theme: Theme) -> Figure:
    """Return the chart; one unit of its plane is one pixel, so that words and bars share a ruler."""
    wide = is_wide(width)
    place = WIDE_PLACE if wide else NARROW_PLACE
    figure, plane = sheet(width, height(data, width), Margins(0, 0, 0, 0), theme)
    plane.set_xlim(0, width)
    plane.set_ylim(height(data, width), 0)
    _legend(plane, data, width, place, theme)
    left = max((_left_of_centre(row) for row in data.rows), default=0.5)
    right = max((_right_of_centre(row) for row in data.rows), default=0.5)
    per_share = (place.plot_right - place.plot_left) / ((left + right) or 1)
    centre = place.plot_left + left * per_share
    for number, row in enumerate(data.rows):
        middle = place.head + place.row_height * (number + (0.65 if place.name_above else 0.5))
        _name(plane, row, middle, place, theme)
        if row.shares is None:
            plane.text(place.plot_left, middle + BASELINE, row.why_not, color=theme.soft)
            continue
        _bars(plane, row, middle, centre, per_share, place, theme)
        plane.text(width - 2, middle + BASELINE, row.top, color=theme.accent, ha="right", size=14, weight="bold")
    return figure


def _left_of_centre(row: LikertRow) -> float:
    return 0.0 if row.shares is None else sum(row.shares[:NEUTRAL]) + row.shares[NEUTRAL] / 2


def _right_of_centre(row: LikertRow) -> float:
    return 0.0 if row.shares is None else sum(row.shares[NEUTRAL + 1 :]) + row.shares[NEUTRAL] / 2


def _name(plane: Plane, row: LikertRow, middle: float, place: _Place, theme: Theme) -> None:
    above = place.bar_height / 2 + 6 if place.name_above else 0
    plane.text(0, middle - above + (0 if place.name_above else BASELINE), row.name, color=theme.ink, size=13)


def _bars(
    plane: Plane, row: LikertRow, middle: float, centre: float, per_share: float, place: _Place, theme: Theme
) -> None:
    """Draw the five bars of a question with a rim in the colour of the ground, and the centre mark around them."""
    if row.shares is None:
        return
    start = centre - _left_of_centre(row) * per_share
    for answer, share in enumerate(row.shares):
        length = share * per_share
        plane.barh(
            middle,
            length,
            place.bar_height,
            start,
            face=theme.answers[answer],
            edge=theme.surface,
            linewidth=1.25,
        )
        if length >= TOO_NARROW_PIXELS:
            plane.text(
                start + length / 2,
                middle + BASELINE,
                row.inside[answer],
                color=theme.on_answers[answer],
                ha="center",
            )
        start += length
    for end, sign in ((middle - place.bar_height / 2, -1), (middle + place.bar_height / 2, 1)):
        plane.plot(
            [centre, centre], [end + sign, end + sign * (3 if place.name_above else 5)], color=theme.ink, linewidth=1.25
        )


def _legend(plane: Plane, data: Likert, width: int, place: _Place, theme: Theme) -> None:
    """Name the answers in their order; three to a line on a phone."""
    if place.name_above:
        spots = [(110.0 * (number % 3), 14.0 + 18 * (number // 3)) for number in range(5)]
    else:
        lengths = [7.4 * len(answer) + 34 for answer in data.answers]
        starts = [place.plot_left + sum(lengths[:number]) for number in range(5)]
        spots = [(start, 20.0) for start in starts]
        plane.text(width - 2, 20 + BASELINE, data.top_heading, ha="right")
    for answer, (left, middle) in enumerate(spots):
        plane.barh(middle, 11, 11, left, face=theme.answers[answer])
        plane.text(left + 16, middle + BASELINE, data.answers[answer])
