"""What the page on the tablet asks the server: pairing, what to show, taking answers, a sign of life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from flask import Blueprint, current_app, jsonify, request
from flask import session as flask_session
from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from werkzeug.wrappers import Response

from kernel.errors import RuleBroken
from kernel.ids import typed_code
from office.throttle import TooManyTries
from surveys import sealer
from surveys.kiosk import queries
from surveys.kiosk.actions import (
    BadPin,
    begin_try,
    check_pin,
    forget_tries,
    keep_letters,
    note_beat,
    note_seen,
    pair_device,
    read_sent,
    take_in,
    token_hash,
)
from surveys.kiosk.actions.devices import BadCode
from surveys.kiosk.queries import Speaker
from surveys.kiosk.receipts import receipt_key, signed
from surveys.kiosk.rules import MOST_BYTES, MOST_ITEMS, read_letter
from surveys.kiosk.showing import contents
from surveys.models import Device
from web import database
from web.access import public

blueprint = Blueprint("kiosk_api", __name__, url_prefix="/api/kiosk")

LOCAL: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Where browsers give a page storage and a service worker without HTTPS."""

Answer = Response | tuple[Response, int]
View = Callable[..., Answer]


def is_safe_here() -> bool:
    """Whether the page may keep answers on this address: HTTPS, or this very machine."""
    return request.is_secure or request.host.rsplit(":", 1)[0] in LOCAL or request.host in LOCAL


def refused(status: int, code: str) -> tuple[Response, int]:
    """A named error. The words for it are the page's, in the language it shows."""
    return jsonify(error=code), status


def _own_page(view: View) -> View:
    """Only our own page asks, from a safe address, with an object as JSON: ``sent``."""

    @wraps(view)
    def guarded() -> Answer:
        if not is_safe_here():
            return refused(403, "insecure")
        if request.headers.get("Origin") != request.host_url.rstrip("/"):
            return refused(403, "foreign_origin")
        if (request.content_length or 0) > MOST_BYTES:
            return refused(413, "too_large")
        try:
            sent = request.get_json()
        except (BadRequest, UnsupportedMediaType, RecursionError):
            return refused(400, "no_json")
        return view(sent) if isinstance(sent, dict) else refused(400, "no_json")

    return guarded


def _known(view: Callable[[dict[str, Any], Speaker], Answer]) -> View:
    """Only a paired device that was not revoked. Read only: who writes takes ``database.write()``."""

    @wraps(view)
    def guarded(sent: dict[str, Any]) -> Answer:
        kind, _blank, token = request.headers.get("Authorization", "").partition(" ")
        found = queries.device_of(database.session(), token_hash(token)) if kind == "Bearer" and token else None
        if found is None:
            return refused(401, "unknown_device")
        if found.device.valid_to_on is not None:
            return refused(403, "device_revoked")
        return view(sent, found)

    return guarded


@blueprint.post("/pair")
@public
@_own_page
def pair(sent: dict[str, Any]) -> Answer:
    """Pair the tablet on which a code was typed."""
    code = typed_code(str(sent.get("code", ""))[:100])
    try:
        paired = pair_device(database.write(), database.clock(), code if code.isascii() else "")
    except BadCode as bad:
        database.rollback()
        return refused(422, bad.code)
    session = database.session()
    facts = {
        "token": paired.token,
        "key": _key(paired.device, token_hash(paired.token)).hex(),
        "device": str(paired.device.id),
        "next": queries.next_number(session, paired.device.id),
    }
    database.commit()
    return jsonify(facts), 201


@blueprint.post("/contents")
@public
@_own_page
@_known
def show(_sent: dict[str, Any], speaker: Speaker) -> Answer:
    """What the device shows: questions, place, words, opening hours."""
    found = contents(database.session(), database.clock(), speaker.device)
    return jsonify(found) if found else refused(404, "no_questionnaire")


