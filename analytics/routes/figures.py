"""Every figure of a period on one page, each with its definition and its cases."""

from __future__ import annotations

from typing import Any

from flask import render_template

from analytics import desk
from analytics.measures.period import Month
from analytics.overview import is_nothing
from analytics.reports.case_list import LISTED, SUCCESSES
from analytics.routes.lasting import lasting
from analytics.routes.results import frame
from analytics.routes.room import blueprint
from complaints.labels import CHANNELS
from kernel.permissions import Permission
from web.access import requires


@blueprint.get("/results/figures")
@requires(Permission.RESULTS_READ)
def figures() -> str:
    """All measures of a population over a month or a run of months, for the office, a department, a channel."""
    report, wanted = desk.all_the_figures(), desk.choice_of_cases()
    first, last = Month.of(report.period.first), Month.of(report.period.last)
    fields: dict[str, Any] = {**wanted.fields, "from": str(first), "to": str(last)}
    return render_template(
        "analytics/figures.html",
        report=report,
        channels=CHANNELS,
        listed=LISTED,
        shares=frozenset(SUCCESSES),
        lasting=lasting(fields, last.first),
        is_empty=is_nothing(one for _theme, results in report.themes for one in results),
        **frame("span", fields),
    )
