"""Figures as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from flask import Response

from analytics.reports.export import COLUMNS


def as_csv(rows: Iterable[tuple[str, ...]]) -> str:
    """Return the rows under their heading; commas, points in numbers, CRLF: RFC 4180."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return buffer.getvalue()


def csv_file(rows: Iterable[tuple[str, ...]], name: str) -> Response:
    """Return the rows as a download."""
    response = Response(as_csv(rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
