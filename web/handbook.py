"""The handbook of the staff: chapters in Markdown under ``docs/handbook/pl``, one for each job, read into pages.

The files come with the program and do not change while it runs, so each is read once. They hold no HTML: what looks
like it is shown as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import escape
from PIL import Image

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "handbook" / "pl"
PICTURES: Final = FOLDER / "pictures"

CHAPTERS: Final = (
    "everybody", "clerk", "handler", "head", "quality_officer", "auditor", "management", "administrator", "tablet",
)  # fmt: skip
"""In the order of the list: what holds for all first, then a chapter for each role, then the tablet at a desk."""

LINK: Final = re.compile(r"(?P<chapter>[a-z_]+)\.md(?P<place>#.+)?")
"""A link from chapter to chapter, as it stands in the file: ``handler.md#odpowiedz``."""


@dataclass(frozen=True)
class Chapter:
    """One chapter. ``lead``: its first paragraph; ``html``: the rest; ``contents``: places and words of its parts."""

    key: str
    title: str
    lead: str
    html: str
    contents: tuple[tuple[str, str], ...]


@cache
def chapter(key: str, pictures: str) -> Chapter:
    """A chapter of ``CHAPTERS``; ``pictures``: the address of a picture, ``NAME`` standing for its name.

    Raises KeyError for a chapter there is not.
    """
    if key not in CHAPTERS:
        raise KeyError(key)
    tokens = _parser().parse((FOLDER / f"{key}.md").read_text(encoding="utf-8"))
    title, lead, rest = tokens[1].content, tokens[4].content, tokens[6:]
    contents = _anchored(rest)
    html = _parser().renderer.render(rest, _parser().options, {"pictures": pictures})
    return Chapter(key, title, lead, html, contents)


@cache
def is_here() -> bool:
    """Whether the handbook came with the program: nobody's page breaks because its folder was left out."""
    return all((FOLDER / f"{key}.md").is_file() for key in CHAPTERS)


def is_picture(name: str) -> bool:
    """Whether the handbook has a picture of this name; asked before a name from an address becomes a path."""
    return name in _sizes()


def anchor(words: str) -> str:
    """The place of a heading: its words without diacritics, small, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", words.lower().replace("ł", "l")).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


@cache
def _sizes() -> Mapping[str, tuple[int, int]]:
    """Width and height of every picture in CSS pixels, so that the page does not jump while they come."""
    found = {}
    for path in sorted(PICTURES.glob("*.png")):
        with Image.open(path) as picture:
            found[path.stem] = picture.size
    return found


def _anchored(tokens: list[Token]) -> tuple[tuple[str, str], ...]:
    """Give headings their places and tables the heading they stand under; the parts of the chapter."""
    contents, place = [], ""
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            words = tokens[at + 1].content
            place = anchor(words)
            token.attrSet("id", place)
            if token.tag == "h2":
                contents.append((place, words))
        elif token.type == "table_open":
            token.attrSet("class", "table less")
            token.attrSet("aria-labelledby", place)
        elif token.type == "th_open":
            token.attrSet("scope", "col")
    return tuple(contents)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("image", _picture)
    return parser


def _link(renderer: Any, tokens: list[Token], at: int, options: Any, env: Any) -> str:
    """Chapters stand beside each other at their addresses as they do in their folder."""
    found = LINK.fullmatch(str(tokens[at].attrs["href"]))
    if found:
        tokens[at].attrs["href"] = found["chapter"] + (found["place"] or "")
    return str(renderer.renderToken(tokens, at, options, env))


def _picture(renderer: Any, tokens: list[Token], at: int, options: Any, env: Any) -> str:
    """A picture with its size; in the place of one that is not there, what it would show."""
    token = tokens[at]
    name = Path(str(token.attrs["src"])).stem
    if not is_picture(name):
        return str(escape(renderer.renderInlineAsText(token.children or [], options, env)))
    width, height = _sizes()[name]
    token.attrs = {
        "src": env["pictures"].replace("NAME", name),
        "alt": renderer.renderInlineAsText(token.children or [], options, env),
        "width": width,
        "height": height,
        "loading": "lazy",
    }
    return str(renderer.renderToken(tokens, at, options, env))
