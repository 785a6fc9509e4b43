"""QR codes drawn as an image of the page itself: nothing is fetched, nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import zxingcpp
from flask import current_app, request

BORDER, PAPER_BORDER = 2, 4
"""Bright modules around the code: on a page it stands on a bright card, on paper the standard asks for four."""

PAGE_LEVEL, PAPER_LEVEL = "M", "Q"
"""How much may be unreadable: 15 % on a screen, a quarter on paper that gets dirty. Source: ISO/IEC 18004."""

DARK: Final = re.compile(rb"\x00+")


def drawn(text: str) -> str:
    """The QR code of a text as SVG, to stand in a page."""
    path, size = _strokes(_modules(text, PAGE_LEVEL), BORDER)
    return f'<svg viewBox="0 0 {size} {size}" class="qr-code"><path stroke="#000" d="{path}"/></svg>'


def drawn_for_paper(text: str) -> str:
    """The QR code of a text as a file of SVG, with the margin it needs on paper."""
    path, size = _strokes(_modules(text, PAPER_LEVEL), PAPER_BORDER)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {size} {size}">'
    return f'{head}<path stroke="#000" d="{path}"/></svg>'


def _modules(text: str, level: str) -> Sequence[bytes]:
    """The rows of the code, a byte a module: 0 is dark. What is no ASCII is marked as UTF-8, or readers would guess."""
    marked = {} if text.isascii() else {"eci": "UTF8"}
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level, **marked)
    image: Any = code.to_image(scale=1, add_quiet_zones=False)  # a buffer, which its types do not say
    flat, (_height, width) = bytes(memoryview(image)), image.shape
    return [flat[start : start + width] for start in range(0, len(flat), width)]


def _strokes(rows: Sequence[bytes], border: int) -> tuple[str, int]:
    """Dark modules as strokes of one path, each begun where the one before ended; and how wide the drawing is."""
    strokes: list[str] = []
    at_x = at_y = 0
    for y, row in enumerate(rows, border):
        for run in DARK.finditer(row):
            begin, end = run.span()
            step = f"m{begin + border - at_x} {y - at_y}" if strokes else f"M{begin + border} {y}.5"
            strokes.append(f"{step}h{end - begin}")
            at_x, at_y = end + border, y
    return "".join(strokes), len(rows) + 2 * border


def public_home() -> str:
    """Where the office is reached from outside, without a slash at the end."""
    home: str = current_app.config["SETTINGS"].public_url or request.host_url
    return home.rstrip("/")
