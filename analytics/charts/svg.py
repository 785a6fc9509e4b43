"""From a figure to the bytes of an SVG that a strict page may show and that are the same for the same data."""

from __future__ import annotations

import io
import re
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FONTS: Final = "system-ui, Segoe UI, Roboto, Noto Sans, sans-serif"

_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_BEFORE_SVG = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_STYLE_RULES = re.compile(r"<style.*?</style>", re.DOTALL)
_STYLE = re.compile(r'\sstyle="([^"]*)"')
_ROUNDED = re.compile(r"-?\d+\.\d{3,}")
_BETWEEN_TAGS = re.compile(r">\s+<")
_SIZE = re.compile(r'(width|height)="(\d+(?:\.\d+)?)pt"')
_UNTURNED = re.compile(r' transform="rotate\(-?0 [^)]*\)"')
_OPENING = re.compile(r"<svg([^>]*)>")
_SHORTHAND = re.compile(r"^((?:bold|\d+)\s+)?(\d+(?:\.\d+)?px)\s")
_FAMILY_ONLY = {"font-family", "font-style", "font-variant", "font-stretch"}
_DEFAULTS = {("stroke-linejoin", "round"), ("stroke-width", "1"), ("opacity", "1"), ("text-anchor", "start")}


def svg(figure: Figure, title: str, description: str) -> bytes:
    """Return the figure as SVG with title and description, without inline styles, metadata or font files.

    Text stays text. Colours and lines are presentation attributes (a page with a strict content security policy
    refuses style attributes), numbers have at most two decimals. Call it inside the same `style.settings`.
    """
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = _BEFORE_SVG.sub("", buffer.getvalue(), count=1)
    for rubbish in (_METADATA, _COMMENT, _STYLE_RULES, _UNTURNED):
        text = rubbish.sub("", text)
    text = _STYLE.sub(lambda found: _attributes(found[1]), text)
    text = _ROUNDED.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), text)
    text = _SIZE.sub(r'\1="\2"', text)
    text = _BETWEEN_TAGS.sub("><", text).replace("\n", "")
    words = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    opening = f'<svg font-family="{FONTS}" stroke-linejoin="round" role="img"\\1>'
    text = _OPENING.sub(lambda found: found.expand(opening) + words, text, count=1)
    return text.encode()


def _attributes(style: str) -> str:
    """Return a style as presentation attributes; fonts keep size and weight only."""
    kept: list[tuple[str, str]] = []
    for declaration in style.split(";"):
        name, colon, value = (part.strip() for part in declaration.partition(":"))
        if not colon or name in _FAMILY_ONLY:
            continue
        kept += _font(value) if name == "font" else [(name, value)]
    return "".join(f' {name}="{escape(value)}"' for name, value in kept if (name, value) not in _DEFAULTS)


def _font(shorthand: str) -> list[tuple[str, str]]:
    """Return size and weight of a CSS font shorthand such as "bold 12px 'DejaVu Sans'"."""
    found = _SHORTHAND.match(shorthand)
    if found is None:
        return []
    weight = (found[1] or "").strip()
    bold = [("font-weight", "700" if weight == "bold" else weight)] if weight else []
    return [*bold, ("font-size", found[2])]