@blueprint.post("/responses")
@public
@_own_page
@_known
def responses(sent: dict[str, Any], speaker: Speaker) -> Answer:
    """Take in submissions and give a signed receipt that says of each what became of it."""
    device, token = speaker.device, str(speaker.state.token_hash)
    items, nonce, clock = sent.get("items"), sent.get("nonce"), database.clock()
    if not isinstance(items, list) or not items or not isinstance(nonce, str) or not 16 <= len(nonce) <= 64:
        return refused(422, "bad_request")
    if len(items) > MOST_ITEMS:
        return refused(422, "too_many_items")
    difference = _difference(sent, clock.now())
    known = current_app.extensions["open_versions"]
    arrived = read_sent(database.session(), clock, items, difference, known, {device.desk_id: speaker.place})
    session = database.write()  # from here on other writers wait
    if not note_seen(session, clock, device.id, token):
        database.rollback()
        return refused(403, "device_revoked")
    outcomes = take_in(session, clock, device.id, arrived)
    database.commit()
    sealer.poke()
    facts = {
        "device": str(device.id),
        "nonce": nonce,
        "items": [{"id": one.id, "status": one.status, "code": one.code} for one in outcomes],
    }
    return jsonify(signed(_key(device, token), facts))


@blueprint.post("/beat")
@public
@_own_page
@_known
def beat(sent: dict[str, Any], speaker: Speaker) -> Answer:
    """Note a sign of life."""
    device, now = speaker.device, database.clock().now()
    told = {name: _count(sent.get(name)) for name in ("queued", "refused", "oldest_ms")}
    difference = _difference(sent, now) // dt.timedelta(milliseconds=1)
    version = str(sent.get("version", ""))[:40]
    if not version.isprintable():
        return refused(422, "bad_request")
    note_beat(database.write(), database.clock(), device, {**told, "version": version, "clock_ms": difference})
    database.commit()
    return jsonify(row_version=device.row_version)


@blueprint.post("/refused")
@public
@_own_page
@_known
def tell_refused(sent: dict[str, Any], speaker: Speaker) -> Answer:
    """Keep copies of what the device was refused, for the administrator to see; the device keeps it as well."""
    letters = sent.get("letters")
    if not isinstance(letters, list) or not 0 < len(letters) <= MOST_ITEMS:
        return refused(422, "bad_request")
    try:
        keep_letters(database.write(), database.clock(), speaker.device, [read_letter(one) for one in letters])
    except RuleBroken as broken:
        database.rollback()
        return refused(422, broken.code)
    database.commit()
    return jsonify(kept=len(letters))


@blueprint.post("/test")
@public
@_own_page
@_known
def test(sent: dict[str, Any], speaker: Speaker) -> Answer:
    """Whether the PIN opens the test mode. Every try is counted before it is made, by device."""
    device, stored = speaker.device, speaker.state.pin_hash
    try:
        begin_try(database.write(), database.clock(), device)
        database.commit()
        check_pin(stored, str(sent.get("pin", ""))[:20])  # nothing is locked meanwhile
        forget_tries(database.write(), device)
    except TooManyTries as wait:
        database.rollback()
        return refused(429, wait.code)
    except BadPin as bad:
        database.rollback()
        return refused(422, bad.code)
    database.commit()
    return jsonify(test=True)


@blueprint.post("/forget")
@public
@_own_page
def forget(_sent: dict[str, Any]) -> Answer:
    """Take back the cookie with the form's token, all a form at the counter leaves in the browser."""
    flask_session.clear()
    flask_session.modified = True
    return jsonify(forgotten=True)


@blueprint.get("/ping")
@public
def ping() -> Response:
    """Whether this server can be reached. A page asks itself this; browsers do not know."""
    return jsonify(interesant=True)


def _key(device: Device, token: str) -> bytes:
    return receipt_key(current_app.config["SETTINGS"].secret_key, device.id, token)


def _count(value: object) -> int:
    """A count or a span as a device tells it; nonsense is 0, for nothing depends on it."""
    most = 2**31 - 1
    return min(max(value, 0), most) if isinstance(value, int) and not isinstance(value, bool) else 0


def _difference(sent: dict[str, Any], now: dt.datetime) -> dt.timedelta:
    """How far the device's clock (``now_ms`` since 1970) runs ahead of ours; none where it does not say."""
    told = sent.get("now_ms")
    if not isinstance(told, int) or isinstance(told, bool) or not 0 <= told < 10**14:
        return dt.timedelta(0)
    return dt.timedelta(milliseconds=told) - (now - dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
