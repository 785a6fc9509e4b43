"""Many rectangles of one colour as a single shape: a grid of hundreds of cells stays a small picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Box = tuple[float, float, float, float]
"""Left, right, one end and the other end, in the units of the axes."""


def fill(axes: Axes, boxes: Iterable[Box], **style: Any) -> None:
    """Draw rectangles as one shape of one style; nothing where there are none."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    points: list[tuple[float, float]] = []
    codes: list[int] = []
    for left, right, low, high in boxes:
        points += [(left, low), (right, low), (right, high), (left, high), (left, low)]
        codes += [int(Path.MOVETO), *[int(Path.LINETO)] * 3, int(Path.CLOSEPOLY)]
    if points:
        axes.add_patch(PathPatch(Path(points, codes), **style))
