"""One file from its first row to its last, batch by batch, in the transaction of the caller."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from imports.batches import batches
from imports.errors import BadFile, ImportRefused
from imports.reader import open_table
from imports.report import Problem, Report
from imports.summary import Summary
from kernel.clock import Clock
from kernel.permissions import Actor
from office.queries import the_office
from surveys.importing.actions import ResponseImport
from surveys.importing.mapping import SurveyMapping
from surveys.importing.rows import ImportedResponse, ResponseReader


def import_file(
    session: Session,
    clock: Clock,
    actor: Actor,
    path: Path,
    mapping: SurveyMapping,
    report: Report,
    progress: Callable[[int], None] = lambda read_bytes: None,
) -> Summary:
    """Import the responses of a file. Nothing is committed here: who only wants to know what would happen rolls back.

    ``progress`` is told how many bytes have been read. Raises BadFile for a file that is not what the mapping
    describes, ImportRefused (no_office, version_frozen) where the database does not take it.
    """
    if the_office(session) is None:
        raise ImportRefused(code="no_office")
    summary = Summary()
    with open_table(path, mapping.file, mapping.needed_columns) as table:
        run = ResponseImport(session, clock, actor, mapping)
        reader = ResponseReader(mapping, table, clock.today(), run.departments.named, report)
        for rows in batches(table.rows()):
            responses = [response for row in rows if (response := reader.response(row)) is not None]
            summary.rows += len(rows)
            _take(run, responses, mapping, report, summary)
            progress(table.read_bytes)
    if summary.rows == 0:
        raise BadFile(code="no_rows", name=path.name)
    summary.refused = report.refused_rows
    summary.details["departments"] = run.departments.opened
    return summary


def _take(
    run: ResponseImport, responses: list[ImportedResponse], mapping: SurveyMapping, report: Report, summary: Summary
) -> None:
    done = run.import_responses(responses)
    summary.taken += len(done.taken)
    summary.known += done.known
    for response in done.taken:
        for remark in response.remarks:
            report.add(remark)
    for response in done.again:
        report.add(Problem(response.line, mapping.columns.get("number", ""), response.number, "double_number"))
