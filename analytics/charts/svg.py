"""From a figure to the bytes of an SVG that a strict page may show and that are the same for the same data."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FONTS: Final = "system-ui, Segoe UI, Roboto, Noto Sans, sans-serif"


def svg(figure: Figure, title: str, description: str) -> bytes:
    """Return the figure as SVG with title and description, without styles, metadata or font files.

    Text stays text. Colours and lines are presentation attributes (a page with a strict content security policy
    refuses style attributes), numbers have at most two decimals.
    """
    from analytics.charts.pen import Pen, short

    width, height = short(figure.bbox.width), short(figure.bbox.height)
    pen = Pen(figure.bbox.width, figure.bbox.height)
    figure.draw(pen)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="{FONTS}" stroke-linejoin="round" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{pen.markup()}</svg>"
    ).encode()
