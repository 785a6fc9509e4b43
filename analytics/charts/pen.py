"""The pen: what matplotlib draws on, written as the markup of an SVG that a strict page may show."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import rgb2hex
from matplotlib.path import Path

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.transforms import Transform

ANCHORS: Final = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}
CAPS: Final = {"butt": "", "round": ' stroke-linecap="round"', "projecting": ' stroke-linecap="square"'}
MOVE, LINE, CLOSE, STOP = int(Path.MOVETO), int(Path.LINETO), int(Path.CLOSEPOLY), int(Path.STOP)
SIGNS: Final = {MOVE: "M", LINE: "L", int(Path.CURVE3): "Q", int(Path.CURVE4): "C"}
PATTERN: Final = 72
"""Side of the square a hatch repeats in, in pixels. Source: matplotlib's own SVG backend."""

NAME: Final = "@"
"""Stands for the name in a definition until it has one."""


def short(number: float) -> str:
    """Return a number with at most two decimals and no zeros behind them."""
    written = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def _way(path: Path, height: float) -> str:
    """A path as an SVG writes it; its pixels count from the top. A sign that goes on is not repeated."""
    points = np.asarray(path.vertices).tolist()
    codes = [MOVE, *[LINE] * (len(points) - 1)] if path.codes is None else np.asarray(path.codes).tolist()
    found: list[str] = []
    before = CLOSE
    for (across, up), code in zip(points, codes, strict=True):
        if code == CLOSE:
            found.append("Z")
        elif code != STOP:
            sign = " " if code == before != MOVE else SIGNS[code]
            found.append(f"{sign}{short(across)} {short(height - up)}")
        before = code
    return "".join(found)


class Pen(RendererBase):
    """Writes what a figure draws, in its order, with presentation attributes only: neither style nor script nor font.

    Faster than matplotlib's own SVG backend, which measures every word in a font the page does not use, writes styles
    a strict page refuses and must be read again to turn them into attributes. Text stays text, set by its anchor.
    """

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._drawn: list[str] = []
        self._defined: dict[str, str] = {}

    def get_canvas_width_height(self) -> tuple[float, float]:
        """The size of the sheet in pixels."""
        return self.width, self.height

    def new_gc(self) -> GraphicsContextBase:
        """A fresh set of colours and widths."""
        return GraphicsContextBase()

    def markup(self) -> str:
        """All that was drawn, what is used more than once before it."""
        named = "".join(text.replace(NAME, name) for text, name in self._defined.items())
        return (f"<defs>{named}</defs>" if named else "") + "".join(self._drawn)

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803 - theirs
    ) -> None:
        """Write lines or an area."""
        if path.should_simplify and rgbFace is None and gc.get_hatch() is None:
            shape = path.cleaned(transform, simplify=True)
        else:
            shape = transform.transform_path(path)
        way = _way(shape, self.height)
        self._drawn.append(f'<path d="{way}"{self._clip(gc)}{self._look(gc, rgbFace)}/>')

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,  # noqa: N803 - theirs
    ) -> None:
        """Write a mark at every point: its shape once, where it stands each time."""
        way = _way(marker_trans.transform_path(marker_path), 0)
        name = self._named("m", f'<path id="{NAME}" d="{way}"/>')
        marks = "".join(
            f'<use href="#{name}" x="{short(across)}" y="{short(self.height - up)}"/>'
            for across, up in trans.transform(path.vertices)
        )
        self._drawn.append(f"<g{self._clip(gc)}{self._look(gc, rgbFace)}>{marks}</g>")

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        _angle: float,
        _ismath: bool | Literal["TeX"] = False,
        mtext: Any = None,
    ) -> None:
        """Write a line of text by its anchor: who reads it measures it, in a font of their own."""
        weight = ' font-weight="700"' if prop.get_weight() == "bold" else ""
        self._drawn.append(
            f'<text x="{short(x)}" y="{short(self.height - y)}" font-size="{short(prop.get_size())}px"{weight}'
            f'{ANCHORS[mtext.side]} fill="{rgb2hex(gc.get_rgb())}">{escape(s, quote=False)}</text>'
        )

    def _look(self, gc: GraphicsContextBase, face: Any) -> str:
        """Fill and stroke as attributes."""
        fill = "none" if face is None else rgb2hex(face)
        look = f' fill="url(#{self._hatch(gc, fill)})"' if gc.get_hatch() else f' fill="{fill}"'
        if face is not None and face[3] != 1:
            look += f' fill-opacity="{short(face[3])}"'
        width = gc.get_linewidth()
        if not width:
            return look
        look += f' stroke="{rgb2hex(gc.get_rgb())}"{CAPS[gc.get_capstyle()]}'
        look += "" if width == 1 else f' stroke-width="{short(width)}"'
        look += "" if gc.get_joinstyle() == "round" else f' stroke-linejoin="{gc.get_joinstyle()}"'
        _start, dashes = gc.get_dashes()
        return look if dashes is None else f'{look} stroke-dasharray="{",".join(map(short, np.asarray(dashes)))}"'

    def _hatch(self, gc: GraphicsContextBase, fill: str) -> str:
        """The name of a pattern of slanted lines on a ground."""
        hatch = gc.get_hatch_path()
        way = _way(Path(np.asarray(hatch.vertices) * PATTERN, hatch.codes), PATTERN)
        return self._named(
            "h",
            f'<pattern id="{NAME}" patternUnits="userSpaceOnUse" width="{PATTERN}" height="{PATTERN}">'
            f'<rect width="{PATTERN + 1}" height="{PATTERN + 1}" fill="{fill}"/>'
            f'<path d="{way}" fill="none" stroke="{rgb2hex(gc.get_hatch_color())}"/></pattern>',
        )

    def _clip(self, gc: GraphicsContextBase) -> str:
        box = gc.get_clip_rectangle()
        if box is None:
            return ""
        across, up, width, height = box.bounds
        corner = f'x="{short(across)}" y="{short(self.height - up - height)}"'
        size = f'width="{short(width)}" height="{short(height)}"'
        name = self._named("c", f'<clipPath id="{NAME}"><rect {corner} {size}/></clipPath>')
        return f' clip-path="url(#{name})"'

    def _named(self, kind: str, definition: str) -> str:
        """The name of what is defined, the same for the same definition."""
        return self._defined.setdefault(definition, f"{kind}{len(self._defined) + 1}")
