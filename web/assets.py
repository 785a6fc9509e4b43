"""Our own stylesheet and scripts: read once, named after their content, kept by browsers for ever."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Flask, Response, current_app, request, url_for

from web.access import public

FOLDER: Final = Path(__file__).resolve().parent.parent / "static"
LAYERS: Final = ("tokens.css", "base.css", "components.css")
"""The order in which the stylesheet is joined: values, plain elements, components."""

KIOSK: Final = ("store.js", "sending.js", "guard.js", "screens.js", "main.js", "counter.js", "starting.js")
"""The parts of the tablet's script, joined in this order into one module: a tablet fetches as few files as it can."""

STYLESHEET: Final = "interesant.css"
FOR_EVER: Final = "public, max-age=31536000, immutable"
"""A year, the longest RFC 9111 foresees; the address changes with the content."""

KINDS: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


@dataclass(frozen=True)
class Asset:
    """One file as it is sent, plain and compressed."""

    body: bytes
    packed: bytes
    kind: str
    digest: str

    @classmethod
    def of(cls, name: str, body: bytes) -> Asset:
        """The asset of a file's name and content."""
        packed = gzip.compress(body, 9, mtime=0)
        return cls(body, packed, KINDS[Path(name).suffix], hashlib.sha256(body).hexdigest()[:16])


def load(folder: Path = FOLDER) -> dict[str, Asset]:
    """All assets by the name templates use: ``css``, ``js/survey.js``, ..."""
    sheet = b"\n".join((folder / "css" / layer).read_bytes() for layer in LAYERS)
    scripts = {f"js/{path.name}": path.read_bytes() for path in sorted((folder / "js").glob("*.js"))}
    scripts["js/kiosk.js"] = b"\n".join((folder / "js" / "kiosk" / part).read_bytes() for part in KIOSK)
    return {"css": Asset.of(STYLESHEET, sheet), **{name: Asset.of(name, body) for name, body in scripts.items()}}


def register(app: Flask) -> None:
    """Serve the assets and give templates ``asset(name)``, their address."""
    app.extensions["assets"] = load()
    app.add_url_rule("/assets/<digest>/<path:name>", "assets", _serve)
    app.jinja_env.globals["asset"] = address


def address(name: str) -> str:
    """The address of an asset. Raises KeyError for a file that is not there."""
    found: Asset = current_app.extensions["assets"][name]
    return url_for("assets", digest=found.digest, name=STYLESHEET if name == "css" else name)


@public
def _serve(digest: str, name: str) -> Response:
    found: Asset | None = current_app.extensions["assets"].get("css" if name == STYLESHEET else name)
    if found is None or found.digest != digest:
        return Response("there is no such file\n", 404, mimetype="text/plain")
    wants_packed = request.accept_encodings.quality("gzip") > 0
    response = Response(found.packed if wants_packed else found.body, content_type=found.kind)
    if wants_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Vary"] = "Accept-Encoding"
    return response
