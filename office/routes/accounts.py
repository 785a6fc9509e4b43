"""The administrator's pages about accounts: who can sign in and how, inviting, resetting, leaving and coming back."""

from __future__ import annotations

import uuid
from collections import Counter

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from kernel.errors import RuleBroken
from kernel.ids import spoken_code
from kernel.permissions import Permission
from office.actions.codes import invite
from office.actions.leaving import deactivate, reactivate
from office.actions.second_factor import reset_second_factor
from office.actions.sessions import end_sessions
from office.events import CodeMade
from office.forms import EmptyForm
from office.forms.accounts import InviteForm, LeavingForm, ReasonForm
from office.labels.accounts import account_sentence
from office.labels.structure import ROLES
from office.models import Person
from office.queries import all_departments, handlers
from office.queries.accounts import AccountState, accounts
from office.queries.openid import link_of
from office.routes.qr import drawn, public_home
from office.routes.room import blueprint
from office.routes.sign_in import Answer
from office.routes.steps import step
from office.rules.accounts import Way
from web import database
from web.access import current_actor, requires
from web.languages import current_language

ADMINISTER = Permission.OFFICE_ADMINISTER


@blueprint.get("/administration/accounts", endpoint="accounts")
@requires(ADMINISTER)
def account_list() -> str:
    """All accounts: invited, active, closed; with or without a second factor; last seen."""
    return render_template("office/accounts.html", accounts=accounts(database.session(), database.clock()))


@blueprint.get("/administration/accounts/<uuid:person_id>")
@requires(ADMINISTER)
def account_of(person_id: uuid.UUID) -> str:
    """One account, and what can be done with it."""
    return _account_page(person_id)


@blueprint.post("/administration/accounts/<uuid:person_id>/invitation")
@requires(ADMINISTER)
def account_invite(person_id: uuid.UUID) -> Answer:
    """Invite somebody: by mail, or on a slip that is shown this once."""
    form = InviteForm()
    if not form.validate():
        return redirect(url_for("office.account_of", person_id=person_id))
    person, way = _person(person_id), Way(str(form.way.data))
    try:
        made = invite(
            database.session(),
            database.clock(),
            current_actor(),
            person,
            way=way,
            secret_key=current_app.config["SETTINGS"].secret_key,
            language=current_language(),
        )
        database.commit()
    except RuleBroken as broken:
        database.rollback()
        return _account_page(person_id, account_sentence(broken)), 422
    if way is Way.SLIP:
        return _slip(person, made)
    flash(_("Zaproszenie czeka na wysłanie. Kod z poprzedniego zaproszenia już nie działa."))
    return redirect(url_for("office.account_of", person_id=person_id))


@blueprint.post("/administration/accounts/<uuid:person_id>/sessions")
@requires(ADMINISTER)
def account_sessions(person_id: uuid.UUID) -> Answer:
    """End all sessions of somebody."""
    if EmptyForm().validate():
        count = end_sessions(database.session(), database.clock(), current_actor(), _person(person_id).id)
        database.commit()
        flash(_("Zakończono sesje: %(num)d.", num=count))
    return redirect(url_for("office.account_of", person_id=person_id))


@blueprint.route("/administration/accounts/<uuid:person_id>/second-factor", methods=["GET", "POST"])
@requires(ADMINISTER)
def account_second_factor(person_id: uuid.UUID) -> Answer:
    """Take a lost second factor away."""
    form, person = ReasonForm(), _person(person_id)
    return step(
        form,
        lambda: reset_second_factor(
            database.session(), database.clock(), current_actor(), _person(person_id), form.why()
        ),
        back=url_for("office.account_of", person_id=person_id),
        saved=_("Drugi składnik jest wyłączony, a sesje zakończone."),
        sentences=account_sentence,
        title=_("Wyłączenie drugiego składnika"),
        lead=_(
            "%(name)s zaloguje się samym hasłem. Proszę najpierw upewnić się, że to naprawdę ta osoba o to prosi, "
            "najlepiej osobiście: o taką pomoc prosi też ktoś, kto poznał cudze hasło.",
            name=person.display_name,
        ),
        go=_("Wyłącz"),
        trail=_trail(person),
    )


