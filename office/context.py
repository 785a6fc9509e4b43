"""What every page knows: the office, who is signed in, the day. Handed to templates by the web layer."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, has_request_context, request

from kernel.permissions import Permission
from office.models import Office
from office.queries import the_office
from web import database
from web.languages import LANGUAGES
from web.sessions import is_staff_address


def register(app: Flask) -> None:
    """Give the names to all templates."""
    app.context_processor(_names)
    app.jinja_env.globals.update(Permission=Permission)


def office() -> Office | None:
    """The office, read once a request; None before it is founded and on pages that must do without the database."""
    if g.get("without_database"):
        return None
    if "office" not in g:
        g.office = the_office(database.session())
    found: Office | None = g.office
    return found


def _names() -> dict[str, Any]:
    names = {"office": office(), "actor": g.get("actor"), "today": database.clock().today()}
    is_residents = has_request_context() and not is_staff_address(request.path)
    return names if not is_residents else {**names, "languages": offered_languages()}


def offered_languages() -> dict[str, str]:
    """The languages residents are offered: those the office chose, all of them where there is none yet."""
    found = office()
    return {code: name for code, name in LANGUAGES.items() if found is None or code in found.languages}
