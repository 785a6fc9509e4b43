"""The door behind a QR code: the survey of its place, in the language of whoever scanned it."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from office.context import offered_languages
from web.access import public
from web.languages import DEFAULT

blueprint = Blueprint("codes", __name__)


@blueprint.get("/r/<token>")
@public
def scan(token: str) -> Response:
    """Lead to the survey; short, because it is printed below the code for whoever has no camera."""
    lang = request.accept_languages.best_match([*offered_languages()], default=DEFAULT)
    answer = redirect(url_for("surveys.rate", token=token, lang=lang))
    answer.headers["Vary"] = "Accept-Language"
    answer.headers["Cache-Control"] = "no-store"
    return answer
