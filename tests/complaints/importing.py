"""What the tests of importing share: a small mapping, small files, one call."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.importing.mapping import CaseMapping, read_case_mapping
from complaints.importing.run import import_file
from complaints.models import Complaint
from imports.report import Problem, Report
from imports.sections import load_toml
from imports.summary import Summary
from kernel.clock import Clock
from kernel.permissions import Actor
from ledger.models import LedgerEntry, LedgerHead
from office.models import Department

OPERATOR = Actor(ref="operator")

SERVICE = """
name = "przyklad"
title = "Zgłoszenia"
[file]
delimiter = ";"
[time]
formats = ["iso"]
[columns]
number = "nr"
received = "od"
due = "do"
settled = "koniec"
channel = "kanal"
department = "wydzial"
flag = "znak"
[fixed]
kind = "sprawa"
[values.channel]
tel = "phone"
"*" = "other"
[departments]
create = true
"""

REGISTER = """
name = "rejestr"
title = "Rejestr"
[time]
formats = ["%d.%m.%Y"]
[columns]
number = "nr"
received = "od"
settled = "koniec"
kind = "rodzaj"
outcome = "wynik"
subject = "przedmiot"
"""

HEADER = "nr;od;do;koniec;kanal;wydzial;znak\n"
GOOD = (
    "A1;2026-03-02T10:00:00;2026-03-09T10:00:00;2026-03-05T09:00:00;tel;Drogi;OK\n"
    "A2;2026-03-03T10:00:00;2026-03-10T10:00:00;;fax;Drogi;Późno\n"
    "A3;2026-03-04T23:30:00;;;;;\n"
)


def mapping_of(folder: Path, text: str = SERVICE) -> CaseMapping:
    """The mapping of a TOML text."""
    path = folder / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return read_case_mapping(load_toml(path))


def csv_of(folder: Path, text: str, name: str = "plik.csv") -> Path:
    """A CSV file with a text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def imported(session: Session, clock: Clock, path: Path, mapping: CaseMapping) -> tuple[Summary, list[Problem]]:
    """Import a file; its summary and its first problems."""
    with Report(None, (), lambda problem: ()) as report:
        summary = import_file(session, clock, OPERATOR, path, mapping, report)
    assert summary.rows == summary.taken + summary.known + summary.repeated + summary.refused
    return summary, report.first


def cases(session: Session) -> dict[str | None, Complaint]:
    """Imported cases by their foreign number."""
    return {row.external_number: row for row in session.scalars(select(Complaint).where(Complaint.source.is_not(None)))}


def everything(session: Session) -> tuple[int, ...]:
    """How much there is: cases, entries, departments, the end of the record. An unchanged database stays the same."""
    counts = [session.scalar(select(func.count()).select_from(table)) for table in (Complaint, LedgerEntry, Department)]
    return (*(count or 0 for count in counts), session.scalar(select(LedgerHead.leaf)) or 0)
