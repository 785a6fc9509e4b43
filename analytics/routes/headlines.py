"""The six figures of a month for a page of another room, which asks for them once it is shown.

They are those of the dashboard, decided by the same release, stored where it is stored; so that page needs no statement
for them, and shows its links to whoever has no scripts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from analytics import desk, labels
from analytics.measures.registry import measure
from analytics.routes.dashboard import CHOSEN
from analytics.routes.results import frame
from analytics.routes.room import blueprint
from kernel.permissions import EVERYWHERE, Permission
from web.access import requires


@blueprint.get("/results/headlines")
@requires(Permission.RESULTS_READ)
def headlines() -> Response:
    """Title, figure, what it rests on and the way to its cases, each in words. Who reads one department gets it."""
    reader = desk.scope()
    if "department" not in request.args and reader is not EVERYWHERE and len(reader) == 1:
        (only,) = reader
        asked: dict[str, Any] = {name: request.args[name] for name in CHOSEN if name in request.args}
        return redirect(url_for(".headlines", **asked, department=str(only)))
    return jsonify(figures=list(_lines()))


def _lines() -> Iterator[dict[str, str]]:
    report, wanted = desk.the_board(), desk.choice()
    fields: dict[str, Any] = {**wanted.fields, "month": str(report.month), "compare": report.compare.value}
    case_list, whole = frame("month", fields)["case_list"], url_for("analytics.dashboard", **fields)
    for key, figure in report.figures.items():
        now = figure.now
        has_cases = now.n and not measure(now.measure).is_survey
        yield {
            "title": labels.figure_title(key, now),
            "value": labels.value(now),
            "note": labels.under(now),
            "href": case_list(now.measure, now.period) if has_cases else whole,
        }
