"""What a drawing is made of: shapes, marks and lines of text, in pixels of the sheet.

matplotlib's own lines, patches and texts look up thirty settings each and measure every word in a font; these are told
all they need, so no setting of a machine changes a drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, cast

from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, IdentityTransform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.backend_bases import GraphicsContextBase, RendererBase
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox, Transform

    from analytics.charts.paths import Cap, Side

Point = tuple[float, float]
Join = Literal["miter", "round", "bevel"]

FAMILY: Final = "DejaVu Sans"
"""What another backend of matplotlib would write in; an SVG names the fonts of who reads it."""

PIXELS: Final = IdentityTransform()


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and line of a shape; no ``edge``: no line, no ``face``: no area. Dashes in pixels."""

    face: str | None = None
    edge: str | None = None
    linewidth: float = 1
    dashes: tuple[float, ...] | None = None
    cap: Cap = "butt"
    join: Join = "miter"
    opacity: float = 1
    hatch: str | None = None

    def of(self, renderer: RendererBase, clip: Bbox | None) -> GraphicsContextBase:
        """The same as matplotlib's renderers want it."""
        context = renderer.new_gc()
        context.set_linewidth(self.linewidth if self.edge else 0)
        context.set_capstyle(self.cap)
        context.set_joinstyle(self.join)
        context.set_clip_rectangle(clip)
        if self.edge:
            context.set_foreground(self.edge)
            context.set_dashes(0, self.dashes)
        if self.hatch and self.edge:
            context.set_hatch(self.hatch)
            context.set_hatch_color(to_rgba(self.edge))
        return context

    @property
    def ground(self) -> tuple[float, float, float, float] | None:
        """The colour of the area."""
        return to_rgba(self.face, self.opacity) if self.face else None


class Shape(Artist):
    """A line or an area; as many pieces as wanted, all of one look."""

    def __init__(self, path: Path, look: Look, clip: Bbox | None, zorder: float) -> None:
        super().__init__()
        self.zorder = zorder
        self._path, self._look, self._clip = path, look, clip

    def draw(self, renderer: RendererBase) -> None:
        """Draw it."""
        renderer.draw_path(self._look.of(renderer, self._clip), self._path, PIXELS, self._look.ground)


class Marks(Artist):
    """The same mark at some points, so many pixels high."""

    def __init__(
        self, points: Sequence[Point], sign: str, size: float, look: Look, clip: Bbox | None, zorder: float
    ) -> None:
        super().__init__()
        self.zorder = zorder
        self._points, self._mark, self._look, self._clip = Path(points), mark(sign, size), look, clip

    def draw(self, renderer: RendererBase) -> None:
        """Draw them."""
        shape, grown, join = self._mark
        context = self._look.of(renderer, self._clip)
        context.set_joinstyle(join)
        renderer.draw_markers(context, shape, grown, self._points, PIXELS, self._look.ground)


class Words(Artist):
    """A line of text that begins, ends or has its middle at a point on its base line. The renderer needs no measure."""

    def __init__(self, words: str, at: Point, colour: str, side: Side, size: float, weight: str, zorder: float) -> None:
        super().__init__()
        self.zorder, self.side = zorder, side
        self._words, self._at, self._colour, self._font = words, at, colour, font(size, weight)

    def draw(self, renderer: RendererBase) -> None:
        """Write it."""
        if self._words:
            context, told = renderer.new_gc(), cast("Text", self)
            context.set_foreground(self._colour)
            renderer.draw_text(context, *self._at, self._words, self._font, 0, mtext=told)


@lru_cache(maxsize=64)
def font(size: float, weight: str) -> FontProperties:
    """A font by its size in pixels; no file of it is opened."""
    return FontProperties(family=FAMILY, size=size, weight=weight)


@lru_cache(maxsize=64)
def mark(sign: str, size: float) -> tuple[Path, Transform, Join]:
    """The shape of a mark, what makes it so many pixels high, and how its corners are."""
    style = MarkerStyle(sign)
    grown = style.get_transform() + Affine2D().scale(size)
    return style.get_path(), grown, cast(Join, str(style.get_joinstyle()))
