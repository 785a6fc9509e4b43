"""QR codes drawn as an image of the page itself: nothing is fetched, nothing is stored."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

import zxingcpp
from flask import current_app, request

BORDER, PAPER_BORDER = 2, 4
"""Bright modules around the code: on a page it stands on a bright card, on paper the standard asks for four."""

PAGE_LEVEL, PAPER_LEVEL = "M", "Q"
"""How much may be unreadable: 15 % on a screen, a quarter on paper that gets dirty. Source: ISO/IEC 18004."""

FEW: Final = 8
"""Modules that are drawn together: of so many there are 256 patterns, each put into words once."""

RUNS: Final = re.compile(rb"\x00+|[^\x00]+")


def drawn(text: str) -> str:
    """The QR code of a text as SVG, to stand in a page."""
    path, size = _strokes(*_modules(text, PAGE_LEVEL), BORDER)
    return f'<svg viewBox="0 0 {size} {size}" class="qr-code"><path stroke="#000" d="{path}"/></svg>'


def drawn_for_paper(text: str) -> str:
    """The QR code of a text as a file of SVG, with the margin it needs on paper."""
    path, size = _strokes(*_modules(text, PAPER_LEVEL), PAPER_BORDER)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {size} {size}">'
    return f'{head}<path stroke="#000" d="{path}"/></svg>'


def _modules(text: str, level: str) -> tuple[bytes, int]:
    """The modules of the code, row by row, a byte each: 0 is dark; and how many stand in a row. What is no ASCII is
    marked as UTF-8, or readers would guess."""
    marked = {} if text.isascii() else {"eci": "UTF8"}
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level, **marked)
    image: Any = code.to_image(scale=1, add_quiet_zones=False)  # a buffer, which its types do not say
    _height, width = image.shape
    return bytes(memoryview(image)), width


def _strokes(modules: bytes, width: int, border: int) -> tuple[str, int]:
    """Dark modules as strokes of one path, row by row; and how wide the drawing is."""
    parts: list[str] = []
    for y in range(width):
        begin, end = y * width, (y + 1) * width
        parts.append(f"M{border} {y + border}.5")
        parts += [_drawn(modules[x : min(x + FEW, end)]) for x in range(begin, end, FEW)]
    return "".join(parts), width + 2 * border


@cache
def _drawn(few: bytes) -> str:
    """A few modules beside each other: strokes where they are dark, steps where they are bright."""
    return "".join(f"h{len(run)}" if run[0] == 0 else f"m{len(run)} 0" for run in RUNS.findall(few))


def public_home() -> str:
    """Where the office is reached from outside, without a slash at the end."""
    home: str = current_app.config["SETTINGS"].public_url or request.host_url
    return home.rstrip("/")
