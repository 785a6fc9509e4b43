"""The annual report: its page, the cases behind each of its figures, and the same as Excel workbook and PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final

from flask import Response, render_template, request, send_file, url_for

from analytics import annual_words, desk, frames, labels, sentences
from analytics.annual_files import FILES, print_of, workbook_of
from analytics.forms import asked_page, asked_year
from analytics.measures.period import Month
from analytics.reports.annual import AnnualReport, AnnualTable, Row
from analytics.reports.as_of import local_text
from analytics.reports.case_list import PAGE_SIZE
from analytics.routes.results import may_open, told
from analytics.routes.room import blueprint
from complaints.labels import KINDS
from complaints.labels.register import LEFT
from kernel.errors import NotFound
from kernel.paging import Page, page_number
from kernel.permissions import EVERYWHERE, Permission
from web import database
from web.access import requires

WRITERS: Final[dict[str, Callable[[AnnualReport], bytes]]] = {"xlsx": workbook_of, "pdf": print_of}


@blueprint.get("/results/annual")
@requires(Permission.RESULTS_READ)
def annual() -> str:
    """The thirteen tables of a year."""
    report = _report()

    def cases(table: AnnualTable, row: Row, at: int) -> str:
        place: dict[str, Any] = {
            "year": report.year,
            "table": table.key,
            "row": row.key,
            "column": table.columns[at].code,
            **_moment(),
        }
        return url_for(".annual_cases", **place)

    return render_template(
        "analytics/annual.html",
        report=report,
        words=annual_words,
        years=_years(),
        cases=cases,
        is_everywhere=desk.scope() is EVERYWHERE,
        view="annual",
        fields={**_moment(), "year": report.year},
        seen=desk.seen_from(),
        now_address=url_for(".annual", year=report.year),
        file=lambda kind: url_for(".annual_file", kind=kind, year=report.year, **_moment()),
    )


@blueprint.get("/results/annual/cases")
@requires(Permission.RESULTS_READ)
def annual_cases() -> str:
    """The cases behind a figure, as many as it counts."""
    report = _report()
    table = report.table(request.args.get("table", ""))
    figure = table.figure(request.args.get("row", ""), request.args.get("column", "")) if table else None
    if table is None or figure is None:
        raise NotFound
    session, clock = database.session(), database.clock()
    ids = list(dict.fromkeys(figure.ids))
    number = page_number(asked_page(request.args), len(ids), PAGE_SIZE)
    rows = frames.case_rows(session, ids[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    fields: dict[str, Any] = {key: request.args[key] for key in ("year", "table", "row", "column")} | _moment()
    seen = desk.seen_from()
    return render_template(
        "analytics/annual_cases.html",
        report=report,
        title=annual_words.heading(table),
        place=annual_words.place(table, fields["row"], fields["column"]),
        page=Page(rows, number, len(ids), PAGE_SIZE),
        labels=labels,
        kinds=KINDS,
        left=LEFT,
        verdict=sentences.verdict_of,
        now=seen.moment if seen else clock.now(),
        seen=seen,
        now_address=url_for(".annual_cases", **{key: fields[key] for key in fields if key != "as_of"}),
        fields=fields,
        may_open=may_open,
        address=lambda page: url_for(".annual_cases", **{**fields, "page": page}),
    )


@blueprint.get("/results/annual.<kind>")
@requires(Permission.RESULTS_READ)
def annual_file(kind: str) -> Response:
    """The report as a file."""
    if kind not in WRITERS:
        raise NotFound
    report = _report()
    return send_file(
        io.BytesIO(WRITERS[kind](report)),
        mimetype=FILES[kind],
        as_attachment=True,
        download_name=f"sprawozdanie-{report.year}{told()}.{kind}",
    )


def _moment() -> dict[str, Any]:
    """The earlier moment of this page, for the addresses on it."""
    seen = desk.seen_from()
    return {"as_of": local_text(seen.moment)} if seen else {}


def _report() -> AnnualReport:
    return desk.the_year(asked_year(request.args, desk.today()))


def _years() -> list[int]:
    """The years one may choose, newest first: from the oldest data on."""
    oldest, today = frames.first_month(database.session()), desk.today()
    first = min(oldest, Month.of(today)).year if oldest else today.year
    return list(range(today.year, min(first, today.year - 1) - 1, -1))
