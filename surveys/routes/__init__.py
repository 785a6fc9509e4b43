"""The survey as residents meet it: on the web, or through the QR code of a desk."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import cast

from flask import Flask, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from kernel.permissions import RESIDENT
from office.queries import departments
from surveys import queries, sealer
from surveys.actions import submit_response
from surveys.forms import RateForm, needed, rate_form, read_id
from surveys.instruments import DEFAULT
from surveys.queries import OpenVersion, Place
from surveys.queries.questionnaires import version_for
from surveys.routes import paper, questionnaires, releasing, room, visits, writing
from surveys.rules.submission import OPEN_STATES, AnsweredOtherwise
from web import database
from web.access import public
from web.languages import current_language, resident_blueprint

blueprint = resident_blueprint("surveys", __name__)
blueprint.record_once(lambda state: sealer.register(cast(Flask, state.app), state.app.config["SETTINGS"].seal_seconds))

__all__ = ["blueprint", "paper", "questionnaires", "releasing", "room", "visits", "writing"]

Answer = str | tuple[str, int] | Answered


@blueprint.route("/rate", methods=["GET", "POST"])
@blueprint.route("/rate/<token>", methods=["GET", "POST"])
@public
def rate(token: str | None = None) -> Answer:
    """Ask the questions, and store the answers once."""
    place = _place(token)
    version = _version(place)
    if version is None:
        return render_template("surveys/closed.html"), 404
    form = rate_form(version, current_language(), None if place else _departments())
    if request.method != "POST" or "switch" in request.form:
        return _page(form, place)
    if not form.validate():
        return _page(form, place), 422
    typed = form.typed("qr" if place else "web", current_language(), place)
    try:
        submit_response(database.write(), database.clock(), RESIDENT, typed)
    except AnsweredOtherwise:
        return render_template("surveys/already.html", token=token), 409
    database.commit()
    sealer.poke()
    return redirect(url_for("surveys.thanks", token=token), 303)


@blueprint.get("/rated")
@blueprint.get("/rated/<token>")
@public
def thanks(token: str | None = None) -> str:
    """Say what happens with the answer."""
    counted_on = _first_of_next_month(database.clock().today())
    return render_template("surveys/thanks.html", place=_place(token), token=token, counted_on=counted_on)


def _page(form: RateForm, place: Place | None) -> str:
    return render_template(
        "surveys/rate.html", form=form, place=place, questions=form.questions(), needed=needed(form.version.definition)
    )


def _place(token: str | None) -> Place | None:
    """The place of a QR code. An unknown code is an unknown address."""
    if token is None:
        return None
    found = queries.place_of(database.session(), token, database.clock().today())
    if found is None:
        abort(404)
    return found


def _version(place: Place | None) -> OpenVersion | None:
    """The version whose form came back, as long as it is open to answers; else what is asked here today."""
    sent = read_id(request.form.get("version_id"))
    found = queries.version(database.session(), sent) if sent else None
    if found is not None and found.state in OPEN_STATES:
        return found
    return version_for(database.session(), place, database.clock().today(), DEFAULT)


def _departments() -> list[tuple[uuid.UUID, str]]:
    return [(row.id, row.name) for row in departments(database.session(), database.clock().today())]


def _first_of_next_month(day: dt.date) -> dt.date:
    """The day on which the month of an answer is complete."""
    return (day.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
