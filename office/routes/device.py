"""The mark of a browser: a signed cookie that outlives the sign-in and says which accounts signed in on it before.

It opens nothing. It only keeps strangers who guess a password elsewhere from making its owner wait here.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from office.rules.accounts import DEVICE_DAYS, LOGINS_ON_A_DEVICE
from office.sealing import asked_for
from office.throttle import Device
from web.sessions import STAFF_PATH, prefixed
from web.settings import Settings

COOKIE = "device"


@dataclass(frozen=True)
class Mark:
    """What the cookie holds: a random text, and keyed digests of the logins known here, the newest first."""

    text: str
    logins: tuple[str, ...] = ()


def device_for(login: str) -> Device | None:
    """The device of this request as an account sees it; None for a browser without a mark."""
    mark = _read()
    return Device(mark.text, _digest(login) in mark.logins) if mark else None


def give_mark(response: Response) -> None:
    """Mark a browser that has no mark yet."""
    if _read() is None:
        _write(response, Mark(secrets.token_urlsafe(16)))


def remember(response: Response, login: str) -> None:
    """Note that an account signed in on this device."""
    mark, digest = _read() or Mark(secrets.token_urlsafe(16)), _digest(login)
    others = [known for known in mark.logins if known != digest]
    _write(response, Mark(mark.text, (digest, *others[: LOGINS_ON_A_DEVICE - 1])))


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


def _name() -> str:
    return prefixed(COOKIE, STAFF_PATH, secure=_settings().secure_cookies)


def _digest(login: str) -> str:
    return asked_for(_settings().secret_key, login)[:16]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(_settings().secret_key, salt="interesant:device:v1")


def _read() -> Mark | None:
    try:
        text, logins = _signer().loads(request.cookies.get(_name(), ""))
        return Mark(str(text), tuple(map(str, logins)))
    except (BadSignature, TypeError, ValueError):
        return None


def _write(response: Response, mark: Mark) -> None:
    response.set_cookie(
        _name(),
        str(_signer().dumps([mark.text, list(mark.logins)])),
        max_age=DEVICE_DAYS * 24 * 3600,
        path=STAFF_PATH,
        secure=_settings().secure_cookies,
        httponly=True,
        samesite="Lax",
    )
