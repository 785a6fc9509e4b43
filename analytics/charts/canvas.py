"""What is put on a figure, in pixels: areas, lines, marks and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analytics.charts.paths import Cap, Dashes, Points, Side, dashes_of, path_of
from analytics.charts.ruler import Frame, Ruler

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

    from analytics.charts.style import Theme


class Canvas(Ruler):
    """A figure with two scales; whatever is clipped ends at their frame. Imports of matplotlib wait for a drawing."""

    def __init__(self, figure: Figure, frame: Frame, theme: Theme) -> None:
        from matplotlib.transforms import Bbox

        super().__init__(frame)
        self.figure, self.theme = figure, theme
        self._box = Bbox.from_bounds(frame.x0, frame.y0, frame.width, frame.height)

    def areas(self, around: Sequence[Points], zorder: float, clip_on: bool = True, **look: Any) -> None:
        """Fill areas of one look as one shape; nothing where there are none."""
        from analytics.charts.artists import Look, Shape

        if around:
            self.figure.add_artist(Shape(path_of(around, is_closed=True), Look(**look), self._clip(clip_on), zorder))

    def lines(
        self,
        pieces: Sequence[Points],
        colour: str,
        width: float,
        zorder: float,
        dashes: Dashes = "-",
        cap: Cap = "butt",
        clip_on: bool = False,
    ) -> None:
        """Draw lines of one look as one shape; nothing where there are none."""
        from analytics.charts.artists import Look, Shape

        if any(pieces):
            look = Look(edge=colour, linewidth=width, dashes=dashes_of(dashes, width), cap=cap, join="round")
            self.figure.add_artist(Shape(path_of(pieces), look, self._clip(clip_on), zorder))

    def write(
        self,
        words: str,
        at: tuple[float, float],
        colour: str,
        side: Side,
        size: float = 12,
        weight: str = "normal",
        zorder: float = 3,
    ) -> None:
        """Write a line of text whose base line begins, ends or has its middle at a pixel."""
        from analytics.charts.artists import Words

        self.figure.add_artist(Words(words, at, colour, side, size, weight, zorder))

    def marks(
        self,
        places: Points,
        sign: str,
        size: float,
        colour: str,
        rim: float = 0,
        zorder: float = 2,
        clip_on: bool = False,
    ) -> None:
        """Draw a mark at each place, so many pixels high, with a rim in the colour of the ground."""
        from analytics.charts.artists import Look, Marks

        if places:
            look = Look(colour, self.theme.surface if rim else None, rim)
            self.figure.add_artist(Marks(places, sign, size, look, self._clip(clip_on), zorder))

    def _clip(self, clip_on: bool) -> Bbox | None:
        return self._box if clip_on else None
