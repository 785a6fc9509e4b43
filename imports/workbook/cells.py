"""From what a cell keeps to the text a mapping reads: numbers without noise, dates as dates, errors by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from imports.values import DateText
from imports.workbook.formats import DateFormats

DIGITS: Final = 15
"""Significant digits a spreadsheet keeps; what a file has beyond them is noise of binary fractions (0.1 + 0.2).
Source: IEEE 754 double precision, DBL_DIG."""

BOOLEANS: Final = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}


class Cell(NamedTuple):
    """A cell as text, and what is wrong with it (None: nothing)."""

    text: str
    fault: str | None = None


EMPTY: Final = Cell("")


class CellReader:
    """Reads cells of one workbook. ``shared`` gives the text of a number."""

    def __init__(self, formats: DateFormats, shared: Callable[[int], str]) -> None:
        self._formats, self._shared = formats, shared

    def cell(self, kind: str, style: int, value: str | None, *, is_formula: bool) -> Cell:
        """A cell by its type, style and value. Raises ValueError or IndexError where they contradict each other.

        Faults: cell_error (#N/A and its like), no_cached_value (a formula nobody has computed).
        """
        if value is None or (kind == "n" and not value.strip()):
            return Cell("=", "no_cached_value") if is_formula else EMPTY
        match kind:
            case "s":
                return Cell(self._shared(int(value)))
            case "str" | "inlineStr":
                return Cell(unescaped(value))
            case "b":
                return Cell(BOOLEANS.get(value.strip(), value))
            case "e":
                return Cell(value, "cell_error")
            case "d":
                return Cell(_iso(value))
        return Cell(self._date(style, value) if style in self._formats.dates else number_text(value))

    def _date(self, style: int, value: str) -> str:
        """A date with the time where the cell shows or has one; a mere time or duration as hours, minutes, seconds."""
        from openpyxl.utils.datetime import from_excel

        formats = self._formats
        try:
            found = from_excel(float(value), formats.epoch, timedelta=style in formats.durations)
        except (OverflowError, ValueError):
            return number_text(value)  # no date at all: whoever needs one will say so
        if isinstance(found, dt.timedelta):
            return _hours(found)
        if isinstance(found, dt.time):
            return found.isoformat()
        has_time = found.time() != dt.time() or style in formats.with_hours
        return DateText((found if has_time else found.date()).isoformat())


def number_text(value: str) -> str:
    """A number as a person would write it: 1.0 is 1, 0.30000000000000004 is 0.3, 1E+20 has its zeros."""
    if value.isdecimal() and len(value) <= DIGITS:
        return value
    try:
        plain = format(Decimal(format(float(value), f".{DIGITS}g")), "f")
    except (ValueError, InvalidOperation):
        return value
    return plain if value.strip("-").isascii() else value


def unescaped(text: str) -> str:
    """A text with its coded control signs (``_x000D_``) decoded. Source: ECMA-376 Part 1, 22.4.2.4."""
    if "_x" not in text:
        return text
    from openpyxl.utils.escape import unescape

    found: str = unescape(text)
    return found


def _iso(value: str) -> str:
    """A date kept as ISO 8601; anything else stays what it is."""
    text = value.strip().removesuffix("Z")
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return DateText(text if len(text) == len("2026-11-21") else found.isoformat())


def _hours(span: dt.timedelta) -> str:
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"
