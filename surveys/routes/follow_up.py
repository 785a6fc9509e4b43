"""The questions after a settled case, behind a link that works once."""

from __future__ import annotations

from flask import abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kernel.errors import RuleBroken
from office.forms import EmptyForm
from surveys.actions.follow_up import put_into_pen
from surveys.forms import RateForm, rate_form, read_id
from surveys.queries import OpenVersion, version
from surveys.queries.follow_up import asked_after_a_case
from surveys.routes.drawing import page_after_a_case
from surveys.rules.follow_up import Asked, Cases
from surveys.rules.submission import OPEN_STATES
from web import database
from web.access import public
from web.languages import current_language, resident_blueprint

blueprint = resident_blueprint("follow_up", __name__)

Answer = str | tuple[str, int] | Response


@blueprint.route("/follow-up/<token>", methods=["GET", "POST"])
@public
def ask(token: str) -> Answer:
    """Ask, and take the answer once: the link is used up and the answer goes into the pen, both or neither."""
    asked = _asked(token)
    found = _version() if asked and asked.used_on is None else None
    if asked is None or found is None or database.clock().today() > asked.until_on:
        return _closed(asked)
    form = rate_form(found, current_language(), None)
    if request.method != "POST" or "switch" in request.form:
        return page_after_a_case(form, asked)
    if not form.validate():
        return page_after_a_case(form, asked), 422
    return _taken(form, asked, token)


@blueprint.get("/follow-up/<token>/thanks")
@public
def thanks(token: str) -> Answer:
    """The same page whatever was answered: neither its address nor its size tells anybody."""
    asked = _asked(token)
    if asked is None or asked.used_on is None:
        return redirect(url_for("follow_up.ask", token=token))
    return render_template("surveys/follow_up_used.html", asked=asked, is_fresh=True)


def _taken(form: RateForm, asked: Asked, token: str) -> Answer:
    session, clock = database.write(), database.clock()
    try:
        if not _cases().burn(session, clock, _secret(), token):
            database.rollback()
            return _closed(_asked(token))
        put_into_pen(
            session,
            clock,
            _secret(),
            version_id=form.version.id,
            department_id=asked.department_id,
            case=(asked.kind, asked.outcome),
            answers=form.answers(),
        )
    except RuleBroken:
        database.rollback()
        return page_after_a_case(form, asked), 422
    database.commit()
    return redirect(url_for("follow_up.thanks", token=token), 303)


def _closed(asked: Asked | None) -> Answer:
    """Why there is nothing to fill in: used before, too late, or no such link (any more).

    A form without its token learns nothing, not even that.
    """
    if request.method == "POST" and not EmptyForm().validate():
        abort(400)
    if asked is not None and asked.used_on is not None:
        page = render_template("surveys/follow_up_used.html", asked=asked, is_fresh=False)
        return page, 409 if request.method == "POST" else 200
    is_late = asked is not None and database.clock().today() > asked.until_on
    page = render_template("surveys/follow_up_closed.html", asked=asked, is_late=is_late)
    return page, 410 if is_late else 404


def _version() -> OpenVersion | None:
    """What is asked today, or the version of the same questionnaire whose form came back; never another one."""
    today = asked_after_a_case(database.session(), database.clock().today())
    sent = read_id(request.form.get("version_id"))
    found = version(database.session(), sent) if sent else None
    if today is None or found is None or found.state not in OPEN_STATES:
        return today
    return found if found.definition.key == today.definition.key else today


def _asked(token: str) -> Asked | None:
    return _cases().look(database.session(), database.clock(), _secret(), token)


def _cases() -> Cases:
    found: Cases = current_app.extensions["cases"]
    return found


def _secret() -> str:
    found: str = current_app.config["SETTINGS"].secret_key
    return found
