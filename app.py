"""The map of the house: what rooms there are, and what in one room follows from a fact in another."""

from __future__ import annotations

import importlib
from types import ModuleType

from flask import Flask, redirect, url_for
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from kernel.clock import Clock
from kernel.permissions import Permission
from storage.session import Storage
from web import access, database, errors, forms, headers, languages, sessions, slots
from web.access import public
from web.cli import db_cli
from web.settings import BadSetting, Settings, from_environment

ROUTES = (
    "office.routes",
    "office.public_routes",
    "surveys.routes",
    "complaints.routes",
    "complaints.public_routes",
    "analytics.routes",
    "assurance.routes",
)

SLOTS = {"surveys.thanks": "complaints_public.file"}
"""After a rating, the way to a complaint: a plain link that carries nothing over."""


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """Build the program. Raises SystemExit with one sentence when a setting is unknown or impossible."""
    try:
        settings = settings or from_environment()
    except BadSetting as bad:
        raise SystemExit(f"interesant: {bad}") from None
    app = Flask(__name__, static_folder=None)
    app.config.update(SETTINGS=settings, SECRET_KEY=settings.secret_key, TESTING=settings.testing)
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    database.register(app, Storage(settings.database_url), clock)
    languages.register(app)
    sessions.register(app, secure=settings.secure_cookies)
    headers.register(app, https=settings.secure_cookies)
    forms.register(app)
    errors.register(app)
    slots.register(app, SLOTS)
    _open_rooms(app)
    return app


def _open_rooms(app: Flask) -> None:
    for name in ("web.assets", "web.filters", "web.icons", "web.pages", "office.context"):
        module = _module(name)
        if module is not None:
            module.register(app)
    for name in ROUTES:
        module = _module(name)
        if module is not None:
            app.register_blueprint(module.blueprint)
    for name in ("office.cli", "complaints.cli", "surveys.cli", "analytics.cli", "assurance.cli", "sample.cli"):
        module = _module(name)
        if module is not None:
            for group in module.GROUPS:
                app.cli.add_command(group)
    app.cli.add_command(db_cli)
    from office.routes import load_actor

    access.register(app, load_actor)
    app.add_url_rule("/", "front_door", public(_front_door))


def _front_door() -> Response:
    return redirect(url_for("public.home", lang=languages.DEFAULT))


def _module(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name and name.startswith(missing.name):
            return None
        raise


__all__ = ["Permission", "create_app"]
