"""Two faces, two cookies: residents' pages and staff pages share no session.

The residents' cookie holds the form token and nothing else; the staff cookie is sent only to ``/staff``.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, Request, Response
from flask import request as current_request
from flask.sessions import SecureCookieSessionInterface, SessionInterface, SessionMixin

STAFF_PATH: Final = "/staff"


def is_staff_address(path: str) -> bool:
    """Whether an address belongs to the staff's face."""
    return path == STAFF_PATH or path.startswith(STAFF_PATH + "/")


def prefixed(name: str, path: str, *, secure: bool) -> str:
    """The name of a cookie. Source: RFC 6265bis, 4.1.3; OWASP ASVS 5.0, 3.3.1."""
    if not secure:
        return name
    return f"__Host-{name}" if path == "/" else f"__Secure-{name}"


class Face(SecureCookieSessionInterface):
    """The cookie of one face, signed with a salt of its own so that neither cookie opens the other face."""

    def __init__(self, name: str, path: str) -> None:
        self.name, self.path = name, path
        self.salt = f"{name}-session"

    def get_cookie_name(self, app: Flask) -> str:
        """The cookie's name, behind TLS with the prefix that keeps other hosts and plain HTTP from setting it."""
        return prefixed(self.name, self.path, secure=bool(app.config["SESSION_COOKIE_SECURE"]))

    def get_cookie_path(self, app: Flask) -> str:
        """Where the browser sends it."""
        return self.path


class TwoFaces(SessionInterface):
    """Chooses the face by the address."""

    staff = Face("staff", STAFF_PATH)
    residents = Face("form", "/")

    def face(self, path: str) -> Face:
        """The face an address belongs to."""
        return self.staff if is_staff_address(path) else self.residents

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        """Read the cookie of the address's face."""
        return self.face(request.path).open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie of the address's face."""
        self.face(current_request.path).save_session(app, session, response)


def register(app: Flask, *, secure: bool) -> None:
    """Use the two cookies: not readable by scripts, not sent from other sites, gone with the browser."""
    app.session_interface = TwoFaces()
    app.config.update(SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=secure)
