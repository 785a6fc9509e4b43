"""Signing in through the office's identity provider: a real one, in a process of its own, asked over HTTP."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from kernel.clock import FixedClock, SystemClock
from kernel.permissions import Role
from ledger.models import LedgerEntry
from office.models import OpenIdLink, Person, RoleAssignment
from storage.session import Storage
from tests.cast import PASSWORD, FoundedOffice
from tests.filling import errors_above, send
from tests.office.accounts import secured
from tests.program import ADDRESS, SECRET
from web.settings import BadSetting, Settings

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
AGREED = "the secret agreed with the provider"
START = "/staff/pl/sign-in/openid"
EMAIL = "head@urzad.example"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The provider as a process of its own; its address."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.office.openid_provider"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        yield f"http://localhost:{int(process.stdout.readline())}"
        process.terminate()


def program_with(storage: Storage, tmp_path: Path, issuer: str, **more: object) -> Flask:
    secret = tmp_path / "oidc"
    secret.write_text(AGREED, encoding="utf-8")
    settings = Settings(
        database_url=storage.url, secret_key=SECRET, data_folder=str(tmp_path), public_url=ADDRESS, testing=True,
        oidc_issuer=issuer, oidc_client_id="interesant", oidc_client_secret_file=str(secret), **more,  # type: ignore[arg-type]
    )  # fmt: skip
    app = create_app(settings)
    app.extensions["storage"].close()
    app.extensions["storage"] = storage
    return app


@pytest.fixture
def desk(storage: Storage, office: FoundedOffice, tmp_path: Path, issuer: str) -> Flask:
    """The program with the provider set, at the real time: the provider's tokens live by it."""
    with storage.writing() as session:
        session.get_one(Person, office.member(Role.HEAD).person_id).email = EMAIL.title()
        for role in session.scalars(select(RoleAssignment)):
            role.to_on = None
    return program_with(storage, tmp_path, issuer)


def register(issuer: str, subject: str, email: str = EMAIL, *, is_verified: object = True) -> None:
    claims: Any = {"email": email, "email_verified": is_verified}
    requests.put(f"{issuer}/users/{subject}", json=claims, timeout=10).raise_for_status()


