"""Cells a spreadsheet would carry out instead of showing."""

from __future__ import annotations

import re
from typing import Final

FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet would run a value beginning so. Source: OWASP, CSV Injection; the last four are full-width."""

_MARKS: Final = frozenset(FORMULA_MARKS)
"""One character each: to be looked up is twice as quick as to be tried one after the other, of millions of cells."""

_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?%?", re.ASCII)


def disarmed(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would take it for a formula."""
    if "\0" in cell:
        cell = cell.replace("\0", "�")
    return f"'{cell}" if cell[:1] in _MARKS else cell


def disarmed_figure(cell: str) -> str:
    """The same for a cell of a table of figures, where a number may be negative: -0.25 stays a number."""
    return cell if cell[:1] in _MARKS and _NUMBER.fullmatch(cell) else disarmed(cell)
