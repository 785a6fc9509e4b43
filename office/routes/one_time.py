"""Setting a password with a one-time code: an invitation, or a recovery one asked for."""

from __future__ import annotations

from flask import current_app, make_response, redirect, render_template, request, session, url_for

from kernel.errors import RuleBroken
from kernel.ids import typed_code
from office import throttle
from office.actions.codes import RECOVERY_ASKED, use_code
from office.actions.passwords import WeakPassword
from office.forms.accounts import ForgottenForm, SetPasswordForm
from office.labels.accounts import account_sentence
from office.models import Person
from office.queries.accounts import has_second_factor
from office.routes.device import device_for, give_mark
from office.routes.entering import enter, why_not
from office.routes.room import blueprint
from office.routes.sign_in import Answer
from office.rules import DEVICE_TRIES, RECOVERIES, RECOVERY_TRIES, UNMARKED_TRIES
from office.rules.accounts import Purpose
from office.sealing import asked_for
from web import database
from web.access import public
from web.languages import current_language
from worker.actions import enqueue


@blueprint.route("/invitation", methods=["GET", "POST"])
@public
def invitation() -> Answer:
    """Set the first password with the code of an invitation."""
    return _set_password(Purpose.INVITATION)


@blueprint.route("/recovery", methods=["GET", "POST"])
@public
def recovery() -> Answer:
    """Set a new password with the code of a recovery."""
    return _set_password(Purpose.RECOVERY)


def _set_password(purpose: Purpose) -> Answer:
    """Ask for the code and a new password. The code stands behind the hash sign of a link, so no log ever sees it.

    An invited person without a second factor is signed in at once; everybody else signs in with the new password.
    """
    form = SetPasswordForm()
    if request.method != "POST":
        response = make_response(render_template("office/set_password.html", form=form, purpose=purpose))
        give_mark(response)
        return response
    if not form.validate():
        return render_template("office/set_password.html", form=form, purpose=purpose), 422
    try:
        person = _used(purpose, typed_code(str(form.code.data)), str(form.password.data))
    except RuleBroken as broken:
        database.rollback()
        form.refuse(broken, account_sentence(broken))
        status = 429 if isinstance(broken, throttle.TooManyTries) else 422
        return render_template("office/set_password.html", form=form, purpose=purpose), status
    is_new = purpose is Purpose.INVITATION and not has_second_factor(database.session(), person.id)
    if is_new and not why_not(person):
        return enter(person, url_for("office.second_factor"))
    database.commit()
    session.clear()
    session["said"] = "password_set"
    return redirect(url_for("office.sign_in"))


@blueprint.route("/sign-in/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> Answer:
    """Ask for a recovery. The answer and its time are the same for everybody: the worker finds out who it is."""
    form = ForgottenForm()
    if request.method != "POST":
        return render_template("office/forgotten.html", form=form)
    if not form.validate():
        return render_template("office/forgotten.html", form=form), 422
    asked = asked_for(current_app.config["SETTINGS"].secret_key, str(form.who.data))
    everybody = throttle.Limit(throttle.key_of("recovery", "everybody"), RECOVERIES)
    limits = [everybody, throttle.Limit(throttle.key_of("recovery", asked), RECOVERY_TRIES)]
    try:
        throttle.begin_try(database.session(), database.clock(), limits)
    except throttle.TooManyTries as wait:
        database.rollback()
        form.form_errors.append(account_sentence(wait))
        return render_template("office/forgotten.html", form=form), 429
    enqueue(database.session(), database.clock(), RECOVERY_ASKED, {"asked": asked, "language": current_language()})
    database.commit()
    return render_template("office/asked.html")


def _used(purpose: Purpose, code: str, password: str) -> Person:
    """Whose password was set. Wrong codes are counted by device; 80 random bits need no more, and nobody waits for
    strangers. Raises TooManyTries, BadCode or WeakPassword."""
    limits = [_limit()]
    throttle.begin_try(database.session(), database.clock(), limits)
    database.commit()
    try:
        person = use_code(database.session(), database.clock(), purpose, code, password)
    except WeakPassword:
        database.rollback()
        throttle.succeeded_all(database.session(), limits)
        database.commit()
        raise
    throttle.succeeded_all(database.session(), limits)
    return person


def _limit() -> throttle.Limit:
    found = device_for("")
    if found is None:
        return throttle.Limit(throttle.key_of("code", "without a mark"), UNMARKED_TRIES)
    return throttle.Limit(throttle.key_of("code-device", found.mark), DEVICE_TRIES)
