"""The log tells how the program runs and nothing of what anybody typed, not even when something breaks."""

from __future__ import annotations

import io
import json
import logging
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert
from werkzeug.middleware.proxy_fix import ProxyFix

from app import create_app
from kernel.permissions import Role
from ledger.models import LedgerHead
from storage.session import Storage
from tests.forms import FILING, hidden
from tests.program import SECRET
from web import database, logs
from web.access import public
from web.settings import Settings

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

MARK = "Znakowska"
"""Stands in everything that is typed below, and must stand nowhere in the log."""

INVALID = "Invalid request from ip={ip}: {error}"
"""As gunicorn says it."""


@pytest.fixture(params=["json", "text"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """All that is logged during the test, in each of the two formats."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.OURS}
    stream = io.StringIO()
    logs.configure(request.param, stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """The lines of the JSON format."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def breaking(app: Flask, break_it: Callable[[], str]) -> None:
    """Give the program an address that breaks, and let it answer as it would for real."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/break/<code>", "break_it", public(lambda code: break_it() or ""), methods=["GET", "POST"])


def _value_error() -> str:
    local = MARK
    raise ValueError(f"not a number: {local}")


def _integrity_error() -> str:
    row = {"id": 1, "office_id": uuid.uuid4(), "leaf": 0, "hash": MARK, "recorded_at": database.clock().now()}
    database.write().execute(insert(LedgerHead).values(row))
    return ""


def _chained_error() -> str:
    try:
        return _value_error()
    except ValueError as error:
        raise RuntimeError(f"because of {MARK}") from error


@pytest.mark.parametrize("break_it", [_value_error, _integrity_error, _chained_error])
def test_an_error_is_told_by_kind_and_place_and_never_by_what_was_typed(
    app: Flask, written: io.StringIO, break_it: Callable[[], str]
):
    breaking(app, break_it)
    answer = app.test_client().post(f"/break/{MARK}?name={MARK}", data={"text": MARK})
    assert answer.status_code == 500
    said = written.getvalue()
    assert break_it.__name__ in said
    assert "test_logs.py:" in said
    assert "/break/<code>" in said
    assert MARK not in said


@pytest.mark.parametrize("written", ["json"], indirect=True)
def test_an_error_behind_an_error_is_told_too(app: Flask, written: io.StringIO):
    breaking(app, _chained_error)
    app.test_client().get("/break/x")
    failed = next(line for line in lines(written) if line["event"] == "failed")
    assert [error["type"] for error in failed["errors"]] == ["builtins.RuntimeError", "builtins.ValueError"]


@pytest.mark.parametrize("written", ["json"], indirect=True)
def test_an_error_of_the_database_keeps_its_number(app: Flask, written: io.StringIO):
    breaking(app, _integrity_error)
    app.test_client().get("/break/x")
    failed = next(line for line in lines(written) if line["event"] == "failed")
    assert "SQLITE_CONSTRAINT_PRIMARYKEY" in {error.get("sqlite_errorname") for error in failed["errors"]}


def test_a_complaint_and_a_wrong_password_leave_nothing_typed_in_the_log(
    client: FlaskClient, signed_in: Callable[..., FlaskClient], filed: uuid.UUID, written: io.StringIO
):
    typed = dict.fromkeys(("subject", "text", "name", "address", "email"), MARK)
    page = client.get("/pl/complaint?step=1").text
    client.post(f"/pl/complaint?q={MARK}", data={**hidden(page), **FILING, **typed, "email": f"{MARK}@example.pl"})
    page = client.get("/staff/pl/sign-in").text
    client.post("/staff/pl/sign-in", data={**hidden(page), "login": MARK.lower(), "password": MARK})
    client.get(f"/pl/{MARK}?{MARK}", headers={"X-Request-ID": MARK, "User-Agent": MARK, "Referer": f"http://x/{MARK}"})
    signed_in(Role.HEAD).get(f"/staff/pl/case/{filed}?{MARK}")
    said = written.getvalue()
    assert said.count("answered") >= 6
    assert MARK.lower() not in said.lower()
    assert str(filed) not in said


@pytest.mark.parametrize("written", ["json"], indirect=True)
def test_a_line_tells_the_rule_the_status_and_the_time_taken(client: FlaskClient, written: io.StringIO):
    answer = client.get("/pl/contact")
    (line,) = lines(written)
    assert line.keys() == {"at", "event", "level", "logger", "method", "ms", "request", "rule", "status"}
    assert (line["method"], line["rule"], line["status"]) == ("GET", "/<lang>/contact", 200)
    assert line["request"] == answer.headers["X-Request-ID"]


def test_what_is_asked_for_all_the_time_is_not_logged(client: FlaskClient, written: io.StringIO):
    client.get("/healthz")
    assert written.getvalue() == ""


# --- the number of a request ---


def numbered(app: Flask, given: str, *, proxy: bool) -> str:
    """The number a request gets that arrives with one."""
    if proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    return app.test_client().get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]


def test_the_number_given_by_our_own_proxy_stays(app: Flask):
    assert numbered(app, "a1b2c3d4e5f6", proxy=True) == "a1b2c3d4e5f6"


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space inside", "żółw-żółw-żółw", ""])
def test_an_odd_number_is_replaced(app: Flask, given: str):
    assert numbered(app, given.encode().decode("latin-1"), proxy=True) not in {given, ""}


def test_without_a_proxy_of_ours_a_visitor_cannot_choose_the_number(app: Flask):
    assert numbered(app, "a1b2c3d4e5f6", proxy=False) != "a1b2c3d4e5f6"


# --- other libraries ---


def test_gunicorn_does_not_tell_addresses_or_visitors(storage: Storage, written: io.StringIO):
    log = logging.getLogger("gunicorn.error")
    log.error("Error handling request %s", f"/rate/{MARK}?{MARK}")
    log.warning(INVALID.format(ip=MARK, error=MARK))
    assert written.getvalue().count("Error handling request") == 1
    assert written.getvalue().count("Invalid request from") == 1
    assert MARK not in written.getvalue()


def test_a_running_program_logs_to_standard_error(
    capsys: pytest.CaptureFixture[str], written: io.StringIO, storage: Storage
):
    create_app(Settings(database_url=storage.url, secret_key=SECRET)).extensions["storage"].close()
    logging.getLogger("surveys.sealer").warning("sealing has to wait: %s", "OperationalError")
    said = capsys.readouterr().err
    assert json.loads(said)["event"] == "sealing has to wait: OperationalError"
    assert written.getvalue() == ""
