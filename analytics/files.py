"""Figures as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from analytics.reports.export import COLUMNS
from kernel.formulas import disarmed_figure


def as_csv(rows: Iterable[tuple[str, ...]], columns: Sequence[str] = COLUMNS) -> str:
    """Return the rows under their heading; commas, points in numbers, CRLF: RFC 4180; no cell is a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows([disarmed_figure(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def csv_file(rows: Iterable[tuple[str, ...]], name: str, columns: Sequence[str] = COLUMNS) -> Response:
    """Return the rows as a download."""
    response = Response(as_csv(rows, columns), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
