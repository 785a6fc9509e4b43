"""Addresses for machines that watch: is the process alive, can it serve."""

from __future__ import annotations

import hmac

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from flask.blueprints import BlueprintSetupState

from operations.health import requests
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
    found = list(ask(look(), chosen(READY)))
    late = {check.name for check, finding in found if finding.signal is Signal.LATE}
    state = "away" if late & MUST else "degraded" if late else "ready"
    body: dict[str, object] = {"state": state}
    if may_see_more():
        body["checks"] = {each[0].name: row(each) for each in found}
    return jsonify(body), 503 if state == "away" else 200


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """Numbers for Prometheus, behind the metrics token; where none is set there is no such address."""
    if not current_app.config["SETTINGS"].metrics_token:
        return Response("there is nothing here\n", 404, mimetype="text/plain")
    if not may_see_more():
        return Response("the token is missing or wrong\n", 401, {"WWW-Authenticate": "Bearer"}, mimetype="text/plain")
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

    from operations.health.metrics import OfTheOffice

    office = CollectorRegistry()
    office.register(OfTheOffice(look()))
    return Response(
        generate_latest(requests.counted().together()) + generate_latest(office), content_type=CONTENT_TYPE_LATEST
    )


def look() -> Look:
    """A look with what the running program has."""
    return Look(current_app.config["SETTINGS"], database.storage(), database.clock())


def may_see_more() -> bool:
    """Whether the asker carries the token of INTERESANT_METRICS_TOKEN; compared in constant time."""
    token = current_app.config["SETTINGS"].metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(given.encode(), token.encode())


@blueprint.record_once
def _count(state: BlueprintSetupState) -> None:
    if isinstance(state.app, Flask):
        requests.register(state.app)
