"""Figures as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from analytics.reports.export import COLUMNS


def as_csv(rows: Iterable[tuple[str, ...]], columns: Sequence[str] = COLUMNS) -> str:
    """Return the rows under their heading; commas, points in numbers, CRLF: RFC 4180."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue()


def csv_file(rows: Iterable[tuple[str, ...]], name: str, columns: Sequence[str] = COLUMNS) -> Response:
    """Return the rows as a download."""
    response = Response(as_csv(rows, columns), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
