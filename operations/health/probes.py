"""Addresses for machines that watch: is the process alive, can it serve."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, current_app, jsonify, request

from operations.health.checks import READY, ask, chosen
from operations.health.cli import row
from operations.health.finding import Look, Signal
from web import database
from web.access import public

blueprint = Blueprint("probes", __name__)

MUST: frozenset[str] = frozenset({"database", "version", "disk"})
"""Without these nothing can be taken in: 503. The others delay mail or weaken safety, and a site that is taken down for
them helps nobody: 200, and the state says ``degraded``."""


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """The process answers. It asks nobody else, so that a restart is tried only where a restart helps."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """Whether the program can serve; with the metrics token also what each check found."""
    look = Look(current_app.config["SETTINGS"], database.storage(), database.clock())
    found = list(ask(look, chosen(READY)))
    late = {check.name for check, finding in found if finding.signal is Signal.LATE}
    state = "away" if late & MUST else "degraded" if late else "ready"
    body: dict[str, object] = {"state": state}
    if may_see_more():
        body["checks"] = {each[0].name: row(each) for each in found}
    return jsonify(body), 503 if state == "away" else 200


def may_see_more() -> bool:
    """Whether the asker carries the token of INTERESANT_METRICS_TOKEN; compared in constant time."""
    token = current_app.config["SETTINGS"].metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(given.encode(), token.encode())
