"""One's own second factor: set up, move to a new telephone, print new codes, switch off."""

from __future__ import annotations

import datetime as dt

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from kernel.errors import RuleBroken
from kernel.ids import spoken_code
from kernel.permissions import Permission
from office.actions.second_factor import (
    NotStarted,
    begin_second_factor,
    confirm_second_factor,
    is_needed,
    new_recovery_codes,
    pending_secret,
    switch_off_second_factor,
)
from office.context import office
from office.forms.accounts import CodeForm, PasswordForm, ProofForm
from office.labels.accounts import account_sentence
from office.models import Person
from office.queries.accounts import has_second_factor, recovery_codes_left
from office.routes.my_account import WrongPassword, account_trail, me
from office.routes.qr import drawn
from office.routes.room import blueprint
from office.routes.sign_in import Answer, try_code, try_password
from office.rules.accounts import HALF_SIGN_IN
from office.second_factor import scanned_address
from office.throttle import TooManyTries
from web import database
from web.access import current_actor, requires
from web.forms import Form


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@requires(Permission.DESK)
def second_factor() -> Answer:
    """What a second factor is and the way to it; where it is on, what can be changed with password and code."""
    is_on = has_second_factor(database.session(), me().id)
    form = ProofForm() if is_on else PasswordForm()
    if request.method != "POST":
        return _page(form, is_on=is_on)
    if not form.validate():
        return _page(form, is_on=is_on, status=422)
    try:
        _prove_password(me(), str(form["password"].data))
        if not is_on:
            return _begun(me())
        try_code(me().id, me().login, str(form["code"].data))
        return _changed(request.form.get("do", ""))
    except RuleBroken as broken:
        database.rollback()
        form.refuse(broken, account_sentence(broken))
        return _page(form, is_on=is_on, status=429 if isinstance(broken, TooManyTries) else 422)


@blueprint.route("/account/second-factor/confirm", methods=["GET", "POST"])
@requires(Permission.DESK)
def second_factor_confirm() -> Answer:
    """Show the secret to the telephone, and switch it on with the telephone's first code."""
    form, person = CodeForm(), me()
    is_sent = request.method == "POST" and form.validate()
    try:
        secret = _waiting(person)
    except RuleBroken:
        return redirect(url_for("office.second_factor"))
    if is_sent:
        try:
            codes = confirm_second_factor(
                database.session(),
                database.clock(),
                current_actor(),
                person.id,
                str(form.code.data),
                secret_key=_secret_key(),
            )
            return _sheet(person, codes)
        except RuleBroken as broken:
            database.rollback()
            form.refuse(broken, account_sentence(broken))
    found = office()
    page = render_template(
        "office/second_factor_confirm.html",
        form=form,
        qr=drawn(scanned_address(secret, me().login, found.name if found else "Interesant")),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        trail=account_trail(),
    )
    return page, 422 if request.method == "POST" else 200


def _page(form: Form, *, is_on: bool, status: int = 200) -> Answer:
    person_id = me().id
    page = render_template(
        "office/second_factor.html",
        form=form,
        is_on=is_on,
        is_needed=is_needed(database.session(), database.clock(), current_actor().roles),
        codes_left=recovery_codes_left(database.session(), person_id),
        trail=account_trail(),
    )
    return page, status


def _prove_password(person: Person, password: str) -> None:
    """Raises WrongPassword or TooManyTries."""
    if not try_password(person, person.login, password):
        raise WrongPassword(field="password")
    database.commit()


def _changed(do: str) -> Answer:
    """What the pressed button asks for, after password and code were right."""
    writing, clock, actor, person = database.session(), database.clock(), current_actor(), me()
    if do == "off":
        switch_off_second_factor(writing, clock, actor, person.id)
        database.commit()
        flash(_("Drugi składnik jest wyłączony."))
        return redirect(url_for("office.my_account"))
    if do == "codes":
        return _sheet(person, new_recovery_codes(writing, clock, actor, person.id))
    return _begun(person)


def _begun(person: Person) -> Answer:
    begin_second_factor(database.session(), person.id, secret_key=_secret_key())
    database.commit()
    session["begun"] = database.clock().now().isoformat()
    return redirect(url_for("office.second_factor_confirm"))


def _waiting(person: Person) -> str:
    """The secret that was begun in this browser, not long ago: who finds a session open later cannot take it over."""
    try:
        begun_at = dt.datetime.fromisoformat(session["begun"])
    except (KeyError, TypeError, ValueError):
        raise NotStarted from None
    if database.clock().now() - begun_at >= HALF_SIGN_IN:
        raise NotStarted
    return pending_secret(database.session(), person.id, secret_key=_secret_key())


def _sheet(person: Person, codes: list[str]) -> str:
    """Commit, and show the codes this once."""
    login = person.login
    database.commit()
    session.pop("begun", None)
    return render_template("office/recovery_codes.html", codes=list(map(spoken_code, codes)), login=login)


def _secret_key() -> str:
    return str(current_app.config["SETTINGS"].secret_key)
