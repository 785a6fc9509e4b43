"""From a right password to a signed-in browser: the half way where a second factor is asked for, and the end of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from typing import Final

from flask import current_app, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kernel.permissions import Role
from office.labels.accounts import shut_out_sentence
from office.models import Person
from office.queries.accounts import roles_of
from office.queries.auditors import shut_out
from office.routes import device
from office.routes.kept import place_of_kept
from office.rules.accounts import HALF_SIGN_IN
from office.rules.devices import described
from office.sign_in import open_sign_in
from web import database
from web.openid_settings import ADMINISTRATORS

LONGEST_PLACE: Final = 1000
"""Ours: bytes of a place to go on to. A cookie holds 4,096 (RFC 6265, 6.1), and a browser drops a larger one without a
word: whoever has a second factor could not sign in with it."""


@dataclass(frozen=True)
class Half:
    """Somebody whose password was right and whose second factor is still to come."""

    person: Person
    next: str


def begin_half(person: Person, target: str) -> Response:
    """Let the right password wait for the second factor; the cookie of the browser holds it for ten minutes."""
    session.clear()
    session["half"] = [str(person.id), database.clock().now().isoformat(), _print_of(person), safe(target) or ""]
    return redirect(url_for("office.sign_in_code"))


def half() -> Half | None:
    """Who waits for the second factor in this browser; None: nobody, too long, or the password changed meanwhile."""
    try:
        person_id, since, print_of, target = session["half"]
        begun_at, key = dt.datetime.fromisoformat(since), uuid.UUID(person_id)
    except (KeyError, TypeError, ValueError):
        return None
    person = database.session().get(Person, key)
    if person is None or not person.is_active or _print_of(person) != print_of:
        return None
    is_fresh = database.clock().now() - begun_at < HALF_SIGN_IN
    return Half(person, target) if is_fresh else None


def enter(person: Person, target: str) -> Response:
    """Open the sign-in, commit, and lead on: first to a form that waited for it. Nothing of the session from before is
    kept.
    """
    hours = current_app.config["SETTINGS"].sign_in_hours
    browser = described(request.user_agent.string)
    opened = open_sign_in(database.session(), database.clock(), person, hours, device=browser)
    waiting = place_of_kept(person.id)
    database.commit()
    session.clear()
    session["token"] = opened.token
    response = redirect(waiting or safe(target) or url_for("office.start"))
    device.remember(response, person.login)
    return response


def why_not(person: Person) -> str:
    """Why a right password opens nothing for a person today, in words; empty where it does."""
    settings, today = current_app.config["SETTINGS"], database.clock().today()
    is_limited = settings.local_sign_in == ADMINISTRATORS
    if is_limited and Role.ADMINISTRATOR not in roles_of(database.session(), person.id, today):
        return str(_("Do tego programu loguje się kontem urzędowym. Hasłem logują się tylko administratorzy."))
    return nothing_open(person)


def nothing_open(person: Person) -> str:
    """Why nothing opens for a person today, in words; empty where something does."""
    found = shut_out(database.session(), person.id, database.clock().today())
    return shut_out_sentence(found) if found else ""


def safe(target: str | None) -> str | None:
    """A place inside the staff's face to go on to, or None; also None for one that no cookie or header would hold."""
    text = target or ""
    is_ours = text.startswith("/staff/") and "\\" not in text and text.isprintable()
    return text if is_ours and len(text.encode()) <= LONGEST_PLACE else None


def _print_of(person: Person) -> str:
    """A mark of the present password: another password, another mark."""
    return hashlib.sha256(person.password_hash.encode()).hexdigest()[:16]
