"""From places to the paths of lines and areas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from matplotlib.path import Path

Points = Sequence[tuple[float, float]]
Where = Literal["pre", "post"]
Side = Literal["left", "center", "right"]
Cap = Literal["butt", "round", "projecting"]
Dashes = Literal["-", "--"] | tuple[float, tuple[float, ...]]

DASHED: Final = (3.7, 1.6)
"""The line "--", in widths of it. Source: matplotlib's lines.dashed_pattern."""


def dashes_of(style: Dashes, width: float) -> tuple[float, ...] | None:
    """Return dashes and gaps in pixels of a line of a width; None for a line without."""
    if style == "-":
        return None
    return tuple(width * one for one in (DASHED if style == "--" else style[1]))


def cap_of(style: Dashes) -> Cap:
    """Return how a line ends: round, but the dashes of a broken one end where they end."""
    return "round" if style == "-" else "butt"


def stairs(across: Sequence[float], up: Sequence[float], where: Where) -> tuple[list[float], list[float]]:
    """Return the corners of a line that leaps at the place before (pre) or at the place itself (post)."""
    xs, ys = [one for one in across for _twice in range(2)], [one for one in up for _twice in range(2)]
    return (xs[:-1], ys[1:]) if where == "pre" else (xs[1:], ys[:-1])


def each(*numbers: float | Sequence[float]) -> Iterator[tuple[float, ...]]:
    """Yield the numbers that belong together; a single one belongs to all."""
    most = max((len(one) for one in numbers if isinstance(one, Sequence)), default=1)
    rows = [one if isinstance(one, Sequence) else [one] * most for one in numbers]
    return zip(*rows, strict=True)


def path_of(pieces: Sequence[Points], is_closed: bool = False) -> Path:
    """Return the pieces as one path."""
    from matplotlib.path import Path

    points: list[tuple[float, float]] = []
    codes: list[int] = []
    for piece in pieces:
        points += piece
        codes += [int(Path.MOVETO), *[int(Path.LINETO)] * (len(piece) - 1)]
        if is_closed:
            points.append(piece[0])
            codes.append(int(Path.CLOSEPOLY))
    return Path(points, codes)
