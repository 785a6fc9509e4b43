"""The page on the tablet: a shell that starts without a network, and the service worker that keeps it."""

from __future__ import annotations

import hashlib
import json

from flask import Blueprint, Response, current_app, make_response, render_template, url_for

from kernel.version import VERSION
from surveys.kiosk.api import is_safe_here
from web.access import public
from web.assets import address

blueprint = Blueprint("kiosk", __name__, url_prefix="/kiosk")

SCRIPT = "js/kiosk.js"
WORKER = "js/kiosk-worker.js"


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
