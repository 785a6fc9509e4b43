"""Answers question by question on the fixed grid, and where nothing comes in."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any, Final

from flask import Response, render_template, request, url_for

from analytics import desk, frames, labels, words
from analytics.annual_files import FILES
from analytics.files import csv_file
from analytics.forms import asked_slice, slices_to_choose
from analytics.frames import INSTRUMENT, survey_grid
from analytics.frames.survey_grid import HOURS
from analytics.grid_words import file_name, in_order, part_names, rows_of, sheet_of
from analytics.measures.period import Month
from analytics.measures.registry import measure
from analytics.methods.suppression import MINIMUM_N, PUBLISHED_N
from analytics.reports.as_of import local_text
from analytics.reports.choice import last_complete_month
from analytics.reports.covered import DeskRow, desks
from analytics.reports.export import COLUMNS
from analytics.reports.material import departments_in
from analytics.reports.survey_grid import (
    GRID_COLUMNS,
    RATE,
    GridReport,
    chosen,
    counted,
    headline,
    rate_of,
    survey_report,
)
from analytics.reports.voice_rows import voice_rows
from analytics.routes.lasting import lasting
from analytics.routes.results import told
from analytics.routes.room import blueprint
from kernel.errors import NotFound
from kernel.formulas import disarmed
from kernel.permissions import Permission
from papers import write_workbook
from web import database
from web.access import requires
from web.languages import current_language

LOOKED_BACK: Final = dt.timedelta(days=30)


@blueprint.get("/results/answers")
@requires(Permission.RESULTS_READ)
def answers() -> str:
    """Every question by department, desk, service or way; the overall one by weekday and hour."""
    report, known = _report()
    session, seen = database.session(), desk.seen_from()
    named, language = part_names(session, report.by), current_language()
    fields: dict[str, Any] = {"period": str(report.slice), "questionnaire": report.key, "by": report.by}
    now_address = url_for(".answers", **fields)
    fields |= {"as_of": local_text(seen.moment)} if seen else {}
    return render_template(
        "analytics/answers.html",
        report=report,
        fields=fields,
        named=named,
        in_order=lambda lines: in_order(lines, named, report.by),
        language=language,
        labels=labels,
        headline=headline,
        chosen=chosen,
        counted=counted(report.received, report.untold),
        rate=None if seen else rate_of(report),
        is_rate_hidden=report.received is None or RATE in report.untold,
        minimum=MINIMUM_N,
        of_desk=PUBLISHED_N,
        known=known,
        voice=None if seen or report.key != INSTRUMENT or not report.sections else desk.the_voice(report.slice),
        seen=seen,
        now_address=now_address,
        is_unsettled=_is_unsettled(report),
        is_kept_back=_is_kept_back(report),
        lasting=lasting(fields, report.period.last + dt.timedelta(days=1)),
        words=words,
        departments=departments_in(session, desk.scope()),
        measure=measure,
        slices=slices_to_choose(frames.first_month(session), desk.today()),
        files={kind: url_for(".answers_file", kind=kind, **fields) for kind in ("csv", "xlsx")},
    )


@blueprint.get("/results/answers.<kind>")
@requires(Permission.RESULTS_READ)
def answers_file(kind: str) -> Response:
    """The same as a file, hidden where the page hides."""
    if kind not in ("csv", "xlsx"):
        raise NotFound
    report, _known = _report()
    session, name = database.session(), file_name(report) + told()
    if kind == "csv":
        return csv_file(rows_of(session, report), name, GRID_COLUMNS)
    target = io.BytesIO()
    write_workbook(target, [sheet_of(session, report)], database.clock().now())
    response = Response(target.getvalue(), mimetype=FILES["xlsx"])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _today() -> dt.date:
    """What is told beside visits is told as it is known now, also where an address names an earlier moment."""
    return database.clock().today()


def _report() -> tuple[GridReport, dict[str, str]]:
    session, when, seen = database.session(), asked_slice(request.args, desk.today()), desk.seen_from()
    by = request.args.get("by", "department")
    known = survey_grid.questionnaires(session)
    key = request.args.get("questionnaire") or INSTRUMENT
    if (by != HOURS and by not in survey_grid.COLUMNS) or (known and key not in known):
        raise NotFound
    if seen is None:
        release = desk.the_release(key, when.year)
        return survey_report(session, desk.scope(), key, when, by, release, desk.todays_last()), known
    release, last = desk.the_release_then(key, when.year, seen), last_complete_month(seen.today)
    report = survey_report(session, desk.scope(), key, when, by, release, last, seen.leaf)
    return replace(report, sections=(), received=None) if _is_kept_back(report) else report, known


def _is_kept_back(report: GridReport) -> bool:
    """Whether the answers of an earlier moment are not told: the period was not over then, and a part of it laid beside
    the whole would tell what came after; or some of them were sealed later, and few as they are would show.
    """
    return desk.seen_from() is not None and (not report.is_whole or _is_unsettled(report))


def _is_unsettled(report: GridReport) -> bool:
    """Whether answers of the period were sealed after the moment asked for."""
    seen = desk.seen_from()
    months = report.period.months
    return seen is not None and bool(frames.unsettled_months(database.session(), months, seen.leaf, report.key))


@blueprint.get("/results/measures.csv")
@requires(Permission.RESULTS_READ)
def voice_file() -> Response:
    """The figures over the answers of a period, and what goes together, in the long form."""
    when = asked_slice(request.args, _today())
    report = desk.the_voice(when)
    if report is None:
        raise NotFound
    rows = voice_rows(report, INSTRUMENT, frames.department_codes(database.session()))
    return csv_file(rows, f"wskazniki-{INSTRUMENT}-{when}", COLUMNS)


@blueprint.get("/results/coverage")
@requires(Permission.RESULTS_READ)
def coverage() -> str:
    """Desks, the last response of each, and of the last month that is over its responses and visits."""
    month = desk.todays_last()
    return render_template(
        "analytics/coverage.html",
        rows=_desks(month),
        month=month,
        labels=labels,
        minimum=PUBLISHED_N,
        since=_today() - LOOKED_BACK,
        days=LOOKED_BACK.days,
    )


@blueprint.get("/results/coverage.csv")
@requires(Permission.RESULTS_READ)
def coverage_file() -> Response:
    """The same as a file."""
    month = desk.todays_last()
    told = [_cells(row, month) for row in _desks(month)]
    columns = (
        "department", "desk", "last_response_on", "responses", "days_with_visits", "visits", "response_rate", "month",
        "suppressed",
    )  # fmt: skip
    return csv_file(told, f"pokrycie-{month}", columns)


def _desks(month: Month) -> list[DeskRow]:
    return desks(database.session(), desk.scope(), month, desk.the_release(INSTRUMENT, month.year), _today())


def _cells(row: DeskRow, month: Month) -> tuple[str, ...]:
    one, is_hidden = row.covered, row.responses is None
    return (
        disarmed(one.department), disarmed(one.desk), _day(one.last_on), "" if is_hidden else str(row.responses),
        str(one.visits_days), str(one.visits) if one.visits_days else "",
        "" if row.rate is None else f"{float(row.rate):.6f}", str(month), str(is_hidden).lower(),
    )  # fmt: skip


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
