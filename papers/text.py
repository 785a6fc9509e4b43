"""Typed text as the layouts take it: lists of plain data, never source of the typesetter.

What a writer may use: an empty line ends a paragraph, ``- `` begins an item of a list, ``## `` a heading, and words
between two pairs of asterisks are bold. Everything else means itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from papers.glyphs import printable
from web.typography import JOINER, NO_BREAK, typeset

LONGEST_WORD: Final = 36
"""Ours: characters, all of them wide, of a word that certainly fits into a line of a letter; a longer one may break."""

BREAK_HERE: Final = "\u200b"
"""Zero width space: a line may break there, and nothing shows."""

_BOLD: Final = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.S)
_DATE: Final = re.compile(rf"(?<=\d{NO_BREAK})(\w+) (?=(?:19|20)\d\d(?!\d))")
"""A day, no-break space, month and the space before its year: on paper a date stays on one line."""
_ACT: Final = re.compile(r"(?<=\d) (?=(?:KPA|RODO)\b)")
"""An article and its act."""

_HEADING: Final = "## "
_ITEM: Final = "- "

Run = dict[str, Any]
Block = dict[str, Any]


def line(text: str, lang: str = "pl", *, longest_word: int = LONGEST_WORD) -> str:
    """One line, typeset: what stood on several is put together."""
    return _spaced(" ".join(printable(text).split()), lang, longest_word)


def words(text: str) -> str:
    """One line for a title or for whoever does not see a picture: words alone, with ordinary spaces."""
    return " ".join(printable(text).split())


def lines(text: str, lang: str = "pl") -> list[str]:
    """Several lines as they were typed, without empty ones at the ends."""
    return [_spaced(each.rstrip(), lang, LONGEST_WORD) for each in printable(text).strip("\n").split("\n")]


def blocks(text: str, lang: str = "pl") -> list[Block]:
    """Typed text as blocks: ``{"kind": "text" | "heading" | "list", ...}``."""
    return [
        block
        for part in re.split(r"\n[ \t]*\n", printable(text))
        if part.strip()
        for block in _blocks_of(part.strip("\n"), lang)
    ]


def _blocks_of(part: str, lang: str) -> Iterator[Block]:
    """A part without empty lines: headings and items stand on lines of their own, the others belong together."""
    kind, held = "", list[str]()
    for each in part.split("\n"):
        if not each.removeprefix(_HEADING.strip()).removeprefix(_ITEM.strip()).strip():
            continue  # a mark without words after it
        now = "heading" if each.startswith(_HEADING) else "list" if each.startswith(_ITEM) else "text"
        if held and (now != kind or now == "heading"):
            yield _block(kind, held, lang)
            held = []
        kind = now
        held.append(each.removeprefix(_HEADING if now == "heading" else _ITEM if now == "list" else ""))
    if held:
        yield _block(kind, held, lang)


def _block(kind: str, held: list[str], lang: str) -> Block:
    if kind == "heading":
        return {"kind": kind, "text": _spaced(held[0].strip(), lang, LONGEST_WORD)}
    if kind == "list":
        return {"kind": kind, "items": [_runs(each, lang) for each in held]}
    return {"kind": kind, "lines": _bold_over_lines(held, lang)}


def _bold_over_lines(held: list[str], lang: str) -> list[list[Run]]:
    """Lines of a paragraph; bold words may go on over the end of a line."""
    found: list[list[Run]] = [[]]
    for run in _runs("\n".join(held), lang):
        for number, piece in enumerate(run["text"].split("\n")):
            if number:
                found.append([])
            if piece:
                found[-1].append({"text": piece, "bold": run["bold"]})
    return found


def _runs(text: str, lang: str) -> list[Run]:
    pieces = _BOLD.split(text)
    return [
        {"text": _spaced(piece, lang, LONGEST_WORD), "bold": bool(number % 2)}
        for number, piece in enumerate(pieces)
        if piece
    ]


def _spaced(text: str, lang: str, longest_word: int) -> str:
    """With the spaces of good typography, without word joiners (a reader who searches would not find the word)."""
    spaced = _DATE.sub(rf"\1{NO_BREAK}", typeset(text, lang).replace(JOINER, ""))
    return _breakable(_ACT.sub(NO_BREAK, spaced), longest_word)


def _breakable(text: str, longest: int) -> str:
    return re.sub(rf"\S{{{longest + 1},}}", lambda word: _cut(word.group(), longest), text)


def _cut(word: str, longest: int) -> str:
    return BREAK_HERE.join(word[at : at + longest] for at in range(0, len(word), longest))
