"""Languages: part of every address, Polish first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from flask import Blueprint, Flask, abort, current_app, g, request, url_for
from flask_babel import Babel, force_locale

LANGUAGES: Final = {"pl": "Polski", "en": "English", "uk": "Українська"}
DEFAULT: Final = "pl"


def register(app: Flask) -> None:
    """Take the language out of each address and put it into each address that is built."""
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Warsaw"
    Babel(app, locale_selector=current_language)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.context_processor(lambda: {"lang": current_language(), "languages": LANGUAGES})


def current_language() -> str:
    """The language of this request; Polish where the address names none."""
    return str(g.get("lang", DEFAULT))


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Words, days and numbers in a language, whatever the request asks for; afterwards as before."""
    before = current_language()
    g.lang = lang
    try:
        with force_locale(lang):
            yield
    finally:
        g.lang = before


def resident_blueprint(name: str, import_name: str) -> Blueprint:
    """A blueprint of the residents' face: ``/pl/...``."""
    return Blueprint(name, import_name, url_prefix="/<lang>")


def staff_blueprint(name: str, import_name: str) -> Blueprint:
    """A blueprint of the staff's face: ``/staff/pl/...``."""
    return Blueprint(name, import_name, url_prefix="/staff/<lang>")


def same_page(lang: str) -> str:
    """The address of the present page in another language, query included."""
    if request.endpoint is None or "lang" not in (request.url_rule.arguments if request.url_rule else ()):
        return url_for("public.home", lang=lang)
    asked = {name: given for name, given in request.args.to_dict(flat=False).items() if not _steers(name)}
    values: dict[str, Any] = {**asked, **(request.view_args or {}), "lang": lang}
    return url_for(request.endpoint, **values)


def _steers(name: str) -> bool:
    """Whether a name from an address would be taken by ``url_for`` for itself."""
    return name == "endpoint" or name.startswith("_")


def _take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if endpoint is None:
        g.lang = _named_in(request.path)
    if not values or "lang" not in values:
        return
    g.lang = values.pop("lang")
    if g.lang not in LANGUAGES:
        g.lang = DEFAULT
        abort(404)


def _named_in(path: str) -> str:
    """The language an address names although there is no such page, so that the page saying so speaks it."""
    first = path.removeprefix("/staff").split("/")[1:2]
    return first[0] if first and first[0] in LANGUAGES else DEFAULT


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = current_language()
