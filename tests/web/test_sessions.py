"""Two faces, two cookies: neither is read by the other side; the residents' one holds a form token only."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner

from kernel.permissions import Role
from tests.cast import FoundedOffice
from tests.filling import fields, send
from web.forms import TOKEN_HOURS

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


def test_pages_without_a_form_set_no_cookie(client: FlaskClient):
    for page in ("", "privacy", "accessibility", "contact", "complaint/thanks"):
        assert "Set-Cookie" not in client.get(f"/pl/{page}").headers, page


def test_the_residents_cookie_holds_the_form_token_and_nothing_else(app: Flask, client: FlaskClient):
    page = client.get("/pl/complaint")
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("form=")
    for mark in ("HttpOnly", "SameSite=Lax", "Path=/"):
        assert mark in cookie
    assert "Expires" not in cookie
    client.get("/pl/case")
    send(client, page, way="skarga", subject="Kolejka")
    with client.session_transaction("/pl/") as held:
        assert set(held) == {"csrf_token"}


def test_the_staff_cookie_is_for_the_staff_pages_only(client: FlaskClient):
    cookies = client.get("/staff/pl/sign-in").headers.getlist("Set-Cookie")
    (cookie,) = [cookie for cookie in cookies if cookie.startswith("staff=")]
    for mark in ("HttpOnly", "SameSite=Lax", "Path=/staff"):
        assert mark in cookie


def test_the_cookie_of_one_face_opens_nothing_on_the_other(app: Flask, signed_in: Callable[..., FlaskClient]):
    staff = signed_in(Role.HEAD)
    assert staff.get("/staff/pl/queue").status_code == 200
    held = staff.get_cookie("staff", path="/staff")
    assert held is not None
    thief = app.test_client()
    thief.set_cookie("form", held.value)
    with thief.session_transaction("/pl/") as read:
        assert "token" not in read
    thief.set_cookie("staff", _of(app.test_client(), "/pl/case", "form"), path="/staff")
    with thief.session_transaction("/staff/pl/") as read:
        assert dict(read) == {}


def test_a_form_token_of_one_face_is_none_on_the_other(app: Flask, client: FlaskClient):
    token = fields(client.get("/pl/case"))["csrf_token"]
    client.get("/staff/pl/sign-in")
    response = client.post("/staff/pl/sign-in", data={"csrf_token": token, "login": "head", "password": "x"})
    assert response.status_code in {400, 422}


@pytest.mark.parametrize(("hours", "is_good"), [(TOKEN_HOURS - 1, True), (TOKEN_HOURS + 1, False)])
def test_a_form_token_holds_a_working_day(
    client: FlaskClient, office: FoundedOffice, monkeypatch: pytest.MonkeyPatch, hours: int, is_good: bool
):
    page, now = client.get("/pl/case"), time.time()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: int(now + hours * 3600))
    answer = send(client, page, number="1/2026", code="000000000000")
    assert answer.status_code == (422 if is_good else 400)
    assert fields(answer)["number"] == "1/2026"


def test_only_addresses_under_staff_are_the_staffs_face(app: Flask):
    face = app.session_interface.face  # type: ignore[attr-defined]
    for path, name in (("/staff", "staff"), ("/staff/pl/", "staff"), ("/staffx", "form"), ("/pl/staff/", "form")):
        assert face(path).name == name


def _of(client: FlaskClient, page: str, name: str) -> str:
    client.get(page)
    found = client.get_cookie(name)
    assert found is not None
    return found.value
