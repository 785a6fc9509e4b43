"""Answers question by question on the fixed grid, and where nothing comes in."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from flask import Response, render_template, request, url_for

from analytics import desk, frames, labels
from analytics.files import csv_file
from analytics.forms import asked_month, months_to_choose
from analytics.frames import survey_cells
from analytics.methods.suppression import is_hidden
from analytics.reports.survey_grid import GRID_COLUMNS, Line, grid, grid_rows, hour_grid
from analytics.routes.room import blueprint
from kernel.errors import NotFound
from kernel.formulas import disarmed
from kernel.permissions import Permission
from surveys.rules.visits import response_rate
from web import database
from web.access import requires

HOURS: Final = "hours"
LOOKED_BACK: Final = dt.timedelta(days=30)


@blueprint.get("/results/answers")
@requires(Permission.RESULTS_READ)
def answers() -> str:
    """Every question by department, desk, service or way; the overall one by weekday and hour."""
    month, by = asked_month(request.args, desk.today()), _by()
    return render_template(
        "analytics/answers.html",
        month=month,
        by=by,
        lines=_lines(by),
        hours=_hour_lines() if by == HOURS else {},
        named=_named(by),
        labels=labels,
        months=months_to_choose(frames.first_month(database.session()), desk.today()),
        csv=url_for(".answers_file", month=month, by=by),
    )


@blueprint.get("/results/answers.csv")
@requires(Permission.RESULTS_READ)
def answers_file() -> Response:
    """The same as a file, hidden where the page hides."""
    month, by = asked_month(request.args, desk.today()), _by()
    lines = list(_hour_lines().values()) if by == HOURS else _lines(by)
    named = {key: disarmed(name) for key, name in _named(by).items()}
    return csv_file(grid_rows(str(month), by, lines, named), f"odpowiedzi-{month}-{by}", GRID_COLUMNS)


@blueprint.get("/results/coverage")
@requires(Permission.RESULTS_READ)
def coverage() -> str:
    """Desks, the last response of each, and on how many days visits were reported."""
    today = desk.today()
    rows = survey_cells.coverage(database.session(), desk.scope(), today - LOOKED_BACK, today)
    return render_template(
        "analytics/coverage.html", rows=rows, labels=labels, days=LOOKED_BACK.days, is_hidden=is_hidden, rate=_rate
    )


@blueprint.get("/results/coverage.csv")
@requires(Permission.RESULTS_READ)
def coverage_file() -> Response:
    """The same as a file."""
    today = desk.today()
    rows = survey_cells.coverage(database.session(), desk.scope(), today - LOOKED_BACK, today)
    told = [
        (
            disarmed(row.department), disarmed(row.desk), row.last_on.isoformat() if row.last_on else "",
            "" if is_hidden(row.responses) else str(row.responses), str(row.visits_days),
            str(row.visits) if row.visits_days else "", _rate(row, 6),
        )
        for row in rows
    ]  # fmt: skip
    columns = ("department", "desk", "last_response_on", "responses", "days_with_visits", "visits", "response_rate")
    return csv_file(told, f"pokrycie-{today}", columns)


def _rate(row: survey_cells.Covered, digits: int, times: int = 1) -> str:
    """The response rate of a desk, empty where visits are not reported or too few answered to tell."""
    found = response_rate(row.answered, row.visits if row.visits_days else None)
    return "" if found is None or is_hidden(row.answered) else f"{float(found) * times:.{digits}f}"


def _by() -> str:
    found = request.args.get("by", "department")
    if found != HOURS and found not in survey_cells.COLUMNS:
        raise NotFound
    return found


def _lines(by: str) -> list[Line]:
    if by == HOURS:
        return []
    month = asked_month(request.args, desk.today())
    return grid(survey_cells.cells(database.session(), month, desk.scope(), by))


def _hour_lines() -> dict[tuple[int, int], Line]:
    return hour_grid(survey_cells.hours(database.session(), asked_month(request.args, desk.today()), desk.scope()))


def _named(by: str) -> dict[str, Any]:
    words = labels.MODES if by == "mode" else survey_cells.names(database.session(), by)
    return {key: str(name) for key, name in words.items()}
