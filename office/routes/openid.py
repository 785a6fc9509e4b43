"""Signing in through the office's own identity provider, and taking such a link away."""

from __future__ import annotations

import datetime as dt
import hmac
import uuid

from flask import abort, current_app, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kernel.permissions import Permission
from office.actions.openid import recognise, unlink_openid
from office.forms.accounts import ReasonForm
from office.labels.accounts import account_sentence
from office.openid import begin, finish
from office.queries import person_by_id
from office.queries.accounts import has_second_factor
from office.queries.openid import link_of
from office.routes.entering import begin_half, enter, nothing_open, safe
from office.routes.qr import public_home
from office.routes.room import blueprint
from office.routes.steps import Answer, loaded, step
from office.rules.openid import LONGEST_WAY, Begun, Identity, OpenIdRefused
from web import database
from web.access import current_actor, public, requires
from web.forms import printable
from web.languages import DEFAULT, current_language
from web.openid_settings import OpenIdClient

BEGUN = "openid"
"""Where the browser's cookie keeps what it waits for."""


@blueprint.get("/sign-in/openid")
@public
def openid() -> Response:
    """Lead to the provider. A plain link, no form: a form may lead to nobody but us (``form-action``)."""
    client, target = _client(), printable(request.args.get("next", ""))
    try:
        address, begun = begin(client, _back())
    except OpenIdRefused as refused:
        return _refused(refused, current_language())
    now = database.clock().now().isoformat()
    session[BEGUN] = [begun.state, begun.nonce, begun.verifier, safe(target) or "", current_language(), now]
    return redirect(address)


@blueprint.get("/sign-in/openid/back")
@public
def openid_back() -> Response:
    """Take what the provider sent the browser back with; each beginning is good once."""
    client, kept = _client(), session.pop(BEGUN, None)
    lang = _language(kept)
    try:
        begun, target = _begun(kept)
        identity = _proved(client, begun)
        person = recognise(database.write(), database.clock(), identity)  # the first time it links
    except OpenIdRefused as refused:
        database.rollback()
        current_app.logger.warning("a sign-in through the identity provider was refused: %s", refused.code)
        return _refused(refused, lang)
    database.commit()
    if sentence := nothing_open(person):
        session["refused"] = sentence
        return redirect(url_for("office.sign_in", lang=lang))
    target = target or url_for("office.start", lang=lang)
    if not identity.is_strong(client.trusted) and has_second_factor(database.session(), person.id):
        return begin_half(person, target)
    return enter(person, target)


@blueprint.route("/administration/accounts/<uuid:person_id>/openid", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def account_openid(person_id: uuid.UUID) -> Answer:
    """Take the link of an account away, when the person has another identity at the provider."""
    person = loaded(lambda: person_by_id(database.session(), person_id))
    if link_of(database.session(), person.id) is None:
        abort(404)
    form = ReasonForm()
    back = url_for("office.account_of", person_id=person.id)
    return step(
        form,
        lambda: unlink_openid(database.session(), database.clock(), current_actor(), person, form.why()),
        back=back,
        saved=_("Konto nie jest już połączone, a sesje są zakończone."),
        sentences=account_sentence,
        title=_("Odłączenie konta urzędowego"),
        lead=_("Następne logowanie kontem urzędowym połączy je na nowo, po potwierdzonym adresie e-mail."),
        go=_("Odłącz"),
        trail=(
            (url_for("office.administration"), _("Administracja")),
            (url_for("office.accounts"), _("Konta")),
            (back, person.display_name),
        ),
    )


def _client() -> OpenIdClient:
    client: OpenIdClient | None = current_app.config["SETTINGS"].openid
    if client is None:
        abort(404)
    return client


def _back() -> str:
    """One address for all languages: it has to be written down at the provider."""
    return f"{public_home()}{url_for('office.openid_back', lang=DEFAULT)}"


def _begun(kept: object) -> tuple[Begun, str]:
    """What this browser began, and where it wanted to go. Raises OpenIdRefused (openid_expired)."""
    texts = _texts(kept)
    if not texts:
        raise OpenIdRefused(code="openid_expired")
    state, nonce, verifier, target, _lang, at = texts
    if database.clock().now() - dt.datetime.fromisoformat(at) > LONGEST_WAY:
        raise OpenIdRefused(code="openid_expired")
    return Begun(state, nonce, verifier), target


def _texts(kept: object) -> list[str]:
    """What the cookie holds, which is signed; empty where nothing began."""
    return [str(text) for text in kept] if isinstance(kept, list) and len(kept) == 6 else []


def _proved(client: OpenIdClient, begun: Begun) -> Identity:
    """Who it is. Raises OpenIdRefused. Source: RFC 9700, 2.1 (state), RFC 9207 (iss)."""
    given = request.args
    if not hmac.compare_digest(given.get("state", "").encode(), begun.state.encode()):
        raise OpenIdRefused(code="openid_expired")
    if given.get("iss", client.issuer) != client.issuer:
        raise OpenIdRefused(code="openid_invalid")
    if "error" in given or not given.get("code"):
        raise OpenIdRefused(code="openid_denied")
    database.rollback()  # nobody waits for our locks while the provider is asked
    return finish(client, _back(), begun, given["code"], database.clock().now())


def _language(kept: object) -> str:
    texts = _texts(kept)
    return texts[4] if texts else current_language()


def _refused(refused: OpenIdRefused, lang: str) -> Response:
    session["refused"] = refused.code
    return redirect(url_for("office.sign_in", lang=lang))
