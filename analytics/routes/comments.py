"""What residents wrote, as their departments may read it, and how often each theme comes up."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from analytics import labels
from analytics.files import csv_file
from analytics.forms import asked_month, months_to_choose
from analytics.frames import comments as frames
from analytics.frames import first_month
from analytics.measures.period import Month
from analytics.methods.suppression import MINIMUM_N
from analytics.reports.comments import COLUMNS, NO_THEME, ThemeLine, theme_lines, theme_rows, told_comments
from analytics.routes.room import blueprint
from kernel.errors import NotFound
from kernel.formulas import disarmed
from kernel.permissions import EVERYWHERE, Permission, Scope
from office.queries import all_departments
from surveys.labels.comments import shown, theme_name
from web import database
from web.access import current_actor, requires

YEAR: Final = 12
"""Months of the table of one department."""


@blueprint.get("/results/comments")
@requires(Permission.COMMENT_READ)
def comments() -> str:
    """The shown comments of a department in a month, in no order; below the minimum none, and why."""
    month, departments = _month(), _departments()
    department = _department(departments)
    found = frames.shown_comments(database.session(), month, department) if department else []
    told = told_comments(found)
    return render_template(
        "analytics/comments.html",
        month=month,
        months=_months(),
        department=department,
        departments=departments,
        minimum=MINIMUM_N,
        told=None if told is None else [shown(words.text, words.masked) for words in told],
        labels=labels,
    )


@blueprint.get("/results/themes")
@requires(Permission.COMMENT_READ)
def themes() -> str:
    """Themes by department in a month; for one department also the months before."""
    month, departments = _month(), _departments()
    chosen = _department(departments) if request.args.get("department") else None
    year = [month.plus(back - YEAR + 1) for back in range(YEAR)]
    lines = _lines(departments, year if chosen else [month], chosen)
    return render_template(
        "analytics/themes.html",
        month=month,
        months=_months(),
        department=chosen,
        departments=departments,
        minimum=MINIMUM_N,
        lines=[line for line in lines if line.month == month],
        names=_names(),
        year=year if chosen else [],
        headings=tuple(f"{labels.month_short(one)} {one.year}" for one in year),
        by_month={(line.theme, line.month): line for line in lines} if chosen else {},
        labels=labels,
        csv=url_for(".themes_file", month=month, department=chosen),
    )


@blueprint.get("/results/themes.csv")
@requires(Permission.COMMENT_READ)
def themes_file() -> Response:
    """The same as a file, hidden where the page hides."""
    month, departments = _month(), _departments()
    chosen = _department(departments) if request.args.get("department") else None
    months = [month.plus(back - YEAR + 1) for back in range(YEAR)] if chosen else [month]
    disarming = {key: disarmed(name) for key, name in _names().items()}
    rows = theme_rows(
        _lines(departments, months, chosen), {key: disarmed(name) for key, name in departments}, disarming
    )
    return csv_file(rows, f"tematy-{month}", COLUMNS)


def _lines(departments: list[tuple[uuid.UUID, str]], months: list[Month], chosen: uuid.UUID | None) -> list[ThemeLine]:
    """The lines of the reader's departments in the order of departments, months and names of themes."""
    order = {key: place for place, (key, _name) in enumerate(departments)}
    names = list(_names())
    lines = theme_lines(frames.theme_counts(database.session(), months))
    return sorted(
        (line for line in lines if line.department in order and chosen in (None, line.department)),
        key=lambda line: (order[line.department], line.month, names.index(line.theme)),
    )


def _names() -> dict[uuid.UUID, str]:
    """The names of the themes in the language of the page, those of none last."""
    named = {theme.id: theme_name(theme) for theme in frames.theme_names(database.session())}
    return {**named, NO_THEME: _("bez tematu")}


def _scope() -> Scope:
    return current_actor().scope(Permission.COMMENT_READ)


def _departments() -> list[tuple[uuid.UUID, str]]:
    scope = _scope()
    found = [item for item in all_departments(database.session()).items() if scope is EVERYWHERE or item[0] in scope]
    return sorted(found, key=lambda item: labels.alphabetical(item[1]))


def _department(departments: list[tuple[uuid.UUID, str]]) -> uuid.UUID | None:
    """The department asked for, else the reader's first. Raises NotFound for one that is not the reader's."""
    written = request.args.get("department", "")
    if not written:
        return departments[0][0] if departments else None
    found = next((key for key, _name in departments if str(key) == written), None)
    if found is None:
        raise NotFound
    return found


def _month() -> Month:
    return asked_month(request.args, database.clock().today())


def _months() -> list[Month]:
    return months_to_choose(first_month(database.session()), database.clock().today())
