"""Signing in and out."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from flask import current_app, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from kernel.errors import RuleBroken
from kernel.permissions import Actor, Permission, Role
from office import throttle
from office.actions.second_factor import WrongCode, take_code
from office.actions.tries import note_lock
from office.forms import EmptyForm, SignInForm
from office.forms.accounts import CodeForm
from office.labels.accounts import account_sentence, openid_sentence
from office.models import Person
from office.passwords import is_right
from office.queries import person_by_login
from office.queries.accounts import has_second_factor
from office.routes.device import device_for, give_mark
from office.routes.entering import begin_half, enter, half, why_not
from office.routes.kept import WAS
from office.routes.room import blueprint
from office.rules import CODE_TRIES
from office.rules.accounts import seen_every
from office.sign_in import close_sign_in, see, sign_in_of
from web import database
from web.access import current_actor, public, requires
from web.database import SAFE_METHODS
from web.forms import Form, printable
from web.openid_settings import ADMINISTRATORS

Answer = str | tuple[str, int] | Response


@blueprint.app_context_processor
def _names() -> dict[str, object]:
    """What the sign-in page knows: whether there is a provider to sign in through, and who may use a password."""
    settings = current_app.config["SETTINGS"]
    return {
        "has_openid": settings.openid is not None,
        "is_for_administrators": settings.local_sign_in == ADMINISTRATORS,
    }


def load_actor() -> Actor | None:
    """The member of staff behind the cookie, or None."""
    token = session.get("token")
    if not isinstance(token, str):
        return None
    idle_minutes = current_app.config["SETTINGS"].idle_minutes
    found = sign_in_of(database.session(), database.clock(), token, idle_minutes=idle_minutes)
    if found is None:
        return None
    _note_seen(token, found.seen_at, seen_every(idle_minutes))
    return found.actor


@blueprint.get("/")
@requires(Permission.DESK)
def start() -> Response:
    """The first page for whoever signed in: the head's department, the clerk's desk, the handler's own queue, else the
    queue, the results, administration, the record.
    """
    actor = current_actor()
    if Role.HANDLER in actor.roles and not actor.can(Permission.COMPLAINT_ASSIGN):
        return redirect(url_for("complaints.queue", who=actor.person_id))
    doors = (
        (Permission.COMPLAINT_ASSIGN, "complaints.department"),
        (Permission.COMPLAINT_REGISTER, "complaints.desk"),
        (Permission.COMPLAINT_READ, "complaints.queue"),
        (Permission.RESULTS_READ, "analytics.dashboard"),
        (Permission.OFFICE_ADMINISTER, "office.administration"),
        (Permission.RECORD_READ, "assurance.record"),
    )
    return redirect(url_for(next(endpoint for permission, endpoint in doors if actor.can(permission))))


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Answer:
    """Ask for login and password; failures are counted by account and by device, never by address."""
    form = SignInForm(data={"next": printable(request.args.get("next", ""))})
    if request.method != "POST":
        said = session.pop("said", None)
        if refusal := session.pop("refused", None):
            form.form_errors.append(openid_sentence(str(refusal)))
        response = make_response(render_template("office/sign_in.html", form=form, said=said))
        give_mark(response)
        return response
    if not form.validate():
        return render_template("office/sign_in.html", form=form), 422
    try:
        person = _tried(str(form.login.data).strip().lower(), str(form.password.data))
    except throttle.TooManyTries as wait:
        return _refused("office/sign_in.html", form, account_sentence(wait), 429)
    if person is None:
        wrong = _("Login lub hasło są nieprawidłowe. Proszę sprawdzić, czy nie jest włączony Caps Lock.")
        return _refused("office/sign_in.html", form, wrong)
    if refusal := why_not(person):
        database.commit()
        return _refused("office/sign_in.html", form, refusal, 403)
    target = str(form.next.data or "")
    if has_second_factor(database.session(), person.id):
        database.commit()
        return begin_half(person, target)
    return enter(person, target)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public
def sign_in_code() -> Answer:
    """Ask for the second factor after a right password."""
    form = CodeForm()
    is_sent = request.method == "POST" and form.validate()
    waiting = half()
    if waiting is None:
        return redirect(url_for("office.sign_in"))
    if not is_sent:
        status = 422 if request.method == "POST" else 200
        return render_template("office/sign_in_code.html", form=form), status
    try:
        try_code(waiting.person.id, waiting.person.login, str(form.code.data))
    except throttle.TooManyTries as wait:
        return _refused("office/sign_in_code.html", form, account_sentence(wait), 429)
    except RuleBroken as broken:
        form.refuse(broken, account_sentence(broken))
        return render_template("office/sign_in_code.html", form=form), 422
    return enter(waiting.person, waiting.next)


@blueprint.post("/sign-out")
@requires(Permission.DESK)
def sign_out() -> Answer:
    """End the sign-in, here and in the database. A page that stood open too long leads back inside, to try again."""
    if not EmptyForm().validate():
        return redirect(url_for("office.start"))
    close_sign_in(database.session(), database.clock(), current_actor(), session["token"])
    database.commit()
    ended = session["token"]
    session.clear()
    session[WAS] = ended  # a form of another tab is still kept for its owner
    return redirect(url_for("office.sign_in"))


def try_code(person_id: uuid.UUID, login: str, typed: str) -> None:
    """Take a code of somebody's second factor; a wrong one is counted, and the count is committed.

    Raises TooManyTries, WrongCode or KeyChanged.
    """
    limits = throttle.limits("second-factor", str(person_id), device_for(login), CODE_TRIES)
    is_last = throttle.begin_try(database.session(), database.clock(), limits)
    database.commit()
    actor = Actor(ref=f"person:{person_id}", person_id=person_id)
    secret_key = current_app.config["SETTINGS"].secret_key
    try:
        take_code(database.session(), database.clock(), actor, person_id, typed, secret_key=secret_key)
    except WrongCode:
        database.rollback()
        if is_last:
            note_lock(database.session(), database.clock(), person_id, "second_factor")
            database.commit()
        raise
    throttle.succeeded_all(database.session(), limits)


def try_password(person: Person | None, login: str, password: str) -> bool:
    """Whether it is the password of a person (None: nobody); a wrong one is counted, and the count is committed.

    Raises TooManyTries.
    """
    stored, person_id = (person.password_hash, person.id) if person else (None, None)
    limits = throttle.limits("sign-in", login, device_for(login))
    is_last = throttle.begin_try(database.session(), database.clock(), limits)
    database.commit()  # argon2 takes its time; nobody waits for our locks meanwhile
    if is_right(stored, password):
        throttle.succeeded_all(database.session(), limits)
        return True
    if is_last and person_id is not None:
        note_lock(database.session(), database.clock(), person_id, "password")
        database.commit()
    return False


def _tried(login: str, password: str) -> Person | None:
    """The person whose password it is, None when it is not; either way the try is counted."""
    is_theirs = try_password(person_by_login(database.session(), login), login, password)
    return person_by_login(database.session(), login) if is_theirs else None


def _refused(template: str, form: Form, sentence: str, status: int = 422) -> Answer:
    form.form_errors.append(sentence)
    return render_template(template, form=form), status


def _note_seen(token: str, seen_at: datetime, every: timedelta) -> None:
    """Note that the browser is used, in a transaction of its own and at most once in so long."""
    if request.method not in SAFE_METHODS or database.clock().now() - seen_at < every:
        return  # a form has a transaction of its own, and the page after it comes here
    try:
        with database.storage().writing_briefly() as writing:
            see(writing, database.clock(), token, every)
    except DBAPIError:
        current_app.logger.warning("when a browser was seen could not be noted")
