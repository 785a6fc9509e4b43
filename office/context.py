"""What every page knows: the office, who is signed in, the day. Handed to templates by the web layer."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, has_request_context, request

from kernel.permissions import Permission
from office.labels.hours import week_in_words
from office.models import Office
from office.queries.hours import office_and_week
from office.rules.hours import read_week
from web import database
from web.languages import LANGUAGES
from web.sessions import is_staff_address


def register(app: Flask) -> None:
    """Give the names to all templates."""
    app.context_processor(_names)
    app.jinja_env.globals.update(Permission=Permission, opening_hours=opening_hours)


def office() -> Office | None:
    """The office, read once a request with its hours; None before it is founded and on pages without the database."""
    if g.get("without_database"):
        return None
    if "office" not in g:
        g.office, g.week = office_and_week(database.session(), database.clock().today())
    found: Office | None = g.office
    return found


def _names() -> dict[str, Any]:
    names = {"office": office(), "actor": g.get("actor"), "today": database.clock().today()}
    is_residents = has_request_context() and not is_staff_address(request.path)
    return names if not is_residents else {**names, "languages": offered_languages()}


def opening_hours() -> list[tuple[str, str]]:
    """Days and hours of the present week in the reader's language; empty where the office keeps none."""
    if office() is None or g.week is None:
        return []
    return week_in_words(read_week(g.week))


def offered_languages() -> dict[str, str]:
    """The languages residents are offered: those the office chose, all of them where there is none yet."""
    found = office()
    return {code: name for code, name in LANGUAGES.items() if found is None or code in found.languages}
