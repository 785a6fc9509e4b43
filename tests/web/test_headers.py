"""Security headers stand on every answer: pages, errors, redirects, assets, and what was never found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from kernel.permissions import Role
from web.headers import HEADERS, POLICY
from web.sessions import prefixed
from web.settings import Settings

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


def assert_guarded(response: TestResponse) -> None:
    for name, value in HEADERS.items():
        assert response.headers[name] == value, (response.request.path, name)
    assert response.headers.getlist("Content-Security-Policy") == [POLICY]
    assert "Cache-Control" in response.headers


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 302),
        ("/pl/", 200),
        ("/pl/complaint", 200),
        ("/en/case", 200),
        ("/uk/rate", 200),
        ("/staff/pl/sign-in", 200),
        ("/staff/pl/queue", 302),
        ("/nowhere", 308),
        ("/nowhere/", 404),
        ("/de/", 404),
        ("/assets/0/interesant.css", 404),
    ],
)
def test_every_answer_carries_them(client: FlaskClient, address: str, status: int):
    response = client.get(address)
    assert response.status_code == status
    assert_guarded(response)
    assert response.headers["Cache-Control"] == "no-store"


def test_refusals_carry_them_too(client: FlaskClient, signed_in: Callable[..., FlaskClient]):
    assert_guarded(client.post("/pl/contact"))  # 405
    assert_guarded(client.post("/pl/case", data={"number": "x" * 2_000_000}))  # 413
    assert_guarded(signed_in(Role.CLERK).get("/staff/pl/record"))  # 403


def test_an_accident_carries_them_too(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr("complaints.public_routes._form_page", lambda *_: 1 / 0)
    response = client.get("/pl/complaint")
    assert response.status_code == 500
    assert "ZeroDivisionError" not in response.text
    assert_guarded(response)


def test_what_is_allowed_is_ourselves_and_nothing_else(app: Flask):
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == "'self'"
    assert rules["worker-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


def test_assets_are_kept_for_a_year_under_an_address_that_names_their_content(client: FlaskClient):
    page = client.get("/pl/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    sheet = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert sheet.headers["Content-Encoding"] == "gzip"
    assert "Set-Cookie" not in sheet.headers
    assert_guarded(sheet)


def test_behind_https_browsers_are_told_to_stay_there(app: Flask):
    settings = app.config["SETTINGS"]
    behind = create_app(Settings(settings.database_url, settings.secret_key, secure_cookies=True, testing=True))
    response = behind.test_client().get("/pl/case")
    behind.extensions["storage"].close()
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "; Secure;" in response.headers["Set-Cookie"]
    assert response.headers["Set-Cookie"].startswith("__Host-form=")
    assert prefixed("staff", "/staff", secure=True) == "__Secure-staff"
    assert "Strict-Transport-Security" not in app.test_client().get("/pl/").headers
