"""The dashboard: a month in six figures, of the office or of one department, on one page."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from analytics import control_words, desk, drawings, overview, sentences
from analytics.frames.views import views_of
from analytics.reports.choice import Compare, last_complete_month
from analytics.routes.lasting import lasting
from analytics.routes.results import frame
from analytics.routes.room import blueprint
from analytics.views import address as saved_address
from kernel.permissions import EVERYWHERE, Permission
from web import database
from web.access import current_actor, requires

CHOSEN = ("month", "compare", "population", "structure", "as_of")
"""What an address of this page may choose besides the department."""


@blueprint.get("/results/dashboard")
@requires(Permission.RESULTS_READ)
def dashboard() -> str | Response:
    """Six figures with trend, interval and signal; below, the departments. Who reads one department is led to it."""
    reader = desk.scope()
    if "department" not in request.args and reader is not EVERYWHERE and len(reader) == 1:
        (only,) = reader
        asked: dict[str, Any] = {name: request.args[name] for name in CHOSEN if name in request.args}
        return redirect(url_for(".dashboard", **asked, department=str(only)))
    report, wanted = desk.the_board(), desk.choice()
    fields: dict[str, Any] = {**wanted.fields, "month": str(report.month), "compare": report.compare.value}
    return render_template(
        "analytics/dashboard.html",
        report=report,
        rows=drawings.sorted_departments(report),
        overview=overview,
        control_words=control_words,
        sentences=sentences,
        compares=list(Compare),
        last_month=last_complete_month(desk.today()),
        saved=[(view.name, saved_address(view)) for view in views_of(database.session(), current_actor().person_id)],
        lasting=lasting(fields, report.month.first),
        **frame("month", fields),
    )
