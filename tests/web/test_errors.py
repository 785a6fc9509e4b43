"""Errors are pages that say what happened and what to do, in the reader's language, and give nothing away."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from kernel.errors import Forbidden, NotFound, RuleBroken, Stale
from kernel.permissions import Role
from storage.session import Storage
from tests.filling import document, fields, send, text
from web.errors import status_of

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
LANGUAGES = ("pl", "en", "uk")


@pytest.mark.parametrize(
    ("broken", "status"), [(NotFound(), 404), (Forbidden(), 403), (Stale(), 409), (RuleBroken("no"), 422)]
)
def test_a_broken_rule_has_its_number(app: Flask, broken: RuleBroken, status: int):
    assert status_of(broken) == status


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", ["/{}/nowhere", "/staff/{}/nowhere", "/staff/{}/case/x"])
def test_what_is_not_there_is_said_in_the_language_of_the_address(client: FlaskClient, lang: str, place: str):
    response = client.get(place.format(lang))
    assert response.status_code == 404
    assert document(response).get("lang") == lang
    assert f'href="/{lang}/"' in response.text


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "DEBUG", "PROPFIND"])
def test_methods_nobody_needs_are_refused(client: FlaskClient, method: str):
    for address in ("/pl/", "/staff/pl/queue", "/api/kiosk/ping"):
        answer = client.open(address, method=method, headers={"X-Secret": "abc"})
        assert answer.status_code == 405
        assert "abc" not in answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_method_is_said_in_the_language_of_the_address(client: FlaskClient, lang: str):
    response = client.post(f"/{lang}/contact")
    assert response.status_code == 405
    assert document(response).get("lang") == lang
    assert response.headers["Allow"]


@pytest.mark.parametrize("address", ["/de/", "/PL/", "/de/complaint", "/staff/de/queue", "/nowhere/", "/pl/x"])
def test_an_unknown_language_is_not_found_and_said_in_polish(client: FlaskClient, address: str):
    response = client.get(address)
    assert response.status_code == 404
    assert document(response).get("lang") == "pl"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_too_much_at_once_is_refused_with_a_page(client: FlaskClient, lang: str):
    response = client.post(f"/{lang}/complaint", data={"text": "x" * 2_000_000})
    assert response.status_code == 413
    assert document(response).get("lang") == lang


@pytest.mark.parametrize("address", ["/pl/complaint", "/staff/pl/sign-in", "/api/kiosk/responses"])
def test_a_body_that_does_not_say_how_long_it_is_is_refused_and_not_cut(client: FlaskClient, address: str):
    body = io.BytesIO(b"csrf_token=x&text=" + b"y" * 2_000_000)
    answer = client.post(
        address,
        input_stream=body,
        headers={"Transfer-Encoding": "chunked"},
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 411
    assert "yyyy" not in answer.text


def _refused(*_args: object, **_kwargs: object) -> None:
    raise OperationalError("SELECT 1", {}, ConnectionRefusedError("10.0.0.7 refused"))


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and the database is gone."""

    return lambda: monkeypatch.setattr("sqlalchemy.engine.Connection.execute", _refused)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", ["/{}/", "/{}/complaint", "/staff/{}/sign-in"])
def test_a_database_that_is_away_gives_a_page_that_says_so(
    client: FlaskClient, away: Callable[[], None], lang: str, place: str
):
    away()
    response = client.get(place.format(lang))
    assert response.status_code == 503
    assert document(response).get("lang") == lang
    assert "10.0.0.7" not in response.text


def test_what_was_typed_waits_on_the_page_until_the_database_is_back(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    page = client.get("/pl/complaint")
    with monkeypatch.context() as gone:
        gone.setattr("sqlalchemy.engine.Connection.execute", _refused)
        response = send(client, page, "filing", subject="Trzy godziny", way="wniosek", department="unknown")
    assert response.status_code == 503
    assert fields(response)["subject"] == "Trzy godziny"
    assert "Trzy godziny" in send(client, response).text


def test_the_oddest_words_for_a_page_that_is_gone_come_back_on_a_sound_page(client: FlaskClient):
    response = client.post(
        "/pl/nowhere", data={"text": "Dwie\x00 \ufffegodziny <b>", "access_code": "A B", "day": "2026-11-21"}
    )
    assert response.status_code == 404
    assert "Dwie godziny <b>" in text(response)
    assert "A B" not in text(response)
    assert "2026-11-21" not in text(response)


def test_a_password_never_comes_back_from_us(client: FlaskClient, away: Callable[[], None]):
    page = client.get("/staff/pl/sign-in")
    away()
    response = send(client, page, login="head", password="cztery konie w galopie")
    assert response.status_code == 503
    assert "cztery konie" not in response.text
    assert fields(response)["login"] == "head"


def test_a_database_that_was_never_made_gives_the_same_page(app: Flask, client: FlaskClient):
    app.extensions["storage"] = Storage("sqlite:////nowhere/at/all.sqlite")
    assert client.get("/pl/").status_code == 503


def test_an_accident_gives_a_page_and_tells_no_details(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr("office.public_routes.render_template", lambda *_: [][0])
    response = client.get("/uk/contact")
    assert response.status_code == 500
    assert document(response).get("lang") == "uk"
    assert "IndexError" not in response.text


@pytest.mark.parametrize("place", ["case/8d0b7b5e-4a0e-4f0f-9a54-5f3c1f6d2a11", "case/12", "nowhere"])
def test_staff_get_a_way_back_to_their_desk(signed_in: Callable[..., FlaskClient], client: FlaskClient, place: str):
    response = signed_in(Role.HANDLER).get(f"/staff/pl/{place}")
    assert response.status_code == 404
    assert "Nie ma takiej strony" in text(response)
    assert 'href="/staff/pl/"' in response.text
    assert "kodem z potwierdzenia" not in text(response), "that is for residents"
    if "-" not in place:
        assert "kodem z potwierdzenia" in text(client.get(f"/staff/pl/{place}"))


def test_a_missing_asset_is_not_dressed_as_a_page(client: FlaskClient):
    response = client.get("/assets/abc/js/nothing.js")
    assert response.status_code == 404
    assert len(response.text) < 400
