"""Cells a spreadsheet would carry out instead of showing."""

from __future__ import annotations

from typing import Final

FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would run a value beginning so. Source: OWASP, CSV Injection."""


def disarmed(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would take it for a formula."""
    cell = cell.replace("\0", "�")
    return f"'{cell}" if cell.startswith(FORMULA_MARKS) else cell
