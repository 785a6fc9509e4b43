"""All charts of a month on one page, and their numbers as one file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, render_template, url_for

from analytics import desk
from analytics.files import csv_file
from analytics.overview import is_empty, running_words
from analytics.plates import COLUMNS, Link, plate_rows, plates_of
from analytics.routes.lasting import lasting
from analytics.routes.results import frame, told
from analytics.routes.room import blueprint
from kernel.permissions import Permission
from web.access import requires


@blueprint.get("/results/charts")
@requires(Permission.RESULTS_READ)
def charts() -> str:
    """The whole set of a month: every chart with its sentence, table and footer."""
    shown, wanted = desk.the_monthly_set(), desk.choice()
    report = shown.report
    fields: dict[str, Any] = {**wanted.fields, "month": str(report.month), "compare": report.compare.value}
    framed = frame("charts", fields)
    return render_template(
        "analytics/charts.html",
        report=report,
        plates=plates_of(shown),
        is_empty=is_empty(report),
        running=running_words(report),
        lasting=lasting(fields, report.month.first),
        address=_addresses(framed["case_list"]),
        **{**framed, "csv": url_for(".charts_file", **fields)},
    )


@blueprint.get("/results/charts.csv")
@requires(Permission.RESULTS_READ)
def charts_file() -> Response:
    """The numbers of all charts of a month, a row each."""
    shown = desk.the_monthly_set()
    return csv_file(plate_rows(plates_of(shown)), f"wykresy-{shown.report.month}{told()}", COLUMNS)


def _addresses(case_list: Callable[..., str]) -> Callable[[Link], Any]:
    def address(link: Link) -> str:
        return case_list(link.measure, link.period, link.department)

    return address
