"""Reading a CSV file row by row, in constant memory, with a clear refusal for what is no such file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from imports.encodings import check_encoding, wrong_encoding
from imports.errors import BadFile
from imports.mapping import FileShape
from imports.table import Row, Table, check_header

DELIMITERS: Final = (",", ";", "\t", "|")


@contextmanager
def open_csv(path: Path, shape: FileShape, wanted: tuple[str, ...]) -> Iterator[Table]:
    """Open a CSV file that should have these columns.

    Raises BadFile: empty_file, not_csv, wrong_encoding, wrong_delimiter, missing_columns, double_column.
    """
    codec = check_encoding(path, shape.encoding)
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding=codec, newline="") as text:
        lines = _Lines(path, shape.encoding, text)
        first, declared = _first_line(path, lines)
        delimiter = _delimiter(path, shape, declared, first, wanted)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        header = _header(path, reader)
        check_header(path, header, wanted)
        yield Table(path, header, _rows(path, reader, lines, len(header)), shape.nothing, raw.tell)


class _Lines:
    """The lines of the text, counted, with room to look at the first one before it is read."""

    def __init__(self, path: Path, encoding: str, text: io.TextIOWrapper) -> None:
        self.number = 0
        self._path, self._encoding, self._text = path, encoding, text
        self._kept: str | None = None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, self._kept = self._kept, None
        if line is None:
            try:
                line = next(self._text)
            except UnicodeDecodeError:
                raise wrong_encoding(self._path, self._encoding) from None
        self.number += 1
        return line

    def put_back(self, line: str) -> None:
        """Let the line just read be read again."""
        self._kept = line
        self.number -= 1


def _first_line(path: Path, lines: _Lines) -> tuple[str, str | None]:
    """The header's first line, put back, and the delimiter an Excel ``sep=`` line before it declares."""
    declared = None
    for line in lines:
        if line.lower().startswith("sep=") and declared is None and len(line.strip("\r\n")) == len("sep=;"):
            declared = line[4]
        elif line.strip():
            lines.put_back(line)
            return line, declared
    raise BadFile(code="empty_file", name=path.name)


def _delimiter(path: Path, shape: FileShape, declared: str | None, first: str, wanted: tuple[str, ...]) -> str:
    """The delimiter of the mapping, of the ``sep=`` line, or else the one that shows most of the wanted columns."""
    scores = {mark: _columns_found(first, mark, wanted) for mark in DELIMITERS}
    best = declared or max(DELIMITERS, key=lambda mark: scores[mark])
    if shape.delimiter is None:
        return best
    if scores.get(shape.delimiter, 0) < scores.get(best, 0):
        raise BadFile(code="wrong_delimiter", name=path.name, expected=shape.delimiter, found=best)
    return shape.delimiter


def _columns_found(first: str, delimiter: str, wanted: tuple[str, ...]) -> int:
    try:
        cells = next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error:
        return 0
    return len({cell.strip() for cell in cells} & set(wanted))


def _header(path: Path, reader: Iterator[list[str]]) -> list[str]:
    try:
        return [cell.strip() for cell in next(reader)]
    except csv.Error as error:
        raise BadFile(code="not_csv", name=path.name) from error


def _rows(path: Path, reader: Iterator[list[str]], lines: _Lines, width: int) -> Iterator[Row]:
    while True:
        start = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _broken(path, start, lines, str(error))
            continue
        if any(cells):
            yield _row(start, cells, width)


def _row(line: int, cells: list[str], width: int) -> Row:
    """A row with its trouble, if any. Empty cells to the right of the table (Excel writes them) are no trouble."""
    if len(cells) > width and not any(cells[width:]):
        cells = cells[:width]
    trouble = None
    if len(cells) != width:
        trouble = "ragged"
    elif any("\0" in cell for cell in cells):
        trouble = "nul"
    return Row(line, tuple(cells), trouble)


def _broken(path: Path, line: int, lines: _Lines, message: str) -> Row:
    """A row with a stray quotation mark; a mark that is never closed swallows all that follows and ends the import."""
    if "field larger" in message or "unexpected end" in message:
        raise BadFile(code="unclosed_quote", name=path.name, line=line)
    if "new-line character" in message:
        raise BadFile(code="not_csv", name=path.name)
    return Row(line, (), "quotes")