@blueprint.route("/administration/accounts/<uuid:person_id>/leaving", methods=["GET", "POST"])
@requires(ADMINISTER)
def account_leaving(person_id: uuid.UUID) -> Answer:
    """Close an account and hand its open work on."""
    person, held = _person(person_id), _open_work(person_id)
    form = LeavingForm(data={"row_version": str(person.row_version)})
    form.successor.choices = [("", _("Nikt: sprawy wrócą do kierownika, który je przydzieli")), *_successors(person_id)]
    if not held:
        del form.successor
    return step(
        form,
        lambda: deactivate(
            database.session(),
            database.clock(),
            current_actor(),
            person_id,
            reason=form.why(),
            successor_id=_id(form["successor"].data) if "successor" in form else None,
            row_version=form.version(),
        ),
        back=url_for("office.account_of", person_id=person_id),
        saved=_("Konto jest zamknięte, a otwarte sprawy przekazane."),
        template="office/leaving.html",
        sentences=account_sentence,
        title=_("Zamknięcie konta: %(name)s", name=person.display_name),
        held=[(all_departments(database.session()).get(key) if key else None, held[key]) for key in held],
        go=_("Zamknij konto"),
        trail=_trail(person),
    )


@blueprint.route("/administration/accounts/<uuid:person_id>/return", methods=["GET", "POST"])
@requires(ADMINISTER)
def account_return(person_id: uuid.UUID) -> Answer:
    """Open an account again."""
    person = _person(person_id)
    form = ReasonForm(data={"row_version": str(person.row_version)})
    return step(
        form,
        lambda: reactivate(
            database.session(),
            database.clock(),
            current_actor(),
            person_id,
            reason=form.why(),
            row_version=form.version(),
        ),
        back=url_for("office.account_of", person_id=person_id),
        saved=_("Konto jest otwarte. Teraz potrzebne są role i zaproszenie."),
        sentences=account_sentence,
        title=_("Otwarcie konta: %(name)s", name=person.display_name),
        lead=_("Konto będzie bez ról i bez hasła. Dawne sprawy zostają u tych, którzy je przejęli."),
        go=_("Otwórz konto"),
        trail=_trail(person),
    )


def _account_page(person_id: uuid.UUID, refused: str = "") -> str:
    state = _state(person_id)
    held = [ROLES[role] for role in ROLES if role in state.roles]
    return render_template(
        "office/account.html",
        state=state,
        person=state.person,
        roles=held,
        refused=refused,
        is_linked=link_of(database.session(), person_id) is not None,
        is_me=person_id == current_actor().person_id,
        held=sum(_open_work(person_id).values()),
        trail=((url_for("office.administration"), _("Administracja")), (url_for("office.accounts"), _("Konta"))),
    )


def _slip(person: Person, made: CodeMade) -> str:
    """The slip. The code in its link stands behind the hash sign, which browsers keep to themselves."""
    address = f"{public_home()}{url_for('office.invitation')}"
    return render_template(
        "office/slip.html",
        person=person,
        code=spoken_code(made.code),
        address=address,
        expires_at=made.expires_at,
        qr=drawn(f"{address}#{made.code}"),
    )


def _person(person_id: uuid.UUID) -> Person:
    person = database.session().get(Person, person_id)
    if person is None:
        abort(404)
    return person


def _state(person_id: uuid.UUID) -> AccountState:
    found = accounts(database.session(), database.clock(), person_id)
    if not found:
        abort(404)
    return found[0]


def _open_work(person_id: uuid.UUID) -> Counter[uuid.UUID | None]:
    """What the person still holds, by department: the table OPEN_WORK in app.py."""
    held: Counter[uuid.UUID | None] = Counter()
    for count in current_app.extensions["open_work"]:
        held.update(count(database.session(), person_id))
    return held


def _successors(person_id: uuid.UUID) -> list[tuple[str, str]]:
    """Who may handle some of the open work instead, by name."""
    found = {
        str(person.id): person.display_name
        for department_id in _open_work(person_id)
        for person in handlers(database.session(), database.clock().today(), department_id)
        if person.id != person_id
    }
    return sorted(found.items(), key=lambda item: item[1])


def _id(text: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def _trail(person: Person) -> tuple[tuple[str, str], ...]:
    return (
        (url_for("office.administration"), _("Administracja")),
        (url_for("office.accounts"), _("Konta")),
        (url_for("office.account_of", person_id=person.id), person.display_name),
    )
