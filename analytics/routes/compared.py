"""Departments side by side: a funnel and a table in the alphabet's order."""

from __future__ import annotations

from typing import Any

from flask import render_template

from analytics import compared_words, desk, drawings, frames, labels, sentences
from analytics.forms import slices_to_choose
from analytics.measures.registry import measure
from analytics.reports.case_list import LISTED
from analytics.reports.compared import comparable
from analytics.routes.lasting import lasting
from analytics.routes.results import answers_page, frame
from analytics.routes.room import blueprint
from kernel.permissions import Permission
from web import database
from web.access import requires


@blueprint.get("/results/departments")
@requires(Permission.RESULTS_READ)
def compared() -> str:
    """The departments of the reader on one share: not a league table."""
    report, wanted = desk.the_compared(), desk.choice()
    fields: dict[str, Any] = {**wanted.fields, "measure": report.key, "period": str(report.slice)}
    fields.pop("department", None)
    return render_template(
        "analytics/compared.html",
        report=report,
        parts_sorted=sorted(report.parts, key=lambda part: (part.key == "", labels.alphabetical(part.name))),
        chart=drawings.compared_chart(report),
        keys=comparable(report.material.choice.population),
        slices=slices_to_choose(frames.first_month(database.session()), desk.today()),
        spoken=compared_words,
        sentences=sentences,
        is_listed=report.key in LISTED,
        answers=answers_page(report.slice.period) if measure(report.key).is_survey else "",
        lasting=lasting(fields, report.slice.period.first),
        **frame("compared", fields),
    )
