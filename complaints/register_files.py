"""The register as a file: the very lines of the page as CSV, Excel workbook or accessible PDF."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from typing import IO, Final

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from attachments.serving import shelf
from complaints.actions.register_export import Exported
from complaints.labels.register import COLUMNS, FURTHER, REGISTERS, STANDARD, cell_words, cells, heads
from complaints.queries.register import Line, RegisterFilter, lines, rows
from complaints.rules.register_facts import RegisterRow
from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.permissions import Actor
from office.labels.papers import masthead
from papers import Sheet, printed, render_report, write_csv, write_workbook
from web.filters import short_day

MOST_PRINTED: Final = 500
"""Ours: lines of a print asked for from a page; more would keep whoever waits for it longer than a page may take."""


class FileKind(enum.StrEnum):
    """What a register can be taken away as."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


MEDIA_TYPES: Final = {
    FileKind.CSV: "text/csv",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PDF: "application/pdf",
}


class TooLong(RuleBroken):
    """More lines than a print takes. ``facts``: count, limit."""

    code = "too_long"


def write_register(
    target: IO[bytes],
    session: Session,
    clock: Clock,
    actor: Actor,
    wanted: RegisterFilter,
    kind: FileKind,
    most: int | None = None,
) -> Exported:
    """Write a register into a file; what was written is what has to be recorded. Raises TooLong for ``most`` lines."""
    found = lines(session, actor, wanted)
    if kind is FileKind.PDF and most is not None and len(found) > most:
        raise TooLong(count=len(found), limit=most)
    counted = _Counted(rows(session, clock, actor, found))
    if kind is FileKind.PDF:
        target.write(_print(session, clock, wanted, found, list(counted)))
    else:
        sheet = Sheet(title_of(wanted), heads(COLUMNS), (cells(row) for row in counted))
        if kind is FileKind.CSV:
            write_csv(target, sheet)
        else:
            write_workbook(target, [sheet], clock.now())
    return Exported(wanted, kind.value, counted.count, counted.has_personal)


def title_of(wanted: RegisterFilter) -> str:
    """Rejestr: skargi i wnioski."""
    return str(_("Rejestr: %(name)s", name=str(REGISTERS[wanted.register]).lower()))


def span_words(wanted: RegisterFilter) -> str:
    """What a register covers, as a sentence."""
    facts = {"first": short_day(wanted.first), "last": short_day(wanted.last)}
    if wanted.is_by_receipt:
        return str(_("Sprawy, które wpłynęły od %(first)s do %(last)s.", **facts))
    return str(_("Sprawy wpisane do rejestru od %(first)s do %(last)s.", **facts))


def file_name(wanted: RegisterFilter, kind: FileKind) -> str:
    """rejestr-SW-2026-01-01-2026-12-31.xlsx."""
    return f"rejestr-{wanted.register}-{wanted.first}-{wanted.last}.{kind}"


class _Counted(Iterable[RegisterRow]):
    """Lines on their way into a file, counted; whether one of them said who filed it."""

    def __init__(self, source: Iterator[RegisterRow]) -> None:
        self._source = source
        self.count = 0
        self.has_personal = False

    def __iter__(self) -> Iterator[RegisterRow]:
        for row in self._source:
            self.count += 1
            self.has_personal = self.has_personal or (not row.is_erased and bool(row.complainant or row.address))
            yield row


def _print(
    session: Session, clock: Clock, wanted: RegisterFilter, found: list[Line], shown: list[RegisterRow]
) -> bytes:
    empty = str(_("W tym okresie nie ma żadnego wpisu."))
    tables = [
        printed(Sheet(title, heads(columns), (cells(row, columns) for row in shown)), cell_words, empty=empty)
        for title, columns in ((str(_("Rejestr")), STANDARD), (str(_("Dane dodatkowe")), FURTHER))
    ]
    count = str(ngettext("%(num)d wpis", "%(num)d wpisów", len(found)))
    return render_report(
        title_of(wanted),
        [span_words(wanted), f"{count}."],
        tables,
        masthead=masthead(session, clock, shelf()),
        landscape=True,
    )