def at_provider(client: FlaskClient, subject: str, start: str = START, **form: str) -> str:
    """To the provider and through its form; the address it sends the browser back to, here."""
    to = client.get(start).headers["Location"]
    answer = requests.post(to, data={"sub": subject, **form}, allow_redirects=False, timeout=10)
    back = urlsplit(answer.headers["Location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == f"{ADDRESS}/staff/pl/sign-in/openid/back"
    return f"{back.path}?{back.query}"


def spoilt(issuer: str, how: str) -> None:
    requests.post(f"{issuer}/spoil", data={"how": how}, timeout=10).raise_for_status()


def said(client: FlaskClient, answer: TestResponse) -> str:
    """What the sign-in page says after a refusal."""
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/sign-in"), answer.headers["Location"]
    return errors_above(client.get(answer.headers["Location"]))[0]


def is_in(client: FlaskClient) -> bool:
    return client.get("/staff/pl/queue").status_code == 200


def newest(storage: Storage, count: int = 2) -> list[str]:
    with storage.reading() as session:
        return list(session.scalars(select(LedgerEntry.tag).order_by(LedgerEntry.leaf.desc()).limit(count)))


def test_whoever_the_provider_knows_by_a_verified_address_is_let_in_and_linked_once(
    desk: Flask, storage: Storage, issuer: str, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    register(issuer, "s-1")
    client = desk.test_client()
    back = at_provider(client, "s-1", f"{START}?next=/staff/pl/results")
    answer = client.get(back)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/staff/pl/results")
    assert is_in(client)
    assert newest(storage) == ["office:session:open", "office:openid:link"]
    register(issuer, "s-1", "other@urzad.example")  # from now on the address plays no part
    again = desk.test_client()
    assert again.get(at_provider(again, "s-1")).headers["Location"] == "/staff/pl/"
    assert newest(storage, 1) == ["office:session:open"]
    with storage.reading() as session:
        assert [(link.issuer, link.subject) for link in session.scalars(select(OpenIdLink))] == [(issuer, "s-1")]
        whole = "".join(session.scalars(select(LedgerEntry.canonical)))
    code = parse_qs(urlsplit(back).query)["code"][0]
    for secret in (AGREED, code, "s-1", EMAIL):
        assert secret not in whole
    ours = "".join(record.getMessage() for record in caplog.records if not record.name.startswith("urllib3"))
    assert AGREED not in ours
    assert code not in ours


@pytest.mark.parametrize("how", ["nonce", "none", "hs256", "foreign_key", "issuer", "audience", "expired"])
def test_a_token_wrong_in_one_way_lets_nobody_in(desk: Flask, storage: Storage, issuer: str, how: str):
    register(issuer, "s-2")
    client = desk.test_client()
    back = at_provider(client, "s-2")
    spoilt(issuer, how)
    assert "nie przeszła sprawdzenia" in said(client, client.get(back))
    assert not is_in(client)
    with storage.reading() as session:
        assert session.scalars(select(OpenIdLink)).all() == []


def test_an_answer_is_good_once_in_the_browser_that_asked_and_for_a_while(desk: Flask, issuer: str):
    register(issuer, "s-3")
    client, stranger = desk.test_client(), desk.test_client()
    back = at_provider(client, "s-3")
    assert "nie zaczęło się w tej przeglądarce" in said(stranger, stranger.get(back))
    stranger.get(START)
    assert "nie zaczęło się w tej przeglądarce" in said(stranger, stranger.get(back)), "another browser's state"
    assert client.get(back).headers["Location"] == "/staff/pl/"
    assert "nie zaczęło się w tej przeglądarce" in said(client, client.get(back)), "sent a second time"
    late = desk.test_client()
    back = at_provider(late, "s-3")
    desk.extensions["clock"] = FixedClock(SystemClock().now())
    desk.extensions["clock"].advance(minutes=11)
    assert "trwało za długo" in said(late, late.get(back))


def test_another_verifier_than_the_one_begun_with_gets_no_token(desk: Flask, issuer: str):
    register(issuer, "s-4")
    client = desk.test_client()
    back = at_provider(client, "s-4")
    with client.session_transaction(START) as cookie:
        cookie["openid"] = [*cookie["openid"][:2], "x" * 43, *cookie["openid"][3:]]
    assert "nie przeszła sprawdzenia" in said(client, client.get(back))


def test_who_says_no_at_the_provider_is_told_so(desk: Flask, issuer: str):
    client = desk.test_client()
    to = client.get(START).headers["Location"]
    state = parse_qs(urlsplit(to).query)["state"][0]
    assert "przerwane" in said(client, client.get(f"{START}/back?error=access_denied&state={state}"))


@pytest.mark.parametrize(
    ("subject", "email", "is_verified"),
    [("s-5", "nobody@urzad.example", True), ("s-6", EMAIL, False), ("s-7", EMAIL, "true"), ("s-8", "", True)],
)
def test_nobody_is_created_and_no_unverified_address_counts(
    desk: Flask, storage: Storage, issuer: str, subject: str, email: str, is_verified: object
):
    register(issuer, subject, email, is_verified=is_verified)
    client = desk.test_client()
    assert "nie ma w programie" in said(client, client.get(at_provider(client, subject)))
    with storage.reading() as session:
        assert session.scalars(select(OpenIdLink)).all() == []


def test_an_address_of_two_people_and_a_person_linked_already_tell_nobody(
    desk: Flask, storage: Storage, office: FoundedOffice, issuer: str
):
    register(issuer, "s-9")
    first = desk.test_client()
    first.get(at_provider(first, "s-9"))
    register(issuer, "s-10")
    other = desk.test_client()
    assert "nie ma w programie" in said(other, other.get(at_provider(other, "s-10"))), "the person has a link"
    with storage.writing() as session:
        session.delete(session.scalars(select(OpenIdLink)).one())
        session.get_one(Person, office.member(Role.CLERK).person_id).email = EMAIL
    assert "nie ma w programie" in said(other, other.get(at_provider(other, "s-10"))), "two people share the address"


def test_a_closed_account_and_an_ended_role_stay_shut(
    desk: Flask, storage: Storage, office: FoundedOffice, issuer: str
):
    register(issuer, "s-11")
    client = desk.test_client()
    client.get(at_provider(client, "s-11"))
    with storage.writing() as session:
        person = session.get_one(Person, office.member(Role.HEAD).person_id)
        for role in person.roles:
            role.from_on, role.to_on = office_day(2025), office_day(2026)
    again = desk.test_client()
    assert "skończył się" in said(again, again.get(at_provider(again, "s-11")))
    with storage.writing() as session:
        session.get_one(Person, office.member(Role.HEAD).person_id).is_active = False
    assert "nie ma w programie" in said(again, again.get(at_provider(again, "s-11")))


def office_day(year: int):
    import datetime as dt

    return dt.date(year, 1, 2)


def test_our_second_factor_is_asked_for_unless_the_provider_is_trusted_with_it(
    desk: Flask, storage: Storage, office: FoundedOffice, issuer: str, tmp_path: Path, clock: FixedClock
):
    secured(storage, clock, office, Role.HEAD)
    register(issuer, "s-12")
    client = desk.test_client()
    spoilt(issuer, "strong")
    assert client.get(at_provider(client, "s-12")).headers["Location"].endswith("/sign-in/code")
    assert not is_in(client)
    trusting = program_with(storage, tmp_path, issuer, oidc_trusted="mfa").test_client()
    assert trusting.get(at_provider(trusting, "s-12")).headers["Location"].endswith("/sign-in/code"), "said no mfa"
    back = at_provider(trusting, "s-12")
    spoilt(issuer, "strong")
    assert trusting.get(back).headers["Location"] == "/staff/pl/"


def test_passwords_may_be_left_to_administrators(desk: Flask, storage: Storage, issuer: str, tmp_path: Path):
    client = program_with(storage, tmp_path, issuer, local_sign_in="administrators").test_client()
    page = client.get("/staff/pl/sign-in")
    assert "Zaloguj kontem urzędowym" in page.text
    refused = send(client, page, login="head", password=PASSWORD)
    assert refused.status_code == 403
    assert "kontem urzędowym" in errors_above(refused)[0]
    assert send(client, page, login="administrator", password=PASSWORD).status_code == 302


def test_an_administrator_takes_a_link_away_and_the_record_says_so(
    desk: Flask, storage: Storage, office: FoundedOffice, issuer: str
):
    register(issuer, "s-13")
    client = desk.test_client()
    client.get(at_provider(client, "s-13"))
    administrator = desk.test_client()
    send(administrator, administrator.get("/staff/pl/sign-in"), login="administrator", password=PASSWORD)
    address = f"/staff/pl/administration/accounts/{office.member(Role.HEAD).person_id}/openid"
    assert send(administrator, administrator.get(address), "step", reason="Nowe konto").status_code == 302
    assert newest(storage, 1) == ["office:openid:unlink"]
    assert not is_in(client)
    assert administrator.get(address).status_code == 404


def test_a_provider_that_does_not_answer_is_told_in_a_sentence(storage: Storage, office, tmp_path: Path):
    client = program_with(storage, tmp_path, "http://localhost:9").test_client()
    assert "nie odpowiada" in said(client, client.get(START))


def test_without_a_provider_there_is_no_such_page(client: FlaskClient, office: FoundedOffice):
    assert client.get(START).status_code == 404
    assert "kontem urzędowym" not in client.get("/staff/pl/sign-in").text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"oidc_issuer": "http://id.example"}, "https://"),
        ({"oidc_client_id": ""}, "OIDC_CLIENT_ID"),
        ({"oidc_client_secret_file": "/nowhere"}, "cannot be read"),
        ({"local_sign_in": "nobody"}, "LOCAL_SIGN_IN"),
    ],
)
def test_settings_that_cannot_be_are_refused_at_the_start(
    backend: str, tmp_path: Path, changed: dict[str, str], told: str
):
    secret = tmp_path / "oidc"
    secret.write_text("x", encoding="utf-8")
    given = {"oidc_issuer": "https://id.example", "oidc_client_id": "x", "oidc_client_secret_file": str(secret)}
    with pytest.raises(BadSetting, match=told):
        Settings(secret_key=SECRET, **{**given, **changed})  # type: ignore[arg-type]


def test_the_secret_is_in_no_text_of_the_settings(backend: str, tmp_path: Path):
    secret = tmp_path / "oidc"
    secret.write_text(AGREED, encoding="utf-8")
    given = {"oidc_issuer": "https://id.example", "oidc_client_id": "x", "oidc_client_secret_file": str(secret)}
    settings = Settings(secret_key=SECRET, **given)  # type: ignore[arg-type]
    assert AGREED not in repr(settings.openid)
    with pytest.raises(BadSetting, match="only where"):
        Settings(secret_key=SECRET, local_sign_in="administrators")
