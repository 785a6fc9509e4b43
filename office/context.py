"""What every page knows: the office, who is signed in, the day. Handed to templates by the web layer."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, has_request_context, request, url_for
from sqlalchemy import Row

from kernel.permissions import Permission
from office.labels.hours import week_in_words
from office.queries.hours import Shown, shown_office
from office.rules.hours import read_week
from web import database
from web.languages import LANGUAGES
from web.sessions import is_staff_address


def register(app: Flask) -> None:
    """Give the names to all templates."""
    app.context_processor(_names)
    app.jinja_env.globals.update(Permission=Permission, opening_hours=opening_hours, crest_address=crest_address)


def office() -> Row[Any] | None:
    """The row of the office, read once a request with its hours; None before it is founded and on pages without the
    database."""
    if g.get("without_database"):
        return None
    if "office" not in g:
        g.office = shown_office(database.session(), database.clock().today())
    shown: Shown = g.office
    return shown.office


def shown_parts() -> tuple[Any, ...] | None:
    """All that pages may show of the office, to tell by whether a page drawn before still holds."""
    row = office()
    if row is None:
        return None
    return tuple(row)


def _names() -> dict[str, Any]:
    names = {"office": office(), "actor": g.get("actor"), "today": database.clock().today()}
    is_residents = has_request_context() and not is_staff_address(request.path)
    return names if not is_residents else {**names, "languages": offered_languages()}


def opening_hours() -> list[tuple[str, str]]:
    """Days and hours of the present week in the reader's language; empty where the office keeps none."""
    week = g.office.week if office() else None
    return week_in_words(read_week(week)) if week else []


def crest_address() -> str | None:
    """Where the office's own crest is; None for the plain sign."""
    digest = g.office.crest if office() else None
    return url_for("attachments.crest", digest=digest) if digest else None


def offered_languages() -> dict[str, str]:
    """The languages residents are offered: those the office chose, all of them where there is none yet."""
    found = office()
    return {code: name for code, name in LANGUAGES.items() if found is None or code in found.languages}
