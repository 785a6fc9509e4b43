"""Signing in and out."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kernel.permissions import Actor, Permission
from office import throttle
from office.forms import EmptyForm, SignInForm
from office.models import Person
from office.passwords import is_right
from office.queries import person_by_login
from office.routes.room import blueprint
from office.sign_in import actor_of, close_sign_in, open_sign_in
from web import database
from web.access import current_actor, public, requires
from web.forms import printable

Answer = str | tuple[str, int] | Response


def load_actor() -> Actor | None:
    """The member of staff behind the cookie, or None."""
    token = session.get("token")
    return actor_of(database.session(), database.clock(), token) if isinstance(token, str) else None


@blueprint.get("/")
@requires(Permission.DESK)
def start() -> Response:
    """The first page for whoever signed in: the queue, else the results, else administration, else the record."""
    actor = current_actor()
    doors = (
        (Permission.COMPLAINT_READ, "complaints.queue"),
        (Permission.RESULTS_READ, "analytics.month"),
        (Permission.OFFICE_ADMINISTER, "office.administration"),
        (Permission.RECORD_READ, "assurance.record"),
    )
    return redirect(url_for(next(endpoint for permission, endpoint in doors if actor.can(permission))))


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Answer:
    """Ask for login and password; count failures by account, never by address."""
    form = SignInForm(data={"next": printable(request.args.get("next", ""))})
    if request.method != "POST":
        return render_template("office/sign_in.html", form=form)
    if not form.validate():
        return render_template("office/sign_in.html", form=form), 422
    try:
        person = _tried(str(form.login.data).strip().lower(), str(form.password.data))
    except throttle.TooManyTries as wait:
        minutes = wait.facts["minutes"]
        form.form_errors.append(_("Za dużo nieudanych prób. Proszę spróbować ponownie za %(num)s min.", num=minutes))
        return render_template("office/sign_in.html", form=form), 429
    if person is None:
        form.form_errors.append(
            _("Login lub hasło są nieprawidłowe. Proszę sprawdzić, czy nie jest włączony Caps Lock.")
        )
        return render_template("office/sign_in.html", form=form), 422
    hours = current_app.config["SETTINGS"].sign_in_hours
    opened = open_sign_in(database.session(), database.clock(), person, hours)
    database.commit()
    session.clear()
    session["token"] = opened.token
    return redirect(_safe(form.next.data) or url_for("office.start"))


@blueprint.post("/sign-out")
@requires(Permission.DESK)
def sign_out() -> Answer:
    """End the sign-in, here and in the database. A page that stood open too long leads back inside, to try again."""
    if not EmptyForm().validate():
        return redirect(url_for("office.start"))
    close_sign_in(database.session(), database.clock(), current_actor(), session["token"])
    database.commit()
    session.clear()
    return redirect(url_for("office.sign_in"))


def _tried(login: str, password: str) -> Person | None:
    """The person whose password it is, None when it is not; either way the try is counted."""
    key = throttle.key_of("sign-in", login)
    throttle.check(database.session(), database.clock(), key)
    person = person_by_login(database.session(), login)
    stored = person.password_hash if person else None
    database.rollback()  # argon2 takes its time; nobody waits for our locks meanwhile
    if is_right(stored, password):
        throttle.succeeded(database.session(), key)
        return person_by_login(database.session(), login)
    throttle.failed(database.session(), database.clock(), key)
    database.commit()
    return None


def _safe(target: str | None) -> str | None:
    """A place inside the staff's face to go on to, or None."""
    is_ours = bool(target) and str(target).startswith("/staff/") and "\\" not in str(target)
    return target if is_ours else None
