"""Two texts word by word: what of each stands in the other, and what does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

MOST_PAIRS: Final = 4_000_000
"""Ours: words of the one times words of the other, up to which words are compared, else whole lines: under a second."""

_WORDS: Final = re.compile(r"\S+\s*|\s+")
_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Piece:
    """A part of a text, and whether it stands in this one only."""

    text: str
    differs: bool


def differing(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces; joined again, the pieces of each are the text. Blanks at the ends of lines count."""
    left, right = _WORDS.findall(one), _WORDS.findall(other)
    if len(left) * len(right) > MOST_PAIRS:
        left, right = _LINES.findall(one), _LINES.findall(other)
    here: list[Piece] = []
    there: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        is_other = what != "equal"
        for pieces, words in ((here, left[a:b]), (there, right[c:d])):
            if words:
                pieces.append(Piece("".join(words), is_other))
    return tuple(here), tuple(there)
