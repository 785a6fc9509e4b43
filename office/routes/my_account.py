"""One's own account: password and open sessions."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kernel.errors import RuleBroken
from kernel.permissions import Permission
from office.actions.passwords import change_password
from office.actions.second_factor import is_needed
from office.actions.sessions import end_session, end_sessions
from office.forms.accounts import ChangePasswordForm, SessionForm
from office.labels.accounts import account_sentence
from office.labels.notices import REMINDERS
from office.labels.structure import ROLES
from office.models import Person
from office.queries.accounts import has_second_factor, recovery_codes_left, roles_of
from office.queries.auditors import audit_until
from office.queries.sessions import REF_LENGTH, open_sessions
from office.routes.room import blueprint
from office.routes.sign_in import Answer, try_password
from office.routes.steps import step
from office.rules.notices import Reminders
from office.sign_in import token_hash
from web import database
from web.access import current_actor, requires

OTHERS = "others"
"""What the button "all others" sends instead of the mark of one session."""


class WrongPassword(RuleBroken):
    """It is not the present password."""

    code = "wrong_password"


def me() -> Person:
    """The person who is signed in."""
    person = database.session().get(Person, current_actor().person_id)
    if person is None:
        abort(404)
    return person


@blueprint.get("/account")
@requires(Permission.DESK)
def my_account() -> str:
    """How one signs in, and where one is signed in."""
    person, reading = me(), database.session()
    roles = roles_of(reading, person.id, database.clock().today())
    return render_template(
        "office/my_account.html",
        person=person,
        roles=[ROLES[role] for role in ROLES if role in roles],
        audit_until=audit_until(reading, person.id, database.clock().today()),
        is_secured=has_second_factor(reading, person.id),
        is_needed=is_needed(reading, database.clock(), current_actor().roles),
        codes_left=recovery_codes_left(reading, person.id),
        sessions=open_sessions(reading, database.clock(), person.id),
        present=token_hash(session["token"])[:REF_LENGTH],
        others=OTHERS,
        reminders=REMINDERS[Reminders(person.reminders)],
    )


@blueprint.route("/account/password", methods=["GET", "POST"])
@requires(Permission.DESK)
def my_password() -> Answer:
    """Change one's own password: the old one is asked for, and all other sessions end."""
    form = ChangePasswordForm()

    def act() -> None:
        person = me()
        if not try_password(person, person.login, str(form.password_old.data)):
            raise WrongPassword(field="password_old")
        given = str(form.password.data)
        change_password(database.session(), database.clock(), current_actor(), me(), given, keep_token=session["token"])

    return step(
        form,
        act,
        back=url_for("office.my_account"),
        saved=_("Hasło jest zmienione. Na innych urządzeniach trzeba zalogować się ponownie."),
        template="office/password.html",
        sentences=account_sentence,
        title=_("Zmiana hasła"),
        go=_("Zmień hasło"),
        trail=account_trail(),
    )


@blueprint.post("/account/sessions")
@requires(Permission.DESK)
def my_sessions() -> Answer:
    """End one session, or all but the present one."""
    form = SessionForm()
    if form.validate():
        given = str(form.ref.data)
        now, clock, person_id = database.session(), database.clock(), me().id
        if given == OTHERS:
            count = end_sessions(now, clock, current_actor(), person_id, keep_token=session["token"])
        else:
            end_session(now, clock, current_actor(), person_id, given)
            count = 1
        database.commit()
        flash(ngettext("Zakończono %(num)d sesję.", "Zakończono sesje: %(num)d.", count))
    return redirect(url_for("office.my_account"))


def account_trail() -> tuple[tuple[str, str], ...]:
    """The way back to one's account."""
    return ((url_for("office.my_account"), _("Moje konto")),)
