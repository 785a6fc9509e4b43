"""A pack of figures in print: a page of cards first, then chapters of words, tables and charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from papers.glyphs import unprintable
from papers.report import Masthead, Table, table_facts
from papers.setting import drawn
from papers.text import blocks, line, words


@dataclass(frozen=True)
class Card:
    """A headline figure: number and unit, what stands under it, its change in words, its course as a small SVG.

    ``mark`` stands before the change where our fonts have it: an arrow, an equals sign, a dot. ``alt``: the
    course in words.
    """

    title: str
    number: str
    unit: str
    under: str
    mark: str
    word: str
    sentence: str
    trend: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Picture:
    """A chart as SVG, what it shows in words for whoever does not see it, and what stands under it."""

    title: str
    svg: str
    alt: str
    note: str = ""


@dataclass(frozen=True)
class Chapter:
    """A heading with paragraphs (as ``papers.text`` reads them), pictures and tables below it, in this order."""

    title: str
    paragraphs: Sequence[str] = ()
    pictures: Sequence[Picture] = ()
    tables: Sequence[Table] = ()


def render_pack(
    title: str, lead: Sequence[str], cards: Sequence[Card], chapters: Sequence[Chapter], *, masthead: Masthead
) -> bytes:
    """The pack as PDF/UA-1 on A4; chapters begin on the second page. The same input gives the same bytes."""
    lang = masthead.lang
    facts: dict[str, Any] = {
        "lang": lang,
        "title": words(title) or words(masthead.office),
        "office": line(masthead.office, lang),
        "day": line(masthead.day, lang),
        "crest_alt": words(masthead.crest_alt),
        "lead": [block for each in lead for block in blocks(each, lang)],
        "cards": [_card(each, lang) for each in cards],
        "chapters": [_chapter(each, lang) for each in chapters],
    }
    return drawn("pack", facts, masthead.made_at, masthead.crest)


def _card(card: Card, lang: str) -> dict[str, Any]:
    said = {name: line(getattr(card, name), lang) for name in ("title", "number", "unit", "under", "word", "sentence")}
    return {
        **said,
        "mark": "" if unprintable(card.mark) else words(card.mark),
        "trend": card.trend,
        "alt": words(card.alt),
    }


def _chapter(chapter: Chapter, lang: str) -> dict[str, Any]:
    return {
        "title": line(chapter.title, lang),
        "paragraphs": [block for each in chapter.paragraphs for block in blocks(each, lang)],
        "pictures": [
            {"title": line(each.title, lang), "svg": each.svg, "alt": words(each.alt), "note": line(each.note, lang)}
            for each in chapter.pictures
        ],
        "tables": [table_facts(each, lang) for each in chapter.tables],
    }
