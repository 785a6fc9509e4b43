"""Signing in and out: right, wrong, too often; how a sign-in ends; where it leads; what nobody ever gets to read."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from kernel.clock import FixedClock
from kernel.permissions import Role
from ledger.models import LedgerEntry
from ledger.verify import verify
from office.models import Person, RoleAssignment, SignIn, Throttle
from office.rules import TRIES, WINDOW
from office.sign_in import actor_of, close_sign_in, open_sign_in
from storage.session import Storage
from tests.cast import PASSWORD, FoundedOffice
from tests.filling import errors_above, fields, send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
PAGE = "/staff/pl/sign-in"


def enter(client: FlaskClient, login: str = "head", password: str = PASSWORD, page: str = PAGE) -> TestResponse:
    return send(client, client.get(page), login=login, password=password)


def test_login_and_password_open_the_desk(client: FlaskClient, storage: Storage):
    response = enter(client, " HEAD ")
    assert (response.status_code, response.headers["Location"]) == (302, "/staff/pl/")
    (cookie,) = [cookie for cookie in response.headers.getlist("Set-Cookie") if cookie.startswith("staff=")]
    assert "HttpOnly" in cookie
    assert "Path=/staff" in cookie
    assert client.get("/staff/pl/queue").status_code == 200
    with storage.reading() as session:
        assert session.scalars(select(LedgerEntry.tag).order_by(LedgerEntry.leaf.desc())).first() == (
            "office:session:open"
        )


@pytest.mark.parametrize(
    ("login", "password"), [("head", "zupełnie inne hasło"), ("nobody", PASSWORD), ("a\x00b", "zupełnie inne hasło")]
)
def test_a_wrong_password_and_an_unknown_login_are_answered_alike(client: FlaskClient, login: str, password: str):
    response = enter(client, login, password)
    assert response.status_code == 422
    assert errors_above(response) == [
        "Login lub hasło są nieprawidłowe. Proszę sprawdzić, czy nie jest włączony Caps Lock."
    ]
    assert password not in response.text
    assert client.get("/staff/pl/queue").status_code == 302


def test_an_inactive_person_does_not_get_in(client: FlaskClient, storage: Storage, office: FoundedOffice):
    with storage.writing() as session:
        session.get_one(Person, office.member(Role.HEAD).person_id).is_active = False
    assert enter(client).status_code == 422


def test_empty_fields_are_said_beside_them(client: FlaskClient):
    response = enter(client, "", "")
    assert response.status_code == 422
    assert len(errors_above(response)) == 2


def test_after_too_many_tries_even_the_right_password_waits(client: FlaskClient, clock: FixedClock, storage: Storage):
    for _ in range(TRIES):
        assert enter(client, password="zupełnie inne hasło").status_code == 422
    response = enter(client)
    assert response.status_code == 429
    assert errors_above(response) == ["Za dużo nieudanych prób. Proszę spróbować ponownie za 15 min."]
    assert enter(client, "handler").status_code == 302
    clock.move_to(clock.now() + WINDOW)
    assert enter(client).status_code == 302
    with storage.reading() as session:
        assert session.scalars(select(Throttle)).all() == []


def test_an_unknown_login_is_throttled_just_the_same(client: FlaskClient):
    statuses = [enter(client, "nobody").status_code for _ in range(TRIES + 1)]
    assert statuses == [422] * TRIES + [429]


def test_signing_out_ends_the_sign_in_in_the_database_too(client: FlaskClient, app: Flask, storage: Storage):
    enter(client)
    held = client.get_cookie("staff", path="/staff")
    assert held is not None
    page = client.get("/staff/pl/queue")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    response = client.post("/staff/pl/sign-out", data={"csrf_token": token})
    assert response.headers["Location"] == PAGE
    thief = app.test_client()
    thief.set_cookie("staff", held.value, path="/staff")
    assert thief.get("/staff/pl/queue").status_code == 302
    with storage.reading() as session:
        assert session.scalars(select(SignIn)).one().closed_at is not None
        tags = session.scalars(select(LedgerEntry.tag).order_by(LedgerEntry.leaf)).all()
        assert verify(session).is_whole
    assert tags[-2:] == ["office:session:open", "office:session:close"]


def test_signing_out_with_an_old_page_does_not_pretend_to_have_worked(signed_in: Callable[..., FlaskClient]):
    client = signed_in(Role.HEAD)
    response = client.post("/staff/pl/sign-out", data={"csrf_token": "old"}, follow_redirects=True)
    assert "Wyloguj" in response.text
    assert "Logowanie" not in text(response)


def test_a_sign_in_ends_by_itself(signed_in: Callable[..., FlaskClient], clock: FixedClock):
    client = signed_in(Role.HEAD)
    clock.advance(hours=9, minutes=59)
    assert client.get("/staff/pl/queue").status_code == 200
    clock.advance(minutes=1)
    assert client.get("/staff/pl/queue").status_code == 302


def test_a_sign_in_ends_when_the_person_leaves(
    signed_in: Callable[..., FlaskClient], storage: Storage, office: FoundedOffice
):
    client = signed_in(Role.HEAD)
    with storage.writing() as session:
        session.get_one(Person, office.member(Role.HEAD).person_id).is_active = False
    assert client.get("/staff/pl/queue").status_code == 302


def test_a_role_taken_away_is_gone_at_once(
    signed_in: Callable[..., FlaskClient], storage: Storage, clock: FixedClock, office: FoundedOffice
):
    client = signed_in(Role.HEAD)
    with storage.writing() as session:
        query = select(RoleAssignment).where(RoleAssignment.person_id == office.member(Role.HEAD).person_id)
        session.scalars(query).one().to_on = clock.today() - dt.timedelta(days=1)
    assert client.get("/staff/pl/queue").status_code == 403


def test_only_the_hash_of_a_token_is_kept_and_closing_twice_leaves_one_entry(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    person = session.get_one(Person, office.member(Role.HEAD).person_id)
    opened = open_sign_in(session, clock, person, 10)
    actor = actor_of(session, clock, opened.token)
    assert actor is not None
    assert actor == office.actor(Role.HEAD)
    assert opened.token not in session.scalars(select(SignIn.token_hash)).all()
    for _ in range(2):
        close_sign_in(session, clock, actor, opened.token)
    assert actor_of(session, clock, opened.token) is None
    query = select(LedgerEntry.tag).where(LedgerEntry.tag == "office:session:close")
    assert len(session.scalars(query).all()) == 1


@pytest.mark.parametrize("target", ["/staff/pl/queue?due=late", "/staff/en/record"])
def test_after_signing_in_one_goes_on_to_where_one_wanted(client: FlaskClient, target: str):
    sent = client.get(target)
    assert sent.status_code == 302
    response = enter(client, page=sent.headers["Location"])
    assert response.headers["Location"] == target


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/staff/",
        "//evil.example/staff/",
        "/\\evil.example",
        "\\\\evil.example",
        "/staff\\..\\\\evil.example",
        "/staff/\\evil.example",
        "staff/pl/queue",
        "javascript:alert(1)",
        " /staff/pl/queue",
        "/staff/pl/queue\r\nSet-Cookie: staff=x",
        "/staff/\t/evil.example",
        "/staff/pl/queue\u2028",
        "/pl/",
        "/staffx/",
        "",
    ],
)
def test_after_signing_in_one_never_ends_up_outside(client: FlaskClient, target: str):
    page = client.get(PAGE, query_string={"next": target})
    assert send(client, page, login="head", password=PASSWORD).headers["Location"] == "/staff/pl/"


def test_an_old_page_of_the_sign_in_can_be_sent_again(client: FlaskClient):
    page = client.get(PAGE)
    response = send(client, page, login="head", password=PASSWORD, csrf_token="old")
    assert response.status_code == 422
    assert fields(response)["login"] == "head"
    assert PASSWORD not in response.text
    assert send(client, response, password=PASSWORD).status_code == 302


def test_the_token_of_the_form_changes_with_the_sign_in(client: FlaskClient, app: Flask):
    """Nobody can prepare a session for somebody else and use it after that one has signed in."""
    page = client.get(PAGE)
    with client.session_transaction(PAGE) as before:
        held = dict(before)
    send(client, page, login="head", password=PASSWORD)
    with client.session_transaction(PAGE) as after:
        assert set(after) == {"token"}
        assert not set(held) & set(after)


def test_passwords_stand_neither_in_the_record_nor_in_the_log(
    client: FlaskClient, storage: Storage, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    enter(client, password="moje tajne hasło 1")
    enter(client)
    with storage.reading() as session:
        record = "".join(session.scalars(select(LedgerEntry.canonical)))
    for secret in ("moje tajne hasło 1", PASSWORD):
        assert secret not in caplog.text
        assert secret not in record


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_a_first_page(signed_in: Callable[..., FlaskClient], role: Role):
    response = signed_in(role).get("/staff/pl/", follow_redirects=True)
    assert response.status_code == 200
