"""A report: paragraphs and tables whose head is repeated on every page and read aloud with each cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from papers.setting import drawn
from papers.text import blocks, line, words

LONGEST_IN_CELL: Final = 14
"""Ours: characters of a word in a table; longer ones may be broken, so that fourteen columns fit on a page."""


@dataclass(frozen=True)
class Masthead:
    """Head of a report: ``office`` its name; ``day`` words such as *Stan na 26 listopada 2026 r.*; ``made_at`` the
    moment written into the file; ``crest`` a PNG, ``crest_alt`` its words for whoever does not see it; ``lang`` of all
    words.
    """

    office: str
    day: str
    made_at: dt.datetime
    lang: str = "pl"
    crest: bytes = b""
    crest_alt: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its title, its share of the width beside the others, and whether it holds numbers (set right)."""

    title: str
    weight: int = 1
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """A table under its title. Cells are finished words. ``empty``: what is said where there are no rows; ``note``:
    what stands under the table. ``total``: the last row is a sum and set bold."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]]
    note: str = ""
    empty: str = ""
    total: bool = False


def render_report(
    title: str,
    paragraphs: Sequence[str],
    tables: Sequence[Table],
    *,
    masthead: Masthead,
    landscape: bool = False,
) -> bytes:
    """A report as PDF/UA-1 on A4: head, title, paragraphs (as ``papers.text`` reads them), tables, page numbers.

    The same input gives the same bytes. Raises ValueError for a row that does not have as many cells as columns.
    """
    lang = masthead.lang
    facts: dict[str, Any] = {
        "lang": lang,
        "title": words(title) or words(masthead.office),
        "office": line(masthead.office, lang),
        "day": line(masthead.day, lang),
        "crest_alt": words(masthead.crest_alt),
        "landscape": landscape,
        "paragraphs": [block for each in paragraphs for block in blocks(each, lang)],
        "tables": [table_facts(each, lang) for each in tables],
    }
    return drawn("report", facts, masthead.made_at, masthead.crest)


def table_facts(table: Table, lang: str) -> dict[str, Any]:
    """A table as the layouts take it. Raises ValueError for a row that does not have as many cells as columns."""
    for row in table.rows:
        if len(row) != len(table.columns):
            raise ValueError(f"{table.title}: {len(row)} cells in {len(table.columns)} columns")
    longest = max(LONGEST_IN_CELL, 72 // len(table.columns))
    return {
        "title": line(table.title, lang),
        "columns": [
            {
                "title": line(column.title, lang, longest_word=longest),
                "weight": column.weight,
                "is_number": column.is_number,
            }
            for column in table.columns
        ],
        "rows": [[line(cell, lang, longest_word=longest) for cell in row] for row in table.rows],
        "note": line(table.note, lang),
        "empty": line(table.empty, lang),
        "total": table.total,
    }
