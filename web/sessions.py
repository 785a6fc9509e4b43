"""Two faces, two cookies: residents' pages and staff pages share no session.

The residents' cookie holds the form token and nothing else; the staff cookie is sent only to ``/staff``.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

STAFF_PATH = "/staff"


def is_staff_address() -> bool:
    """Whether this request is for the staff's face."""
    return request.path == STAFF_PATH or request.path.startswith(STAFF_PATH + "/")


class TwoFaces(SecureCookieSessionInterface):
    """Chooses the cookie by the address, and signs each with its own salt so that neither opens the other."""

    def get_cookie_name(self, app: Flask) -> str:
        return "staff" if is_staff_address() else "form"

    def get_cookie_path(self, app: Flask) -> str:
        return STAFF_PATH if is_staff_address() else "/"

    def get_signing_serializer(self, app: Flask) -> Any:
        self.salt = "staff-session" if is_staff_address() else "form-session"
        return super().get_signing_serializer(app)


def register(app: Flask, *, secure: bool) -> None:
    """Use the two cookies: not readable by scripts, not sent from other sites, gone with the browser."""
    app.session_interface = TwoFaces()
    app.config.update(SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=secure)
