"""The survey as residents meet it: on the web, or through the QR code of a desk."""

from __future__ import annotations

import datetime as dt
from typing import cast

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answered

from kernel.permissions import RESIDENT
from surveys import queries, sealer
from surveys.actions import submit_response
from surveys.capping import DaysAnswers
from surveys.forms import rate_form, read_id
from surveys.instruments import DEFAULT
from surveys.queries import OpenVersion, OpenVersions, Place
from surveys.queries.questionnaires import version_for
from surveys.routes import (
    comments,
    paper,
    posters,
    printing,
    questionnaires,
    releasing,
    room,
    themes,
    visits,
    writing,
)
from surveys.routes.drawing import Departments, departments_to_choose, empty_page, survey_page
from surveys.rules.flags import given_on_arrival
from surveys.rules.submission import (
    CODE_WINDOW,
    MOST_FROM_CODE,
    QR_MODE,
    AnsweredOtherwise,
    TooManyFromCode,
)
from web import database
from web.access import public
from web.languages import current_language, resident_blueprint

blueprint = resident_blueprint("surveys", __name__)
blueprint.record_once(lambda state: state.app.extensions.update(open_versions=OpenVersions()))
blueprint.record_once(lambda state: state.app.extensions.update(days_answers=DaysAnswers()))
blueprint.record_once(lambda state: sealer.register(cast(Flask, state.app), state.app.config["SETTINGS"].seal_seconds))

__all__ = [
    "blueprint", "comments", "paper", "posters", "printing", "questionnaires", "releasing", "room", "themes", "visits",
    "writing",
]  # fmt: skip

Answer = str | tuple[str, int] | Answered


@blueprint.route("/rate", methods=["GET", "POST"])
@blueprint.route("/rate/<token>", methods=["GET", "POST"])
@public
def rate(token: str | None = None) -> Answer:
    """Ask the questions, and store the answers once."""
    place = _place(token)
    if token and place is None:
        return render_template("surveys/no_code.html"), 404
    version = _version(place)
    if version is None:
        return render_template("surveys/closed.html"), 404
    if request.method != "POST":
        return empty_page(version, place)
    form = rate_form(version, current_language(), None if place else _departments())
    if "switch" in request.form:
        return survey_page(form, place)
    if not form.validate():
        return survey_page(form, place), 422
    typed = form.typed(QR_MODE if place else "web", current_language(), place)
    try:
        _check_flood(place)
        flags = _marks(is_trapped=bool(form.website.data))
        submit_response(database.write(), database.clock(), RESIDENT, typed, flags=flags, version=version)
    except TooManyFromCode as wait:
        form.form_errors.append(
            _("Z tego kodu przyszło właśnie bardzo dużo ocen. Odpowiedzi są nadal na stronie; proszę wysłać je "
              "ponownie za %(num)s min.", num=wait.facts["minutes"])
        )  # fmt: skip
        return survey_page(form, place), 429
    except AnsweredOtherwise:
        return render_template("surveys/already.html", token=token), 409
    database.commit()
    sealer.poke()
    return redirect(url_for("surveys.thanks", token=token), 303)


@blueprint.get("/rated")
@blueprint.get("/rated/<token>")
@public
def thanks(token: str | None = None) -> Answer:
    """Say what happens with the answer."""
    counted_on, place = _first_of_next_month(database.clock().today()), _place(token)
    if token and place is None:
        return render_template("surveys/no_code.html"), 404
    return render_template("surveys/thanks.html", place=place, token=token, counted_on=counted_on)


def _place(token: str | None) -> Place | None:
    """The place of a QR code, None where it leads nowhere."""
    return queries.place_of(database.session(), token, database.clock().today()) if token else None


def _check_flood(place: Place | None) -> None:
    """Raises TooManyFromCode."""
    if place is None:
        return
    since = database.clock().now() - CODE_WINDOW
    if queries.count_from(database.session(), place, since) >= MOST_FROM_CODE:
        raise TooManyFromCode(minutes=CODE_WINDOW // dt.timedelta(minutes=1))


def _marks(*, is_trapped: bool) -> str:
    """What the answer is marked with on arrival. It is taken in any case."""
    most = current_app.config["SETTINGS"].voices_per_day
    is_over = current_app.extensions["days_answers"].is_over(database.session(), database.clock(), most)
    return given_on_arrival(is_trapped=is_trapped, is_over_cap=is_over)


def _version(place: Place | None) -> OpenVersion | None:
    """The version whose form came back, as long as it is open to answers here; else what is asked here today."""
    sent = read_id(request.form.get("version_id"))
    found: OpenVersion | None = current_app.extensions["open_versions"].find(database.session, sent) if sent else None
    if found is not None and not found.is_for_cases:
        return found
    return version_for(database.session(), place, database.clock().today(), DEFAULT)


def _departments() -> Departments:
    """Those a filled form may name; nobody asks where none is named."""
    return departments_to_choose() if request.form.get("department") else ()


def _first_of_next_month(day: dt.date) -> dt.date:
    """The day on which the month of an answer is complete."""
    return (day.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
