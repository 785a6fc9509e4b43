"""The annual report as Excel workbook and accessible PDF: the very figures of the page."""

from __future__ import annotations

import io
from typing import Final

from analytics import annual_sheets, annual_words
from analytics.reports.annual import AnnualReport
from analytics.texts import _
from attachments.serving import shelf
from office.labels.papers import masthead
from papers import render_report, write_workbook
from web import database

FILES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
"""What the report can be taken away as, with its media type."""


def workbook_of(report: AnnualReport) -> bytes:
    """A sheet for each table."""
    target = io.BytesIO()
    write_workbook(target, (annual_sheets.sheet(table) for table in report.tables), database.clock().now())
    return target.getvalue()


def print_of(report: AnnualReport) -> bytes:
    """All tables one after the other, with bases beside shares, on A4 across."""
    paragraphs = [annual_words.lead(report)]
    if report.seal:
        paragraphs.append(annual_words.sealed(report))
    if report.is_empty:
        paragraphs.append(_("W tym roku nie ma w programie żadnej sprawy."))
    return render_report(
        annual_words.title(report),
        paragraphs,
        [annual_sheets.printed(table) for table in report.tables],
        masthead=masthead(database.session(), database.clock(), shelf()),
        landscape=True,
    )
