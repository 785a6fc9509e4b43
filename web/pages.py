"""What every page needs besides its own facts: its address in the other languages, and a token for a bare button."""

from __future__ import annotations

from flask import Flask, current_app
from flask_wtf.csrf import generate_csrf

from web.languages import same_page


def register(app: Flask) -> None:
    """Give templates ``same_page(lang)``, ``has_page(endpoint)`` and ``form_token()``."""
    app.jinja_env.globals.update(same_page=same_page, has_page=has_page, form_token=generate_csrf)


def has_page(endpoint: str) -> bool:
    """Whether a room with this page is part of the house as it runs."""
    return endpoint in current_app.view_functions
