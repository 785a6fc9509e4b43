"""A table as data people go on working with: an Excel workbook and CSV, out of the same rows as a print.

Neither can be made to run anything: a workbook keeps typed words as words, CSV disarms what a spreadsheet would carry
out.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any, Final

from kernel.formulas import disarmed
from papers.report import Column, Table

Cell = str | int | Decimal | dt.date | None
"""What a cell holds; None and an empty text are both an empty cell."""

SHEET_NAME: Final = 31
LONGEST_CELL: Final = 32_767
"""Characters of a sheet's name and of a cell. Source: Microsoft, "Excel specifications and limits"."""

FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
"""Signs a sheet's name may not hold. Source: the same."""

WIDTH_OF_WEIGHT: Final = 12
WIDEST: Final = 60
"""Ours: characters of a column for each share of the width of a print, and at most."""


@dataclass(frozen=True)
class Sheet:
    """A table to work with: ``title``, ``columns`` as in a print, ``rows`` of typed cells, read once."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def write_workbook(target: IO[bytes], sheets: Iterable[Sheet], made_at: dt.datetime) -> None:
    """Write an Excel workbook, a row at a time: the same rows and moment give the same bytes.

    Dates are dates, numbers are numbers, words are words whatever they begin with.
    """
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, {**options, "strings_to_numbers": False}) as book:
        book.set_properties({"created": made_at.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)})
        taken: set[str] = set()
        for sheet in sheets:
            _fill(book, sheet, _name(sheet.title, taken))


def write_csv(target: IO[bytes], sheet: Sheet) -> None:
    """Write the rows under their heading: semicolons, UTF-8 with its mark, as a Polish spreadsheet expects them.

    Days are written 2026-11-21, numbers with a point.
    """
    target.write(b"\xef\xbb\xbf")
    writer = csv.writer(_Encoded(target), delimiter=";")
    writer.writerow([disarmed(column.title) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_plain(cell) for cell in row])


def printed(sheet: Sheet, words: Callable[[Cell], str], *, note: str = "", empty: str = "") -> Table:
    """The same rows as a table of a print; ``words`` writes a cell in the language of its reader."""
    rows = [[words(cell) for cell in row] for row in sheet.rows]
    return Table(sheet.title, tuple(sheet.columns), rows, note=note, empty=empty)


class _Encoded:
    """What the csv module writes to: text in, bytes out."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target

    def write(self, text: str) -> int:
        """Called by the writer with a whole line."""
        return self._target.write(text.encode("utf-8", "replace"))


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        return disarmed(cell)
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _fill(book: Any, sheet: Sheet, name: str) -> None:
    page = book.add_worksheet(name)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, min(WIDEST, WIDTH_OF_WEIGHT * column.weight))
    for at, column in enumerate(sheet.columns):
        page.write_string(0, at, column.title, head)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for number, row in enumerate(sheet.rows, start=1):
        for at, cell in enumerate(row):
            _write(page, number, at, cell, text, day)


def _write(page: Any, row: int, at: int, cell: Cell, text: Any, day: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, dt.date):
        page.write_datetime(row, at, dt.datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001 - a cell has no zone
    elif isinstance(cell, str):
        page.write_string(row, at, cell[:LONGEST_CELL], text)
    else:
        page.write_number(row, at, cell, text)


def _name(title: str, taken: set[str]) -> str:
    """A name a sheet may have, another one for each. A longer title is cut between words, with the sign for it."""
    wanted = _short(" ".join(title.translate(FORBIDDEN).strip("' ").split())) or "1"
    name, number = wanted, 2
    while name.lower() in taken:
        ending = f" {number}"
        name, number = wanted[: SHEET_NAME - len(ending)] + ending, number + 1
    taken.add(name.lower())
    return name


def _short(title: str) -> str:
    if len(title) <= SHEET_NAME:
        return title
    words = title[: SHEET_NAME - 1].rpartition(" ")[0] or title[: SHEET_NAME - 2]
    return f"{words.rstrip(' (,')}…"
