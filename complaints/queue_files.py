"""The queue as a file: what the page shows under the same filter, to its last row, as CSV or Excel workbook.

Nothing is collected in memory: CSV leaves as it is read, a workbook is written a row at a time. Both say what was asked
for and when, and how many rows they hold; a file without that last line is not whole.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import IO, Final

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from complaints.labels.queue import QueueCells, QueueWords
from complaints.queries import QueueFilter, queue_rows
from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.formulas import disarmed
from kernel.permissions import Actor
from papers import Cell, Column, Sheet, write_workbook
from web.typography import NO_BREAK

MOST_IN_A_SHEET: Final = 1_048_574
"""Rows beside the heading and the last line. Source: Microsoft, "Excel specifications and limits"."""


class TooLong(RuleBroken):
    """More rows than a workbook holds. ``facts``: limit."""

    code = "too_long"


def columns() -> tuple[Column, ...]:
    """Those of the page; the last day and how it stands are cells of their own."""
    return (
        Column(_("Numer"), 1),
        Column(_("Temat"), 4),
        Column(_("Rodzaj"), 2),
        Column(_("Prowadzi"), 2),
        Column(_("Ostatni dzień"), 1),
        Column(_("Termin"), 2),
        Column(_("Stan"), 2),
    )


def csv_of_queue(
    session: Session, clock: Clock, actor: Actor, wanted: QueueFilter, away: Mapping[uuid.UUID, dt.date], about: str
) -> Iterator[bytes]:
    """The file, piece by piece: what it is, the heading, the rows, how many there were."""
    yield b"\xef\xbb\xbf"
    yield _lines([[disarmed(about)], [column.title for column in columns()]])
    say, count = QueueWords(clock.today(), away), 0
    for rows in queue_rows(session, clock, actor, wanted):
        count += len(rows)
        yield _lines([_plain(say.cells(row)) for row in rows])
    yield _lines([[_end(count)]])


def workbook_of_queue(
    target: IO[bytes],
    session: Session,
    clock: Clock,
    actor: Actor,
    wanted: QueueFilter,
    away: Mapping[uuid.UUID, dt.date],
    about: str,
) -> None:
    """The same as a workbook; a second sheet says what it is. Raises TooLong."""
    say, count = QueueWords(clock.today(), away), 0

    def rows() -> Iterator[tuple[Cell, ...]]:
        nonlocal count
        for row in chain.from_iterable(queue_rows(session, clock, actor, wanted)):
            count += 1
            if count > MOST_IN_A_SHEET:
                raise TooLong(limit=MOST_IN_A_SHEET)
            yield tuple(_spaced(cell) for cell in say.cells(row))

    def ending() -> Iterator[tuple[Cell, ...]]:
        yield (_end(count),)

    queue = Sheet(str(_("Kolejka spraw")), columns(), chain(rows(), ending()))
    said = Sheet(str(_("O tym pliku")), (Column(_("Co zawiera"), 5),), [(_spaced(about),)])
    write_workbook(target, [queue, said], clock.now())


def _end(count: int) -> str:
    return str(ngettext("Koniec listy: %(num)d sprawa", "Koniec listy: %(num)d spraw", count))


def _spaced(cell: Cell) -> Cell:
    return cell.replace(NO_BREAK, " ") if isinstance(cell, str) else cell


def _plain(row: QueueCells) -> tuple[str, ...]:
    """Words a spreadsheet cannot take for a formula: what people and other systems wrote. The rest are our own."""
    number, subject, kind, handler, due_on, words, state = row
    return disarmed(number), disarmed(subject), kind, disarmed(handler), _iso(due_on) if due_on else "", words, state


_iso: Final = lru_cache(maxsize=4_096)(dt.date.isoformat)
"""Few days, many rows."""


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    return "".join(map(csv_line, rows)).replace(NO_BREAK, " ").encode("utf-8", "replace")


def csv_line(cells: Sequence[str]) -> str:
    """As the csv module writes it; where nothing asks for quotes that is the cells joined, in a quarter of its time."""
    line = ";".join(cells)
    is_plain = line.count(";") == len(cells) - 1 and '"' not in line and "\n" not in line and "\r" not in line
    return f"{line}\r\n" if is_plain and line else _quoted(cells)


def _quoted(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerow(cells)
    return written.getvalue()
