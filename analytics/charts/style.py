"""Colours, lines and letters of all charts, and the sheet they are drawn on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

ThemeName = Literal["light", "dark"]

WIDE: Final = 760
NARROW: Final = 326
"""Widths in CSS pixels: the page and the report, and a phone."""

PER_INCH: Final = 72
"""matplotlib counts 72 points to the inch; so one unit of the drawing is one CSS pixel."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What colour stands for what. No meaning rests on hue alone.

    ``steps``: little to much, one hue from near the ground to far from it, so that grey paper keeps their order;
    ``on_steps``: the letters on them.
    """

    ink: str
    soft: str
    line: str
    edge: str
    accent: str
    band: str
    late: str
    surface: str
    answers: tuple[str, str, str, str, str]
    on_answers: tuple[str, str, str, str, str]
    steps: tuple[str, str, str, str, str]
    on_steps: tuple[str, str, str, str, str]


THEMES: Final[dict[str, Theme]] = {
    "light": Theme(
        ink="#14201e",
        soft="#43514f",
        line="#dae0dd",
        edge="#75827f",
        accent="#0a5560",
        band="#cfe2e4",
        late="#9a1b1b",
        surface="#ffffff",
        answers=("#8f3a28", "#d99a84", "#dcdcd4", "#7fb9bd", "#0a5560"),
        on_answers=("#ffffff", "#14201e", "#14201e", "#14201e", "#ffffff"),
        steps=("#e4eff0", "#aed3d7", "#6eacb3", "#2f7d85", "#063b43"),
        on_steps=("#14201e", "#14201e", "#14201e", "#ffffff", "#ffffff"),
    ),
    "dark": Theme(
        ink="#e9efed",
        soft="#aab8b5",
        line="#2c3a38",
        edge="#82928f",
        accent="#74c8d2",
        band="#1d4248",
        late="#ffa197",
        surface="#172120",
        answers=("#e08a73", "#9c5a48", "#4c5a57", "#2f7d85", "#7fd0d8"),
        on_answers=("#14201e", "#ffffff", "#ffffff", "#ffffff", "#14201e"),
        steps=("#1c3236", "#22555d", "#2f7d85", "#55aab3", "#a9e6eb"),
        on_steps=("#ffffff", "#ffffff", "#ffffff", "#14201e", "#14201e"),
    ),
}


@dataclass(frozen=True, slots=True)
class Margins:
    """Room around the plot, in pixels, for words beside the axes."""

    left: float = 44
    right: float = 10
    top: float = 10
    bottom: float = 46


def sheet(width: int, height: int, margins: Margins, theme: Theme) -> tuple[Figure, Plane]:
    """Return a figure of the size in pixels with one plane inside the margins."""
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane
    from analytics.charts.ruler import Frame

    figure = Figure(figsize=(width / PER_INCH, height / PER_INCH), dpi=PER_INCH, frameon=False)
    across, up = width - margins.left - margins.right, height - margins.top - margins.bottom
    return figure, Plane(figure, Frame(margins.left, margins.bottom, across, up), theme)


def is_wide(width: int) -> bool:
    """Whether there is room for every label."""
    return width > (WIDE + NARROW) // 2
