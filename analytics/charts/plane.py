"""A plane of a chart: two scales on a sheet, and what is drawn and written by them.

It has those methods of matplotlib's ``Axes`` that our charts use, with their names and meaning, and nothing else: no
ticks that measure their words, no limits that follow the data. A chart costs a tenth of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from analytics.charts.canvas import Canvas
from analytics.charts.paths import Cap, Dashes, Side, Where, cap_of, each, stairs
from analytics.charts.ruler import BESIDE, DATA, FRACTION, SHEET, UNDER, Told

Numbers = float | Sequence[float]
Box = tuple[float, float, float, float]
"""Left, right, one end and the other end, in the units of the plane."""

TICK, TICK_WIDTH = 4, 0.8
NAME_DOWN, TITLE_DOWN = 16.5, 32.5
NAME_LEFT, NAME_MIDDLE = 3.5, 4.5
"""Ours, pixels: how long and thick a tick of the axis is; how far below it stand the base lines of its names and of its
title; how far left of the plane the names of the other one end, and how far below its line their base line is."""


class Plane(Canvas):
    """Two scales on a figure, and whatever is drawn there."""

    def set_xticks(self, marks: Sequence[float], names: Sequence[str], grid: bool = False) -> None:
        """Draw the axis with a tick and a name at each mark; the scale is made to reach them all."""
        ends = (*self.get_xlim(), *marks)
        self.set_xlim(min(ends), max(ends))
        bottom = self.frame.y0
        places = [self.at(mark, 0)[0] for mark in marks]
        self.lines([[(self.frame.x0, bottom), (self.frame.x1, bottom)]], self.theme.edge, 1, 2.5, cap="projecting")
        self.lines([[(at, bottom), (at, bottom - TICK)] for at in places], self.theme.edge, TICK_WIDTH, 0.5)
        if grid:
            self.lines([[(at, bottom), (at, self.frame.y1)] for at in places], self.theme.line, 1, 0.4)
        for at, name in zip(places, names, strict=True):
            self.write(name, (at, bottom - NAME_DOWN), self.theme.soft, "center")

    def set_yticks(self, marks: Sequence[float], names: Sequence[str], grid: bool = True) -> None:
        """Write a name at each mark and draw a line of the grid from it."""
        left, right = self.frame.x0, self.frame.x1
        places = [self.at(0, mark)[1] for mark in marks]
        if grid:
            self.lines([[(left, at), (right, at)] for at in places], self.theme.line, 1, 0.4)
        for at, name in zip(places, names, strict=True):
            self.write(name, (left - NAME_LEFT, at - NAME_MIDDLE), self.theme.soft, "right")

    def set_xlabel(self, words: str) -> None:
        """Say under the axis what it counts."""
        middle = self.frame.x0 + self.frame.width / 2
        self.write(words, (middle, self.frame.y0 - TITLE_DOWN), self.theme.soft, "center")

    def text(self, across: float, up: float, words: str, **style: Any) -> None:
        """Write a line of text at a place of the plane."""
        self.annotate(words, (across, up), **style)

    def annotate(
        self,
        words: str,
        place: tuple[float, float],
        offset: tuple[float, float] = (0, 0),
        *,
        by: Told = DATA,
        color: str = "",
        ha: Side = "left",
        size: float = 12,
        weight: str = "normal",
        zorder: float = 3,
    ) -> None:
        """Write a line of text beside a place; the offset is in pixels, to the right and upwards."""
        across, up = self.at(*place, by)
        self.write(words, (across + offset[0], up + offset[1]), color or self.theme.soft, ha, size, weight, zorder)

    def note(self, across: float, down: float, words: str, color: str = "", weight: str = "normal") -> None:
        """Write on the sheet, so many pixels from its upper left corner."""
        self.annotate(words, (across, self.figure.bbox.height - down), by=SHEET, color=color, weight=weight)

    def plot(
        self,
        across: Sequence[float],
        up: Sequence[float],
        *,
        color: str,
        linewidth: float = 2.25,
        linestyle: Dashes = "-",
        by: Told = DATA,
        clip_on: bool = True,
        zorder: float = 2,
        cap: Cap | None = None,
    ) -> None:
        """Draw a line from place to place."""
        places = [self.at(x, y, by) for x, y in zip(across, up, strict=True)]
        self.lines([places], color, linewidth, zorder, linestyle, cap or cap_of(linestyle), clip_on=clip_on)

    def step(self, across: Sequence[float], up: Sequence[float], where: Where, **style: Any) -> None:
        """Draw a line that leaps, at the place before (pre) or at the place itself (post)."""
        self.plot(*stairs(across, up, where), **style)

    def scatter(
        self,
        across: Sequence[float],
        up: Sequence[float],
        sign: str,
        size: float,
        *,
        color: str,
        rim: float = 1.5,
        clip_on: bool = True,
        zorder: float = 2,
    ) -> None:
        """Draw a mark at each place with a rim in the colour of the ground; nothing where there are none."""
        places = [self.at(x, y) for x, y in zip(across, up, strict=True)]
        self.marks(places, sign, size, color, rim, zorder, clip_on)

    def mark(self, place: tuple[float, float], offset: tuple[float, float], sign: str, size: float, color: str) -> None:
        """Draw a mark of a legend, so many pixels from a place told in parts of the plane."""
        across, up = self.at(*place, FRACTION)
        self.marks([(across + offset[0], up + offset[1])], sign, size, color)

    def hlines(
        self, up: Numbers, left: Numbers, right: Numbers, *, color: str, linewidth: float, linestyle: Dashes = "-",
        zorder: float = 2,
    ) -> None:  # fmt: skip
        """Draw level lines, each between its ends."""
        pieces = [[self.at(one, y), self.at(other, y)] for y, one, other in each(up, left, right)]
        self.lines(pieces, color, linewidth, zorder, linestyle, clip_on=True)

    def vlines(
        self, across: Numbers, low: Numbers, high: Numbers, *, color: str, linewidth: float, linestyle: Dashes = "-",
        zorder: float = 2,
    ) -> None:  # fmt: skip
        """Draw upright lines, each between its ends."""
        pieces = [[self.at(x, one), self.at(x, other)] for x, one, other in each(across, low, high)]
        self.lines(pieces, color, linewidth, zorder, linestyle, clip_on=True)

    def axhline(self, up: float, **style: Any) -> None:
        """Draw a level line through the plane."""
        self.plot([0, 1], [up, up], by=BESIDE, **style)

    def axvline(self, across: float, **style: Any) -> None:
        """Draw an upright line through the plane."""
        self.plot([across, across], [0, 1], by=UNDER, **style)

    def fill_between(
        self,
        across: Sequence[float],
        low: Sequence[float],
        high: Sequence[float],
        *,
        color: str,
        opacity: float = 1,
        step: Where | None = None,
        zorder: float = 1,
    ) -> None:
        """Fill the room between two lines."""
        floor = stairs(across, low, step) if step else (across, low)
        roof = stairs(across, high, step) if step else (across, high)
        around = [*zip(*floor, strict=True), *reversed(list(zip(*roof, strict=True)))]
        if around:
            self.areas([[self.at(x, y) for x, y in around]], zorder, face=color, opacity=opacity)

    def bar(
        self, places: Sequence[float], sizes: Sequence[float], width: float, bottom: Sequence[float] = (), **style: Any
    ) -> None:
        """Draw upright bars of one look, their middles at the places."""
        floors = bottom or [0.0] * len(places)
        self.fill(
            [(at - width / 2, at + width / 2, low, low + n) for at, n, low in zip(places, sizes, floors, strict=True)],
            **style,
        )

    def barh(self, places: Numbers, sizes: Numbers, height: float, left: float, **style: Any) -> None:
        """Draw level bars of one look, their middles at the places."""
        bars = each(places, sizes, left)
        self.fill([(low, low + n, at - height / 2, at + height / 2) for at, n, low in bars], **style)

    def fill(
        self, boxes: Iterable[Box], *, by: Told = DATA, clip_on: bool = True, zorder: float = 1, **look: Any
    ) -> None:
        """Draw rectangles as one shape of one look: a grid of hundreds stays a small picture."""
        around = [
            [self.at(*corner, by) for corner in ((left, low), (right, low), (right, high), (left, high))]
            for left, right, low, high in boxes
        ]
        self.areas(around, zorder, clip_on, **look)
