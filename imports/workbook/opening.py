"""An open workbook as a table: its sheet chosen, its header found, its rows in the shape every import reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final
from xml.sax import SAXException

from imports.errors import BadFile
from imports.mapping import FileShape
from imports.table import Row, Table, check_header
from imports.workbook.cells import CellReader
from imports.workbook.parts import chosen, read_contents
from imports.workbook.sheet import Area, SheetRow, SheetRows
from imports.workbook.stream import fed
from imports.workbook.texts import SharedTexts
from kernel.zip_files import UNREADABLE, open_zip

LOOKED_AT: Final = 20
"""Rows at the top among which the header is looked for: registers have a title and a year above it."""

BROKEN: Final = (
    *UNREADABLE,
    SAXException,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
)
"""What damaged, truncated, hostile or simply odd parts end in, here and in the parsers."""


@contextmanager
def open_workbook(path: Path, shape: FileShape, wanted: tuple[str, ...]) -> Iterator[Table]:
    """Open a workbook whose sheet should have these columns.

    The header is the first row, of the first twenty that are not empty, with all of them. Raises BadFile: bomb,
    no_such_sheet, empty_file, missing_columns, double_column, broken_workbook; merged_cells while rows are read.
    """
    with path.open("rb") as file, SharedTexts() as texts:
        with _broken_is_refused(path):
            archive = open_zip(file)
            contents = read_contents(path, archive)
            sheet = chosen(path, contents.sheets, shape.sheet)
            if contents.texts_part is not None:
                with archive.open(contents.texts_part) as part:
                    texts.fill(part)
            part = archive.open(sheet.part)
        with part:
            rows = SheetRows(CellReader(contents.formats, texts.text))
            stream = _stream(path, part, rows)
            header_row, rest = _header(path, stream, wanted)
            header = [cell.text.strip() for cell in header_row.cells]
            check_header(path, header, wanted)
            places = tuple(header.index(name) for name in wanted)
            size, whole = path.stat().st_size, max(archive.getinfo(sheet.part).file_size, 1)
            yield Table(
                path,
                header,
                _rows(path, rest, rows.merged, header_row.line, len(header), places),
                shape.nothing,
                lambda: size * part.tell() // whole,
            )


@contextmanager
def _broken_is_refused(path: Path) -> Iterator[None]:
    try:
        yield
    except BadFile:
        raise
    except BROKEN as error:
        raise BadFile(code="broken_workbook", name=path.name) from error


def _stream(path: Path, part: IO[bytes], rows: SheetRows) -> Iterator[SheetRow]:
    """The rows as the part is read; the last piece brings the merged areas."""
    pieces = fed(part, rows)
    while True:
        with _broken_is_refused(path):
            if next(pieces, "the end") == "the end":
                return
        yield from rows.done
        rows.done.clear()


def _header(path: Path, stream: Iterator[SheetRow], wanted: tuple[str, ...]) -> tuple[SheetRow, Iterator[SheetRow]]:
    """The row of the header and the rows after it."""
    top = list(islice(stream, LOOKED_AT))
    if not top:
        raise BadFile(code="empty_file", name=path.name)
    for place, row in enumerate(top):
        if set(wanted) <= {cell.text.strip() for cell in row.cells}:
            return row, chain(top[place + 1 :], stream)
    return top[0], stream


def _rows(
    path: Path,
    rows: Iterator[SheetRow],
    merged: list[Area],
    header_line: int,
    width: int,
    places: tuple[int, ...],
) -> Iterator[Row]:
    """Rows as wide as the header. Cells to its right are notes in the margin and no part of the table."""
    for row in rows:
        cells = row.cells[:width]
        texts = tuple(cell.text for cell in cells) + ("",) * (width - len(cells))
        faults = tuple((place, fault) for place in places if place < len(cells) and (fault := cells[place].fault))
        if any(texts):
            yield Row(row.line, texts, "nul" if any("\0" in text for text in texts) else None, faults)
    for area in merged:
        _check_merged(path, area, header_line, places)


def _check_merged(path: Path, area: Area, header_line: int, places: tuple[int, ...]) -> None:
    """Cells merged downwards would give their value to the first row only, and nobody would notice."""
    is_tall = area.last_line > max(area.first_line, header_line)
    if is_tall and any(area.first_column <= place <= area.last_column for place in places):
        raise BadFile(code="merged_cells", name=path.name, cells=area.name)
