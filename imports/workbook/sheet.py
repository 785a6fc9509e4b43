"""The rows of one sheet, as they stream by."""

from __future__ import annotations

from typing import Final, NamedTuple
from xml.sax.xmlreader import AttributesImpl

from imports.workbook.cells import EMPTY, Cell, CellReader
from imports.workbook.stream import Elements, Endless
from imports.workbook.texts import LONGEST

COLUMNS: Final = 16_384
"""Columns a sheet can have. Source: Excel specifications and limits."""

ROWS: Final = 1_048_576
"""Rows a sheet can have. Source: Excel specifications and limits."""


class SheetRow(NamedTuple):
    """One row that is not empty: its number in the sheet, and its cells up to the last one with something in it."""

    line: int
    cells: list[Cell]


class Area(NamedTuple):
    """Cells made into one: columns (from 0) and rows (from 1), both ends included."""

    name: str
    first_column: int
    last_column: int
    first_line: int
    last_line: int


class SheetRows(Elements):
    """Collects rows in ``done``, to be taken away after each piece, and merged areas, which stand after the rows."""

    def __init__(self, reader: CellReader) -> None:
        super().__init__()
        self.done: list[SheetRow] = []
        self.merged: list[Area] = []
        self._reader = reader
        self._line = self._column = 0
        self._cells: list[Cell] = []
        self._kind, self._style, self._is_formula = "n", 0, False
        self._value: list[str] | None = None
        self._length = 0
        self._is_value = False
        self._aids = 0

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        """An element begins."""
        match name:
            case "c":
                self._begin_cell(attrs)
            case "v" | "t" if not self._aids:
                self._value, self._is_value = self._value or [], True
            case "row":
                self._line = int(attrs.get("r") or self._line + 1)
                self._column, self._cells = 0, []
                if self._line > ROWS:
                    raise Endless
            case "f":
                self._is_formula = True
            case "rPh":
                self._aids += 1
            case "mergeCell":
                self.merged.append(area(attrs.get("ref", "")))

    def characters(self, content: str) -> None:
        """A piece of a value."""
        if self._is_value and self._value is not None:
            self._value.append(content)
            self._length += len(content)
            if self._length > LONGEST:
                raise Endless

    def end(self, name: str) -> None:
        """An element ends."""
        match name:
            case "v" | "t":
                self._is_value = False
            case "c":
                self._end_cell()
            case "row":
                if self._cells:
                    self.done.append(SheetRow(self._line, self._cells))
                self._cells = []
            case "rPh":
                self._aids -= 1

    def _begin_cell(self, attrs: AttributesImpl) -> None:
        reference = attrs.get("r")
        self._column = _column(reference) if reference else self._column + 1
        if not 1 <= self._column <= COLUMNS:
            raise Endless
        self._kind, self._style = attrs.get("t", "n"), int(attrs.get("s", "0"))
        self._value, self._length, self._is_formula = None, 0, False

    def _end_cell(self) -> None:
        value = None if self._value is None else "".join(self._value)
        cell = self._reader.cell(self._kind, self._style, value, is_formula=self._is_formula)
        if cell.text.strip() or cell.fault:
            self._cells.extend([EMPTY] * (self._column - 1 - len(self._cells)))
            self._cells[self._column - 1 :] = [cell]


def area(reference: str) -> Area:
    """The area of a reference such as ``A5:B7``. Raises ValueError for anything else."""
    first, _colon, last = reference.partition(":")
    last = last or first
    return Area(reference, _column(first) - 1, _column(last) - 1, _row(first), _row(last))


def _column(reference: str) -> int:
    """The number of a column, from 1, of a reference such as ``AB12``."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
        if not 1 <= ord(letter) - 64 <= 26 or number > COLUMNS:
            raise ValueError(reference)
    return number


def _row(reference: str) -> int:
    return int(reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
