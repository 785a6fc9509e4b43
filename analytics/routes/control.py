"""Is it a signal? The control chart of a measure, its file, and the decisions that give it new limits."""

from __future__ import annotations

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from analytics import control_words, desk, drawings, frames, labels, sentences
from analytics.actions import BadStep, record_step, withdraw_step
from analytics.control_forms import StepForm, WithdrawStepForm, step_refusal
from analytics.files import csv_file
from analytics.measures.control import Method
from analytics.measures.registry import measure
from analytics.models import StepChange
from analytics.reports.case_list import LISTED
from analytics.reports.choice import NO_DEPARTMENT
from analytics.reports.control import ControlReport, chart_population, charted
from analytics.reports.control_rows import COLUMNS, control_rows
from analytics.reports.structure import Structure
from analytics.routes.lasting import lasting
from analytics.routes.results import frame, told
from analytics.routes.room import blueprint
from analytics.texts import _
from kernel.errors import Forbidden, NotFound
from kernel.permissions import Permission
from web import database
from web.access import current_actor, requires
from web.errors import status_of

Answer = str | Response | tuple[str, int]
KEPT = ("chart", "screen", "target")
"""What an address of this page says besides measure, month and scope."""


@blueprint.get("/results/control")
@requires(Permission.RESULTS_READ)
def control() -> str:
    """The control chart of a measure with its table, its verdict and its step changes."""
    report, fields = desk.the_control(), _fields()
    population = desk.choice().choice.population
    return render_template(
        "analytics/control.html",
        report=report,
        lasting=lasting(fields, report.asked.last.first),
        chart=report.chart,
        picture=drawings.control_drawing(report.chart),
        control_words=control_words,
        sentences=sentences,
        keys=charted(population),
        methods=list(Method),
        listed=LISTED,
        may_decide=_may_decide(report),
        rows=url_for(".control_table", **fields),
        **frame("control", fields),
    )


@blueprint.get("/results/control.csv")
@requires(Permission.RESULTS_READ)
def control_table() -> Response:
    """The months of a control chart with lines and signals, in the long form."""
    report = desk.the_control()
    rows = control_rows(report, frames.department_codes(database.session()))
    return csv_file(rows, f"karta-{report.asked.key}-{report.asked.last}{told()}", COLUMNS)


@blueprint.route("/results/control/step", methods=["GET", "POST"])
@requires(Permission.STEP_DECIDE)
def step() -> Answer:
    """Record a step change of the chart in the address."""
    report, fields = desk.the_control(), _fields()
    if not _may_decide(report):
        raise Forbidden
    form, status = StepForm(), 200
    form.offer([point.month for point in reversed(report.chart.points)])
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                typed = form.typed(report.asked.key, _population(report), report.material.choice.department)
                record_step(database.session(), database.clock(), current_actor(), typed)
            except BadStep as broken:
                database.rollback()
                status = status_of(broken)
                form.refuse(broken, step_refusal(broken))
            else:
                database.commit()
                flash(_("Zapisano."))
                return redirect(url_for(".control", **fields))
    return _form_page("analytics/step.html", form, status, report=report, back=url_for(".control", **fields))


@blueprint.route("/results/control/step/<uuid:step_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.STEP_DECIDE)
def unstep(step_id: uuid.UUID) -> Answer:
    """Take a step change back."""
    session = database.session()
    row = session.get(StepChange, step_id)
    if row is None or row.withdrawn_leaf is not None:
        raise NotFound
    if not current_actor().can_for(Permission.STEP_DECIDE, row.department_id):
        raise Forbidden
    place: dict[str, Any] = {"measure": row.measure, "population": row.population, "department": row.department_id}
    back = url_for(".control", **{key: value for key, value in place.items() if value})
    form, status = WithdrawStepForm(), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                withdraw_step(session, database.clock(), current_actor(), step_id, form.reason.data or "")
            except BadStep as broken:
                database.rollback()
                status = status_of(broken)
                form.refuse(broken, step_refusal(broken))
            else:
                database.commit()
                flash(_("Zapisano."))
                return redirect(back)
    return _form_page("analytics/unstep.html", form, status, row=row, back=back)


def _form_page(template: str, form: Any, status: int, **facts: Any) -> Answer:
    page = render_template(template, form=form, labels=labels, measure=measure, **facts)
    return page if status == 200 else (page, status)


def _fields() -> dict[str, Any]:
    """The address of the chart, as asked for."""
    report = desk.the_control()
    kept = {name: request.args[name] for name in KEPT if request.args.get(name)}
    return {**desk.choice().fields, "measure": report.asked.key, "month": str(report.asked.last), **kept}


def _population(report: ControlReport) -> Any:
    return chart_population(report.asked.key, report.material.choice.population)


def _may_decide(report: ControlReport) -> bool:
    """Whether the reader may record a step change of this chart: only of now, and of a department as it is."""
    choice = report.material.choice
    if choice.department == NO_DEPARTMENT or choice.structure is not Structure.DAY_OF_CASE or desk.seen_from():
        return False
    return current_actor().can_for(Permission.STEP_DECIDE, choice.department)
