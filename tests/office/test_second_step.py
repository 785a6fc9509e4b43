"""The second step of signing in, devices and throttling: who is asked, who waits, and who is not made to wait."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kernel.clock import FixedClock
from kernel.permissions import Role
from office import throttle
from office.models import SignIn, Throttle
from office.rules import CODE_TRIES, TRIES, WINDOW
from office.rules.accounts import HALF_SIGN_IN
from storage.session import Storage
from tests.cast import PASSWORD, FoundedOffice
from tests.filling import errors_above, errors_beside, send, text
from tests.office.accounts import make_real, record, secured, shown, tags
from tests.office.test_sign_in import PAGE, enter

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
CODE_PAGE = "/staff/pl/sign-in/code"
WRONG = "zupełnie inne hasło"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("office.routes.sign_in.is_right", lambda stored, typed: bool(stored) and typed == PASSWORD)


@pytest.fixture
def sheet(storage: Storage, clock: FixedClock, office: FoundedOffice) -> list[str]:
    """The head has a second factor; these are the codes for a lost telephone."""
    return secured(storage, clock, office, Role.HEAD)


def code_of(storage: Storage, clock: FixedClock, office: FoundedOffice) -> str:
    return shown(storage, clock, office.member(Role.HEAD).person_id)


def cookie(client: FlaskClient, name: str) -> str:
    held = client.get_cookie(name, path="/staff")
    return held.value if held else ""


# --- the second step ---


def test_after_the_password_the_telephone_is_asked(client, storage, clock, office, sheet):
    page = client.get("/staff/pl/queue?due=late", follow_redirects=True)
    response = send(client, page, login="head", password=PASSWORD)
    assert response.headers["Location"] == CODE_PAGE
    assert client.get("/staff/pl/queue").status_code == 302
    response = send(client, client.get(CODE_PAGE), code=code_of(storage, clock, office))
    assert response.headers["Location"] == "/staff/pl/queue?due=late"
    assert client.get("/staff/pl/queue").status_code == 200
    assert tags(storage)[-1] == "office:session:open"


def test_a_place_too_long_for_a_cookie_keeps_nobody_out(client, storage, clock, office, sheet):
    page = client.get(PAGE, query_string={"next": "/staff/pl/queue?q=" + "x" * 5000})
    assert send(client, page, login="head", password=PASSWORD).headers["Location"] == CODE_PAGE
    response = send(client, client.get(CODE_PAGE), code=code_of(storage, clock, office))
    assert response.headers["Location"] == "/staff/pl/"


def test_the_sheet_stands_in_for_a_lost_telephone_once(client, app, storage, clock, office, sheet):
    enter(client)
    assert send(client, client.get(CODE_PAGE), code=sheet[0]).status_code == 302
    assert tags(storage)[-2:] == ["office:recovery_codes:use", "office:session:open"]
    other = app.test_client()
    enter(other)
    again = send(other, other.get(CODE_PAGE), code=sheet[0])
    assert again.status_code == 422
    assert "nie pasuje" in errors_beside(again)["code"]


def test_without_a_password_there_is_no_second_step(client: FlaskClient, sheet):
    assert client.get(CODE_PAGE).headers["Location"] == PAGE
    page = client.get(PAGE)
    assert send(client, page, to=CODE_PAGE, code="123456").headers["Location"] == PAGE


def test_a_right_password_waits_ten_minutes(client, storage, clock, office, sheet):
    enter(client)
    page = client.get(CODE_PAGE)
    clock.move_to(clock.now() + HALF_SIGN_IN)
    assert send(client, page, code=code_of(storage, clock, office)).headers["Location"] == PAGE
    assert client.get("/staff/pl/queue").status_code == 302


def test_the_half_way_ends_with_a_new_password_or_the_account(client, app, storage, clock, office, sheet):
    from office.models import Person

    for change in ({"password_hash": "another"}, {"is_active": False}):
        enter(client)
        with storage.writing() as session:
            person = session.get_one(Person, office.member(Role.HEAD).person_id)
            before = {name: getattr(person, name) for name in change}
            for name, value in change.items():
                setattr(person, name, value)
        assert client.get(CODE_PAGE).status_code == 302
        with storage.writing() as session:
            person = session.get_one(Person, office.member(Role.HEAD).person_id)
            for name, value in before.items():
                setattr(person, name, value)


def test_nothing_of_the_session_before_is_kept(client, storage, clock, office, sheet):
    """Session fixation: a cookie somebody planted is worth nothing after either step."""
    enter(client)
    half = cookie(client, "staff")
    send(client, client.get(CODE_PAGE), code=code_of(storage, clock, office))
    with client.session_transaction(PAGE) as session:
        assert set(session) == {"token"}
    assert cookie(client, "staff") != half


@pytest.mark.parametrize(
    "cookie_of", [{"half": "x"}, {"half": ["x", "y", "z", ""]}, {"half": [1, 2, 3, 4]}, {"token": 7}]
)
def test_a_strange_session_opens_nothing(client: FlaskClient, cookie_of, office):
    with client.session_transaction(PAGE) as session:
        session.update(cookie_of)
    assert client.get(CODE_PAGE).status_code == 302
    assert client.get("/staff/pl/queue").status_code == 302


def test_codes_are_throttled_and_the_record_says_so_once(client, storage, clock, office, sheet):
    enter(client)
    for _ in range(CODE_TRIES):
        assert send(client, client.get(CODE_PAGE), code="0000 0000 0000 0000").status_code == 422
    response = send(client, client.get(CODE_PAGE), code=code_of(storage, clock, office))
    assert response.status_code == 429
    assert errors_above(response) == ["Za dużo nieudanych prób. Proszę spróbować ponownie za 15 min."]
    assert tags(storage).count("office:sign_in:lock") == 1
    clock.move_to(clock.now() + WINDOW)
    enter(client)
    assert send(client, client.get(CODE_PAGE), code=code_of(storage, clock, office)).status_code == 302


def test_an_empty_code_is_said_beside_its_field(client, sheet):
    enter(client)
    assert "code" in errors_beside(send(client, client.get(CODE_PAGE), code=""))


# --- administrators ---


def test_an_administrator_without_one_is_led_to_set_it_up_and_may_do_nothing_else(
    client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    make_real(storage)
    response = enter(client, "administrator")
    for address in ("/staff/pl/", "/staff/pl/administration", "/staff/pl/record", "/staff/pl/account"):
        assert client.get(address).headers["Location"] == "/staff/pl/account/second-factor", address
    page = client.get("/staff/pl/account/second-factor")
    assert "Pozostałe strony otworzą się" in text(page)
    assert "Nie teraz" not in text(page)
    page = client.get(send(client, page, password=PASSWORD).headers["Location"])
    code = shown(storage, clock, office.member(Role.ADMINISTRATOR).person_id)
    assert "Kody zapasowe" in text(send(client, page, code=code))
    assert client.get("/staff/pl/administration").status_code == 200
    assert response.status_code == 302


def test_a_form_sent_by_such_an_administrator_does_nothing(client, storage, office):
    make_real(storage)
    enter(client, "administrator")
    person_id = office.member(Role.HANDLER).person_id
    before = tags(storage)
    response = client.post(f"/staff/pl/administration/accounts/{person_id}/invitation", data={"way": "slip"})
    assert response.headers["Location"] == "/staff/pl/account/second-factor"
    assert tags(storage) == before


def test_in_the_sample_office_it_is_offered_and_not_forced(client: FlaskClient, office: FoundedOffice):
    enter(client, "administrator")
    assert client.get("/staff/pl/administration").status_code == 200
    page = text(client.get("/staff/pl/account/second-factor"))
    assert "To urząd przykładowy" in page
    assert "Nie teraz" in page


def test_everybody_else_may_do_without(client: FlaskClient, storage: Storage):
    make_real(storage)
    enter(client)
    assert client.get("/staff/pl/queue").status_code == 200


# --- devices ---


def test_strangers_who_guess_do_not_make_the_owner_wait_on_a_known_device(client, app: Flask, storage, quick):
    assert enter(client).status_code == 302
    with client.session_transaction(PAGE) as session:
        session.clear()
    stranger = app.test_client()
    for _ in range(TRIES):
        assert enter(stranger, password=WRONG).status_code == 422
    assert enter(stranger).status_code == 429
    assert enter(app.test_client()).status_code == 429
    assert enter(client).status_code == 302
    assert tags(storage).count("office:sign_in:lock") == 1


def test_a_known_device_waits_for_itself(client, app: Flask, quick):
    enter(client)
    for _ in range(TRIES):
        assert enter(client, password=WRONG).status_code == 422
    assert enter(client).status_code == 429
    assert enter(app.test_client()).status_code == 302


def test_a_device_that_tries_many_accounts_waits_too(client, quick, monkeypatch):
    monkeypatch.setattr("office.throttle.DEVICE_TRIES", 6)
    logins = ["clerk", "handler", "head", "auditor"]
    statuses = [enter(client, logins[number % 4], WRONG).status_code for number in range(7)]
    assert statuses == [422] * 6 + [429]
    assert enter(client, "management").status_code == 429


@pytest.mark.parametrize("planted", ["", "x", "a.b.c", "WyJ4Il0.AAAA"])
def test_a_forged_mark_is_no_mark(client: FlaskClient, planted: str, quick):
    client.set_cookie("device", planted, path="/staff")
    assert enter(client).status_code == 302


def test_the_mark_shows_nobodys_login_and_goes_to_staff_pages_only(client: FlaskClient):
    response = enter(client)
    (mark,) = [cookie for cookie in response.headers.getlist("Set-Cookie") if cookie.startswith("device=")]
    assert {"HttpOnly", "Path=/staff", "SameSite=Lax"} <= {part.strip() for part in mark.split(";")}
    assert "head" not in mark


def test_many_tries_at_once_are_no_more_than_one_after_the_other(storage: Storage, clock: FixedClock):
    """The try is counted before it is made: 40 at once get ten answers, not forty."""
    limits = throttle.limits("sign-in", "marta", None)

    def once(_number: int) -> bool:
        try:
            with storage.writing() as session:
                throttle.begin_try(session, clock, limits)
        except throttle.TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(once, range(40))) == TRIES


# --- what is kept of a browser ---


def test_a_session_knows_what_the_browser_calls_itself_and_no_address(client: FlaskClient, storage: Storage):
    page = client.get(PAGE)
    agent = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/139.0"
    from tests.filling import fields

    sent = {**fields(page), "login": "head", "password": PASSWORD}
    client.post(PAGE, data=sent, headers={"User-Agent": agent}, environ_base={"REMOTE_ADDR": "203.0.113.7"})
    with storage.reading() as session:
        row = session.scalars(select(SignIn)).one()
        kept = "".join(str(getattr(row, column.key)) for column in SignIn.__table__.columns)
        kept += "".join(session.scalars(select(Throttle.key)))
    assert row.device == "Firefox, Windows"
    assert "203.0.113.7" not in kept + record(storage)


def test_a_page_opened_after_five_minutes_is_noted_once(
    signed_in: Callable[..., FlaskClient], storage: Storage, clock: FixedClock
):
    client = signed_in(Role.HEAD)

    def seen() -> object:
        with storage.reading() as session:
            return session.scalars(select(SignIn.seen_at)).one()

    client.get("/staff/pl/queue")
    assert seen() is None
    clock.advance(minutes=5)
    client.get("/staff/pl/queue")
    first = seen()
    assert first == clock.now()
    clock.advance(minutes=4)
    client.get("/staff/pl/queue")
    assert seen() == first


@pytest.mark.parametrize("minutes", [1, 5, 8])
def test_who_keeps_opening_pages_is_not_signed_out_as_idle(
    app: Flask, signed_in: Callable[..., FlaskClient], clock: FixedClock, minutes: int
):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], idle_minutes=minutes)
    client = signed_in(Role.HEAD)
    for _ in range(6):
        clock.advance(seconds=minutes * 45)
        assert client.get("/staff/pl/queue").status_code == 200
    clock.advance(minutes=minutes)
    assert client.get("/staff/pl/queue").status_code == 302


def test_no_secret_of_signing_in_stands_in_the_record_or_the_log(
    client, storage, clock, office, sheet, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    enter(client, password=WRONG)
    enter(client)
    code = code_of(storage, clock, office)
    send(client, client.get(CODE_PAGE), code="999 999")
    send(client, client.get(CODE_PAGE), code=sheet[5])
    for secret in (WRONG, PASSWORD, code, "999 999", *sheet):
        assert secret not in caplog.text
        assert secret not in record(storage)
