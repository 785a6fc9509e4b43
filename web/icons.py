"""The few icons, drawn in line on a 24 x 24 grid. Each repeats a word that stands beside it."""

from __future__ import annotations

from functools import cache
from typing import Final

from flask import Flask
from markupsafe import Markup

SHAPES: Final = {
    "add": '<path d="M12 5v14M5 12h14"/>',
    "arrow": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "cross": '<path d="M6 6l12 12M18 6L6 18"/>',
    "document": '<path d="M6 3h8l4 4v14H6Z"/><path d="M14 3v4h4M9 12h6M9 16h4"/>',
    "dot": '<circle cx="12" cy="12" r="4.5"/>',
    "down": '<path d="M4 7l6 6 4-4 6 8M15 17h5v-5"/>',
    "download": '<path d="M12 4v11M7 11l5 5 5-5M4 20h16"/>',
    "equal": '<path d="M5 9.5h14M5 14.5h14"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6v.1"/>',
    "link": '<path d="M10 14a4 4 0 0 0 6 0l3-3a4.2 4.2 0 0 0-6-6l-1.5 1.5"/>'
    '<path d="M14 10a4 4 0 0 0-6 0l-3 3a4.2 4.2 0 0 0 6 6l1.5-1.5"/>',
    "print": '<path d="M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7Z"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
    "skip": '<path d="M5 6l7 6-7 6M13 6l7 6-7 6"/>',
    "tray": '<path d="M3.5 13 6.5 5h11l3 8v6h-17ZM3.5 13H9l1 2.5h4l1-2.5h5.5"/>',
    "undo": '<path d="M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-4"/>',
    "up": '<path d="M4 17l6-6 4 4 6-8M15 7h5v5"/>',
    "voice": '<path d="M4 5h16v11H10l-5 4v-4H4Z"/><path d="M8.5 9.6v.1M15.5 9.6v.1M9 12c1.8 1.6 4.2 1.6 6 0"/>',
    "warning": '<path d="M12 3.5 22 20.5H2Z"/><path d="M12 10v4.5M12 17.6v.1"/>',
}

OF_MEANING: Final = {"fine": "check", "soon": "clock", "late": "warning", "neutral": "dot"}
"""The sign of each of the four meanings."""


@cache
def icon(name: str, extra: str = "") -> Markup:
    """The SVG of an icon; ``extra`` is one more class. Raises KeyError for an icon that is not drawn."""
    shape = Markup(SHAPES[name])  # noqa: S704 - drawn above, never typed by anybody
    return Markup('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>').format(
        f"icon {extra}".strip(), shape
    )


def sign_of(meaning: str) -> str:
    """The icon that goes with a meaning: fine, soon, late or neutral."""
    return OF_MEANING[meaning]


def register(app: Flask) -> None:
    """Give templates ``icon(name)`` and ``sign_of(meaning)``."""
    app.jinja_env.globals.update(icon=icon, sign_of=sign_of)
