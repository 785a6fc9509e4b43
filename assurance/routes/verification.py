"""Verifying on demand: asked for with a button, carried out by the worker, told with a bar while it goes on."""

from __future__ import annotations

import uuid

from flask import jsonify, redirect, render_template, request, url_for

from assurance.actions import ask
from assurance.labels import UNTOLD
from assurance.queries import run_by_id
from assurance.routes.record import facts
from assurance.routes.room import Answer, blueprint
from kernel.permissions import Permission
from office.forms import EmptyForm
from office.queries import people
from web import database
from web.access import current_actor, requires
from web.filters import number


@blueprint.post("/record")
@requires(Permission.RECORD_READ)
def verify() -> Answer:
    """Verify the whole record. It reads only, but takes its time: the worker does it, and the page tells how far."""
    if not EmptyForm().validate():
        return render_template("assurance/record.html", **facts()), 400
    run = ask(database.session(), database.clock(), current_actor())
    database.commit()
    return redirect(url_for("assurance.verification", run_id=run.id))


@blueprint.get("/record/verification/<uuid:run_id>")
@requires(Permission.RECORD_READ)
def verification(run_id: uuid.UUID) -> Answer:
    """How far a verification is, and what it found; as JSON for the bar on the page."""
    session = database.session()
    run = run_by_id(session, run_id)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(over=run.is_over, done=run.done, total=run.total, written=number(run.done))
    asked_by = people(session).get(run.asked_by_id, "") if run.asked_by_id else ""
    return render_template("assurance/verification.html", run=run, asked_by=asked_by, untold=UNTOLD)
