"""QR codes drawn as an image of the page itself: nothing is fetched, nothing is stored."""

from __future__ import annotations

import segno
from flask import current_app, request

QR_MASK = 4
"""One mask for all; drawing all eight to find the prettiest costs seven times as much."""


def drawn(text: str) -> str:
    """The QR code of a text as SVG, to stand in a page."""
    code = segno.make(text, error="m", mask=QR_MASK)
    return str(code.svg_inline(scale=1, border=2, omitsize=True, svgclass="qr-code", lineclass=None))


def public_home() -> str:
    """Where the office is reached from outside, without a slash at the end."""
    home: str = current_app.config["SETTINGS"].public_url or request.host_url
    return home.rstrip("/")
