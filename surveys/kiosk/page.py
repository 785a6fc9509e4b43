"""The page on the tablet: a shell that starts without a network, and the service worker that keeps it."""

from __future__ import annotations

import hashlib
import json

from flask import Blueprint, Response, current_app, make_response, render_template, url_for
from flask_babel import get_locale, gettext

from kernel.version import VERSION
from surveys.kiosk.api import is_safe_here
from web.access import public
from web.assets import address
from web.icons import SHAPES

blueprint = Blueprint("kiosk", __name__, url_prefix="/kiosk")

SCRIPT = "js/kiosk.js"
WORKER = "js/kiosk-worker.js"
ACCENT = "#0a5560"
PAPER = "#fafaf7"
"""As --accent and --paper in tokens.css: an icon and a tablet's own screen know no stylesheet."""


@blueprint.get("")
@public
def shell() -> Response | tuple[str, int]:
    """The same page for every device: what it shows it fetches once it is paired. Without HTTPS it says why not."""
    if not is_safe_here():
        return render_template("kiosk/insecure.html"), 403
    response = make_response(_shell())
    response.headers["X-Kiosk"] = "1"  # by this the service worker tells our page from a captive portal's
    return response


def _shell() -> str:
    return render_template("kiosk/shell.html", version=VERSION)


@blueprint.get("/app.webmanifest")
@public
def manifest() -> Response:
    """What makes an app of the page: it opens full screen (W3C, Web Application Manifest)."""
    content = {
        "id": url_for("kiosk.shell"),
        "name": gettext("Ocena obsługi"),
        "short_name": gettext("Ocena obsługi"),
        "lang": str(get_locale()),
        "start_url": url_for("kiosk.shell"),
        "scope": url_for("kiosk.shell"),
        "display": "fullscreen",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": [{"src": url_for("kiosk.icon"), "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}],
    }
    return Response(json.dumps(content, ensure_ascii=False), mimetype="application/manifest+json")


@blueprint.get("/icon.svg")
@public
def icon() -> Response:
    """The sign of a voice on our colour, within the middle that no mask cuts."""
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><path fill="{ACCENT}" d="M0 0h48v48H0z"/>'
        f'<g transform="translate(12 12)" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" '
        f'stroke-linejoin="round">{SHAPES["voice"]}</g></svg>'
    )
    return Response(drawn, mimetype="image/svg+xml")


@blueprint.get("/worker.js")
@public
def worker() -> Response:
    """The service worker, which changes whenever one of the files it keeps does."""
    page = _shell()
    kept = [url_for("kiosk.shell"), address("css"), address(SCRIPT)]
    edition = hashlib.sha256((page + "".join(kept)).encode()).hexdigest()[:16]
    body = current_app.extensions["assets"][WORKER].body.decode()
    head = f"const EDITION = {json.dumps(edition)};\nconst KEPT = {json.dumps(kept)};\n"
    response = Response(head + body, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = url_for("kiosk.shell")
    response.headers["Cache-Control"] = "no-cache"
    return response
