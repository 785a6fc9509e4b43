"""Words inside a drawing: how wide they are, where they break, and what stands where there is nothing to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.charts.style import Margins, Theme, sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analytics.charts.plane import Plane

LETTER: Final = 6.6
"""Width of a letter at 12 px, in pixels, about."""

LINE: Final = 17
"""From one line of text to the next, in pixels."""

BASELINE: Final = 4.5
"""How far below the middle of a row its letters stand, in pixels; the same for all, whatever accents they bear."""

JOINER: Final = "\u2060"
"""Keeps a range in one line and has no width."""

EMPTY_HEIGHT: Final = 96
"""Height of a chart that has nothing to draw but the sentence that says so, in pixels."""


def letters_in(pixels: float) -> int:
    """Return how many letters fit into a width."""
    return max(1, int(pixels / LETTER))


def cut(words: str, pixels: float) -> str:
    """Return words that fit into a width: a longer text ends with an ellipsis, the table has it in full."""
    most = letters_in(pixels)
    return words if _seen(words) <= most else words[: most - 1].rstrip() + "…"


def _seen(words: str) -> int:
    """How many letters of a text have a width."""
    return len(words) - words.count(JOINER)


def lines(words: str, pixels: float) -> list[str]:
    """Return words broken into lines that fit into a width; a single word that is wider is cut."""
    found: list[str] = []
    for word in words.split(" "):
        longer = f"{found[-1]} {word}" if found else word
        if found and _seen(longer) <= letters_in(pixels):
            found[-1] = longer
        else:
            found.append(cut(word, pixels))
    return [line for line in found if line]


def pixels(width: int, height: int, theme: Theme) -> tuple[Figure, Plane]:
    """Return a sheet whose plane counts pixels from the top left corner, so that words and shapes share a ruler."""
    figure, plane = sheet(width, height, Margins(0, 0, 0, 0), theme)
    plane.set_xlim(0, width)
    plane.set_ylim(height, 0)
    return figure, plane


def nothing(width: int, words: str, theme: Theme) -> Figure:
    """Return a chart that has nothing to draw: a quiet frame and the sentence that says why."""
    figure, plane = pixels(width, empty_height(width, words), theme)
    height = empty_height(width, words)
    plane.plot(
        [8, width - 8, width - 8, 8, 8], [8, 8, height - 8, height - 8, 8], color=theme.line, linewidth=1.25,
        linestyle=(0, (5, 4)),
    )  # fmt: skip
    told = lines(words, width - 48)
    top = height / 2 - LINE * (len(told) - 1) / 2
    for number, line in enumerate(told):
        plane.text(width / 2, top + LINE * number + BASELINE, line, color=theme.soft, ha="center")
    return figure


def empty_height(width: int, words: str) -> int:
    """Return the height in pixels of a chart with nothing to draw."""
    return max(EMPTY_HEIGHT, 64 + LINE * len(lines(words, width - 48)))
