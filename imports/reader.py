"""Opening a foreign table: a CSV file or an Excel workbook, told apart by content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from imports.csvfile import open_csv
from imports.errors import BadFile
from imports.mapping import FileShape
from imports.table import Row, Table
from imports.workbook.kinds import is_workbook
from imports.workbook.opening import open_workbook

__all__ = ["Row", "Table", "open_table"]


@contextmanager
def open_table(path: Path, shape: FileShape, columns: Iterable[str]) -> Iterator[Table]:
    """Open a file that should have these columns.

    Raises BadFile: no_such_file, and what ``open_csv``, ``is_workbook`` and ``open_workbook`` refuse.
    """
    if not path.is_file():
        raise BadFile(code="no_such_file", name=str(path))
    wanted = tuple(dict.fromkeys(columns))
    opened = open_workbook if is_workbook(path) else open_csv
    with opened(path, shape, wanted) as table:
        yield table
