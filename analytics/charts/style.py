"""Colours, lines and letters of all charts, and the sheet they are drawn on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ThemeName = Literal["light", "dark"]

WIDE: Final = 760
NARROW: Final = 326
"""Widths in CSS pixels: the page and the report, and a phone."""

PER_INCH: Final = 72
"""The SVG backend counts 72 units to the inch; so one unit of the drawing is one CSS pixel."""


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

SETTINGS: Final[dict[str, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "interesant",
    "font.size": 12,
    "font.family": "DejaVu Sans",
    "lines.linewidth": 2.25,
    "lines.solid_capstyle": "round",
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.linewidth": 1,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.unicode_minus": False,
    "grid.linewidth": 1,
    "xtick.major.size": 4,
    "ytick.major.size": 0,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}

_one_at_a_time = Lock()


@contextmanager
def settings(theme: ThemeName) -> Iterator[Theme]:
    """Hold matplotlib's settings for one drawing; they are global, so one thread at a time."""
    import matplotlib as mpl

    colours = THEMES[theme]
    with _one_at_a_time, mpl.rc_context():
        chosen: Any = mpl.rcParams
        chosen.update(SETTINGS)
        chosen.update(
            {
                "text.color": colours.soft,
                "axes.edgecolor": colours.edge,
                "axes.labelcolor": colours.soft,
                "xtick.color": colours.edge,
                "ytick.color": colours.edge,
                "xtick.labelcolor": colours.soft,
                "ytick.labelcolor": colours.soft,
                "grid.color": colours.line,
            }
        )
        yield colours


@dataclass(frozen=True, slots=True)
class Margins:
    """Room around the plot, in pixels, for words beside the axes."""

    left: float = 44
    right: float = 10
    top: float = 10
    bottom: float = 46


def sheet(width: int, height: int, margins: Margins) -> tuple[Figure, Axes]:
    """Return a figure of the size in pixels with one pair of axes inside the margins."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / PER_INCH, height / PER_INCH), dpi=PER_INCH)
    axes = figure.add_axes(
        (
            margins.left / width,
            margins.bottom / height,
            (width - margins.left - margins.right) / width,
            (height - margins.top - margins.bottom) / height,
        )
    )
    return figure, axes


def is_wide(width: int) -> bool:
    """Whether there is room for every label."""
    return width > (WIDE + NARROW) // 2
