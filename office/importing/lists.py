"""What the office's own lists have in common: fixed headings, an encoding that is found out, rows one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from imports.encodings import SAMPLE_BYTES, probable_encoding
from imports.errors import BadFile, ImportRefused
from imports.fields import Fields
from imports.mapping import FileShape, TimeShape
from imports.reader import Table, open_table
from imports.report import Report
from imports.summary import Summary
from imports.values import When, read_when
from imports.workbook.kinds import is_workbook
from kernel.clock import WARSAW
from office.queries import the_office

Progress = Callable[[int], None]
"""Told how many bytes of the file have been read."""

POLISH_DAYS: Final = TimeShape(WARSAW, "Europe/Warsaw", ("iso", "%d.%m.%Y"))
"""Days as 2026-01-31 or 31.01.2026."""


@dataclass(frozen=True)
class Headings:
    """Field -> heading of its column: those that must be there, and those that may."""

    needed: Mapping[str, str]
    optional: Mapping[str, str]

    @property
    def all(self) -> tuple[str, ...]:
        """All headings, in the order of a sample file."""
        return (*self.needed.values(), *self.optional.values())


@contextmanager
def open_list(path: Path, headings: Headings, report: Report) -> Iterator[tuple[Table, Fields]]:
    """Open a list, CSV in whatever encoding it probably has or a workbook.

    Raises BadFile as ``open_table`` does.
    """
    try:
        with open_table(path, FileShape(encoding=_encoding(path)), headings.needed.values()) as table:
            there = {field: name for field, name in headings.optional.items() if name in table.header}
            yield table, Fields(table, {**headings.needed, **there}, report)
    except BadFile as bad:
        if bad.code == "wrong_encoding":  # no text in the encoding it looks most like: no text at all
            raise BadFile(code="not_csv", name=path.name) from None
        raise


def read_rows(
    session: Session,
    path: Path,
    headings: Headings,
    report: Report,
    progress: Progress,
    take: Callable[[Fields], bool | None],
) -> Summary:
    """Read a list row by row. ``take`` says whether a row was taken (True), known (False) or refused (None).

    Nothing is committed here. Raises ImportRefused (no_office), BadFile: also no_rows.
    """
    if the_office(session) is None:
        raise ImportRefused(code="no_office")
    summary = Summary()
    with open_list(path, headings, report) as (table, fields):
        for row in table.rows():
            summary.rows += 1
            done = take(fields) if fields.turn_to(row) else None
            summary.taken += done is True
            summary.known += done is False
            progress(table.read_bytes)
    if summary.rows == 0:
        raise BadFile(code="no_rows", name=path.name)
    summary.refused = report.refused_rows
    return summary


def read_day(text: str) -> When:
    """A day. Raises BadValue: bad_time, implausible_day."""
    return read_when(text, POLISH_DAYS)


def _encoding(path: Path) -> str:
    if not path.is_file() or is_workbook(path):
        return "utf-8"
    with path.open("rb") as file:
        return probable_encoding(file.read(SAMPLE_BYTES))
