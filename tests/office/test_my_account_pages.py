"""One's own account: password, second factor, sessions."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from kernel.clock import FixedClock
from kernel.permissions import Role
from office.models import Person, RecoveryCode, SignIn
from office.passwords import is_right
from office.queries.accounts import has_second_factor
from office.rules import TRIES
from storage.session import Storage
from tests.cast import PASSWORD, FoundedOffice
from tests.filling import errors_beside, send, text
from tests.office.accounts import make_real, secured, shown, tags

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
ACCOUNT = "/staff/pl/account"
FACTOR = f"{ACCOUNT}/second-factor"
NEW = "pięć gęsi na moście"


@pytest.fixture
def handler(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.HANDLER)


def change(client: FlaskClient, old: str = PASSWORD, new: str = NEW, again: str | None = None):
    page = client.get(f"{ACCOUNT}/password")
    return send(client, page, password_old=old, password=new, password_again=new if again is None else again)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_an_account_page(signed_in, role: Role):
    page = signed_in(role).get(ACCOUNT)
    assert page.status_code == 200
    assert str(role) in text(page)


@pytest.mark.parametrize("address", [ACCOUNT, f"{ACCOUNT}/password", FACTOR, f"{FACTOR}/confirm"])
def test_strangers_sign_in_first(client: FlaskClient, address: str):
    assert "/sign-in" in client.get(address).headers["Location"]


@pytest.mark.parametrize("address", [ACCOUNT, f"{ACCOUNT}/sessions"])
def test_the_wrong_method_is_refused(handler: FlaskClient, address: str):
    method = "POST" if address == ACCOUNT else "GET"
    assert handler.open(address, method=method).status_code == 405


# --- the password ---


def test_a_password_is_changed_with_the_old_one(handler, signed_in, storage: Storage, office: FoundedOffice):
    other = signed_in(Role.HANDLER)
    assert change(handler).headers["Location"] == ACCOUNT
    assert "Hasło jest zmienione" in handler.get(ACCOUNT).text
    assert other.get(ACCOUNT).status_code == 302
    with storage.reading() as session:
        stored = session.get_one(Person, office.member(Role.HANDLER).person_id).password_hash
    assert is_right(stored, NEW)
    assert tags(storage)[-1] == "office:password:change"


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"old": "nie to hasło, niestety"}, "password_old", "nie jest obecne hasło"),
        ({"new": "krótkie"}, "password", "za krótkie"),
        ({"new": "Urząd Testowy 2026"}, "password", "nazwy urzędu"),
        ({"again": "coś innego"}, "password_again", "różnią się"),
        ({"old": ""}, "password_old", "obecne hasło"),
    ],
)
def test_a_refused_change_changes_nothing_and_repeats_no_password(handler, storage, typed, field, words):
    response = change(handler, **typed)
    assert response.status_code == 422
    assert words in errors_beside(response)[field]
    for secret in (PASSWORD, NEW, *filter(None, typed.values())):
        assert f'value="{secret}"' not in response.text
    assert "office:password:change" not in tags(storage)


def test_the_old_password_cannot_be_guessed_here_either(handler, monkeypatch, storage):
    monkeypatch.setattr("office.routes.sign_in.is_right", lambda stored, typed: typed == PASSWORD)
    for _ in range(TRIES):
        assert change(handler, old="nie to hasło, niestety").status_code == 422
    response = change(handler)
    assert "Za dużo nieudanych prób" in text(response)
    assert "office:password:change" not in tags(storage)


def test_a_password_typed_when_the_session_was_over_is_not_given_back(handler, clock: FixedClock):
    page = handler.get(f"{ACCOUNT}/password")
    clock.advance(hours=11)
    response = send(handler, page, password_old=PASSWORD, password=NEW, password_again=NEW)
    assert response.status_code == 401
    assert PASSWORD not in response.text
    assert NEW not in response.text


# --- sessions ---


def test_one_ends_another_browser_of_ones_own(handler, signed_in, storage):
    other = signed_in(Role.HANDLER)
    page = handler.get(ACCOUNT)
    assert text(page).count("ta przeglądarka") == 1
    refs = re.findall(r'name="ref" value="([0-9a-f]{16})"', page.text)
    assert len(refs) == 1
    send(handler, page, to=f"{ACCOUNT}/sessions", ref=refs[0])
    assert other.get(ACCOUNT).status_code == 302
    assert handler.get(ACCOUNT).status_code == 200
    assert tags(storage)[-1] == "office:session:revoke"


def test_all_others_end_at_once(handler, signed_in, storage):
    others = [signed_in(Role.HANDLER) for _ in range(3)]
    head = signed_in(Role.HEAD)
    send(handler, handler.get(ACCOUNT), to=f"{ACCOUNT}/sessions", ref="others")
    assert [client.get(ACCOUNT).status_code for client in others] == [302] * 3
    assert head.get(ACCOUNT).status_code == 200
    assert "Zakończono sesje: 3" in handler.get(ACCOUNT).text
    with storage.reading() as session:
        assert len(session.scalars(select(SignIn).where(SignIn.closed_at.is_(None))).all()) == 2


def test_the_session_of_somebody_else_is_not_to_be_found(handler, signed_in):
    head = signed_in(Role.HEAD)
    signed_in(Role.HEAD)
    (ref,) = re.findall(r'name="ref" value="([0-9a-f]{16})"', head.get(ACCOUNT).text)
    signed_in(Role.HANDLER)
    page = handler.get(ACCOUNT)
    assert send(handler, page, to=f"{ACCOUNT}/sessions", ref=ref).status_code == 404
    assert head.get(ACCOUNT).status_code == 200


# --- the second factor ---


def set_up(client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice):
    page = client.get(send(client, client.get(FACTOR), password=PASSWORD).headers["Location"])
    return send(client, page, code=shown(storage, clock, office.member(Role.HANDLER).person_id))


def test_a_second_factor_is_set_up_in_two_steps_and_the_sheet_is_shown_once(handler, storage, clock, office):
    page = handler.get(send(handler, handler.get(FACTOR), password=PASSWORD).headers["Location"])
    assert "<svg" in page.text
    assert re.search(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", text(page))
    wrong = send(handler, page, code="12 34")
    assert wrong.status_code == 422
    assert "nie pasuje" in errors_beside(wrong)["code"]
    done = send(handler, wrong, code=shown(storage, clock, office.member(Role.HANDLER).person_id))
    codes = re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", text(done))
    assert len(codes) == 10
    assert done.headers["Cache-Control"] == "no-store"
    assert handler.get(f"{FACTOR}/confirm").headers["Location"] == FACTOR
    assert codes[0] not in handler.get(FACTOR).text
    with storage.reading() as session:
        kept = set(session.scalars(select(RecoveryCode.code_hash)))
        assert has_second_factor(session, office.member(Role.HANDLER).person_id)
    assert not kept & {code.replace("-", "") for code in codes}


@pytest.mark.parametrize("typed", ["", "zupełnie inne hasło"])
def test_who_found_an_open_browser_cannot_tie_the_account_to_a_telephone(handler, storage, office, typed):
    response = send(handler, handler.get(FACTOR), password=typed)
    assert response.status_code == 422
    assert "password" in errors_beside(response)
    assert handler.get(f"{FACTOR}/confirm").headers["Location"] == FACTOR
    with storage.reading() as session:
        assert not has_second_factor(session, office.member(Role.HANDLER).person_id)


def test_a_secret_begun_long_ago_or_elsewhere_is_not_shown(handler, signed_in, storage, clock, office):
    send(handler, handler.get(FACTOR), password=PASSWORD)
    assert handler.get(f"{FACTOR}/confirm").status_code == 200
    assert signed_in(Role.HANDLER).get(f"{FACTOR}/confirm").status_code == 302
    clock.advance(minutes=10)
    assert handler.get(f"{FACTOR}/confirm").status_code == 302


def proven(client: FlaskClient, storage, clock, office, do: str, **more: str):
    clock.advance(minutes=1)
    code = shown(storage, clock, office.member(Role.HANDLER).person_id)
    return send(client, client.get(FACTOR), **{"password": PASSWORD, "code": code, "do": do, **more})


def test_what_is_changed_about_it_asks_for_password_and_code(handler, storage, clock, office):
    sheet = secured(storage, clock, office, Role.HANDLER)
    for wrong in ({"password": "nie to hasło, niestety"}, {"code": "000 00"}, {"code": ""}, {"password": ""}):
        response = proven(handler, storage, clock, office, "off", **wrong)
        assert response.status_code == 422, wrong
        assert set(errors_beside(response)) == set(wrong)
    with storage.reading() as session:
        assert has_second_factor(session, office.member(Role.HANDLER).person_id)
    page = proven(handler, storage, clock, office, "codes")
    assert len(re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", text(page))) == 10
    assert proven(handler, storage, clock, office, "off", code=sheet[0]).status_code == 422
    response = proven(handler, storage, clock, office, "off")
    assert response.headers["Location"] == ACCOUNT
    assert tags(storage)[-2:] == ["office:recovery_codes:make", "office:second_factor:close"]


def test_it_moves_to_a_new_telephone(handler, storage, clock, office):
    secured(storage, clock, office, Role.HANDLER)
    response = proven(handler, storage, clock, office, "move")
    assert response.headers["Location"] == f"{FACTOR}/confirm"
    page = handler.get(response.headers["Location"])
    done = send(handler, page, code=shown(storage, clock, office.member(Role.HANDLER).person_id))
    assert "Kody zapasowe" in text(done)
    assert tags(storage)[-1] == "office:second_factor:open"


def test_an_administrator_of_a_real_office_cannot_switch_it_off(signed_in, storage, clock, office):
    secured(storage, clock, office, Role.ADMINISTRATOR)
    make_real(storage)
    client = signed_in(Role.ADMINISTRATOR)
    page = client.get(FACTOR)
    assert "nie da się go tu wyłączyć" in text(page)
    code = shown(storage, clock, office.member(Role.ADMINISTRATOR).person_id)
    response = send(client, page, password=PASSWORD, code=code, do="off")
    assert response.status_code == 422
    assert "nie może pracować bez drugiego składnika" in text(response)


def test_the_last_codes_of_a_sheet_are_a_reason_to_print_a_new_one(handler, storage, clock, office):
    secured(storage, clock, office, Role.HANDLER)
    with storage.writing() as session:
        for code in session.scalars(select(RecoveryCode).limit(8)):
            code.used_at = clock.now()
    assert "Kody zapasowe się kończą" in text(handler.get(FACTOR))
