"""What every import reads, whatever kind of file it came from: a table with a header and rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from imports.errors import BadFile
from imports.values import DateText


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it starts on, its cells, and what is wrong with it as a row (None: nothing).

    ``faults``: places of cells that are there and cannot be read, such as #N/A of a workbook, each with its code.
    """

    line: int
    cells: tuple[str, ...]
    trouble: str | None = None
    faults: tuple[tuple[int, str], ...] = ()


class Table:
    """An open file: its header, its rows, and how far the reading has come."""

    def __init__(
        self,
        path: Path,
        header: list[str],
        rows: Iterator[Row],
        nothing: frozenset[str],
        read_bytes: Callable[[], int],
    ) -> None:
        self.path = path
        self.header = header
        self.size_bytes = path.stat().st_size
        self._rows, self._nothing, self._read_bytes = rows, nothing, read_bytes
        self._place = {name: place for place, name in enumerate(header)}

    @property
    def read_bytes(self) -> int:
        """How many bytes of the file have been read so far."""
        return self._read_bytes()

    def rows(self) -> Iterator[Row]:
        """The rows after the header; blank lines are passed over. Raises BadFile where the file stops making sense."""
        return self._rows

    def value(self, row: Row, column: str) -> str:
        """What a row has in a column, without surrounding spaces; empty where it means "no value"."""
        cell = row.cells[self._place[column]]
        if isinstance(cell, DateText):
            return cell
        found = cell.strip()
        return "" if found in self._nothing else found


def check_header(path: Path, header: Sequence[str], wanted: Sequence[str]) -> None:
    """Each wanted column stands in the header once. Raises BadFile: missing_columns, double_column."""
    missing = [name for name in wanted if name not in header]
    if missing:
        found = ", ".join(name for name in header[:60] if name)
        raise BadFile(code="missing_columns", name=path.name, missing=", ".join(missing), found=found)
    double = [name for name in wanted if header.count(name) > 1]
    if double:
        raise BadFile(code="double_column", name=path.name, column=double[0])
