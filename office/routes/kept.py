"""A form sent after its sign-in had ended: kept, and filled in again once its owner signed in."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from typing import Final

from flask import current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from kernel.permissions import Permission
from office.actions import kept
from office.routes.room import blueprint
from office.rules.kept import KEPT_FORMS, LONGEST_PATH
from web import database
from web.access import current_actor, requires
from web.forms import printable
from web.sessions import STAFF_PATH, prefixed

COOKIE: Final = "kept"
"""Holds a random text for as long as forms are kept, and nothing else."""

SHOWN_FROM: Final = 12
"""Ours: characters from which a value is words somebody wants to see again, and no number or mark of a form."""

WAS: Final = "was"
"""Under this name the cookie of a browser remembers the sign-in that ended there, which opens nothing any more."""


def _name() -> str:
    return prefixed(COOKIE, STAFF_PATH, secure=current_app.config["SETTINGS"].secure_cookies)


def keep_form(typed: Sequence[tuple[str, str]]) -> Response | None:
    """Keep what was sent without a sign-in for whoever was signed in here before, and ask to sign in.

    None where that cannot be: a browser nobody signed in on, a form that has no page of its own, nothing typed. Kept
    are only fields of staff who were signed in, so strangers fill no table; a form is never carried out by itself.
    """
    token = session.get("token") or session.get(WAS)
    rule, path = request.url_rule, request.full_path.rstrip("?")
    has_page = rule is not None and rule.methods is not None and "GET" in rule.methods
    if not isinstance(token, str) or not has_page or not typed or len(path) > LONGEST_PATH:
        return None
    person_id = kept.owner_of(database.session(), token)
    if person_id is None:
        return None
    browser = request.cookies.get(_name()) or secrets.token_urlsafe(24)
    files = any(file.filename for file in request.files.values())
    key = current_app.config["SETTINGS"].secret_key
    clean = [(name, printable(value)) for name, value in typed]
    kept.keep_form(
        database.session(), database.clock(), person_id, browser, path, clean, secret_key=key, has_files=files
    )
    database.commit()
    session["said"] = "kept"
    response = redirect(url_for("office.sign_in", next=path), 303)
    response.set_cookie(
        _name(),
        browser,
        max_age=int(KEPT_FORMS.total_seconds()),
        path=STAFF_PATH,
        secure=current_app.config["SETTINGS"].secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return response


def place_of_kept(person_id: uuid.UUID) -> str | None:
    """Where somebody who just signed in finds a form that waited; None where none did."""
    browser = request.cookies.get(_name())
    if not browser or not kept.lead_back(database.session(), database.clock(), person_id, browser):
        return None
    return url_for("office.continue_form")


@blueprint.get("/account/continue")
@requires(Permission.DESK)
def continue_form() -> str:
    """The forms that waited, each with a button that fills it in again; sending it is another step, with its token."""
    browser, person_id = request.cookies.get(_name()), current_actor().person_id
    key = current_app.config["SETTINGS"].secret_key
    waiting = (
        kept.kept_forms(database.session(), database.clock(), person_id, browser, secret_key=key)
        if browser and person_id
        else []
    )
    words = [[value for _name, value in one.fields if len(value) >= SHOWN_FROM and " " in value] for one in waiting]
    return render_template("office/continue.html", waiting=list(zip(waiting, words, strict=True)))
