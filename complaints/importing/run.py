"""One file from its first row to its last, batch by batch, in the transaction of the caller."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from complaints.importing.actions import CaseImport
from complaints.importing.mapping import CaseMapping
from complaints.importing.rows import CaseReader, ImportedCase
from imports.batches import batches
from imports.errors import BadFile, ImportRefused
from imports.reader import open_table
from imports.report import Problem, Report
from imports.summary import Summary
from kernel.clock import Clock
from kernel.permissions import Actor
from office.queries import the_office

Progress = Callable[[int], None]
"""Told how many bytes of the file have been read."""


def import_file(
    session: Session,
    clock: Clock,
    actor: Actor,
    path: Path,
    mapping: CaseMapping,
    report: Report,
    progress: Progress = lambda read_bytes: None,
) -> Summary:
    """Import the cases of a file. Nothing is committed here: who only wants to know what would happen rolls back.

    Raises BadFile for a file that is not what the mapping describes, also in the middle of it; ImportRefused
    (no_office) for a database without an office.
    """
    if the_office(session) is None:
        raise ImportRefused(code="no_office")
    summary = Summary()
    with open_table(path, mapping.file, mapping.columns.values()) as table:
        run = CaseImport(session, clock, actor, mapping)
        reader = CaseReader(mapping, table, clock.today(), run.departments.named, report)
        for rows in batches(table.rows()):
            cases = [case for row in rows if (case := reader.case(row)) is not None]
            summary.rows += len(rows)
            _take(run, cases, mapping, report, summary)
            progress(table.read_bytes)
    if summary.rows == 0:
        raise BadFile(code="no_rows", name=path.name)
    summary.refused = report.refused_rows
    summary.details["departments"] = run.departments.opened
    return summary


def _take(run: CaseImport, cases: list[ImportedCase], mapping: CaseMapping, report: Report, summary: Summary) -> None:
    done = run.import_cases(cases)
    summary.taken += len(done.complaint_ids)
    summary.known += done.known
    for case in done.taken:
        for remark in case.remarks:
            report.add(remark)
    if mapping.has_events:
        summary.repeated += len(done.again)
        return
    for case in done.again:
        report.add(Problem(case.line, mapping.columns["number"], case.number, "double_number"))
