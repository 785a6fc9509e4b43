"""Security headers on every answer."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response

POLICY: Final = (
    "default-src 'self'; "
    "img-src 'self' data:; "
    "object-src 'none'; "
    "base-uri 'none'; "
    "form-action 'self'; "
    "worker-src 'self'; "
    "frame-ancestors 'none'"
)
HSTS: Final = "max-age=31536000; includeSubDomains"
"""Behind TLS. Source: RFC 6797; OWASP ASVS 5.0, 3.4.1 (a year at least; level 2: all subdomains). The host is
the program's own: nothing below it is served without TLS."""

HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def register(app: Flask, *, https: bool) -> None:
    """Add the headers; pages are never stored by a browser or proxy unless they say otherwise themselves."""

    @app.after_request
    def _add(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if https:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
