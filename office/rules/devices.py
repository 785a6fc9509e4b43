"""What a browser calls itself, as coarsely as its owner would say it."""

from __future__ import annotations

from typing import Final

BROWSERS: Final = (
    ("Firefox", ("Firefox/", "FxiOS/")),
    ("Edge", ("Edg/", "EdgA/", "EdgiOS/")),
    ("Opera", ("OPR/",)),
    ("Chrome", ("Chrome/", "CriOS/", "Chromium/")),
    ("Safari", ("Safari/",)),
)
"""In this order: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari."""

SYSTEMS: Final = (
    ("Android", ("Android",)),
    ("iPhone", ("iPhone",)),
    ("iPad", ("iPad",)),
    ("Windows", ("Windows",)),
    ("macOS", ("Macintosh", "Mac OS X")),
    ("ChromeOS", ("CrOS",)),
    ("Linux", ("Linux",)),
)
"""In this order: Android also calls itself Linux, an iPhone also Mac OS X."""


def described(user_agent: str) -> str:
    """``Firefox, Windows``; what cannot be told is left out, nothing known: an empty text."""
    names = (next((name for name, signs in table if any(sign in user_agent for sign in signs)), "")
             for table in (BROWSERS, SYSTEMS))  # fmt: skip
    return ", ".join(name for name in names if name)
