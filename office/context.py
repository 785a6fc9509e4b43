"""What every page knows: the office, who is signed in, the day. Handed to templates by the web layer."""

from __future__ import annotations

from typing import Any

from flask import Flask, g

from kernel.permissions import Permission
from office.models import Office
from office.queries import the_office
from web import database


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
    return {"office": office(), "actor": g.get("actor"), "today": database.clock().today()}
