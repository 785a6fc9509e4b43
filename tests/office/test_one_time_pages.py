"""Invitations and recoveries, from the administrator's button or the forgotten password to a new one."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kernel.clock import FixedClock
from kernel.ids import one_time_code, spoken_code
from kernel.permissions import Role
from office.effects import look_up, mail_invitation, mail_recovery
from office.models import AccountCode, Person
from office.passwords import is_right
from office.rules import RECOVERY_TRIES
from office.rules.accounts import Purpose, Way
from storage.session import Storage
from tests.cast import PASSWORD, FoundedOffice
from tests.filling import errors_above, errors_beside, fields, send, text
from tests.office.accounts import record, secured, tags
from tests.office.test_sign_in import enter
from tests.program import ADDRESS, SECRET
from worker.actions import enqueue
from worker.effects import Hopeless, Work
from worker.models import OutboxRow

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
NEW = "pięć gęsi na moście"
MAIL = "osoba@proba.example"
ADMIN = "/staff/pl/administration/accounts"


@pytest.fixture
def administrator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def handler_id(office: FoundedOffice) -> uuid.UUID:
    return office.member(Role.HANDLER).person_id


@pytest.fixture
def with_mail(storage: Storage, handler_id) -> uuid.UUID:
    with storage.writing() as session:
        session.get_one(Person, handler_id).email = MAIL
    return handler_id


def waiting(storage: Storage, clock: FixedClock, kind: str) -> list[Work]:
    with storage.reading() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == kind)).all()
        import json

        return [Work(row.id, json.loads(row.payload), storage, clock) for row in rows]


def letters(app: Flask) -> list[str]:
    """The mails in the folder of the data, decoded."""
    from email import message_from_bytes
    from email.policy import default

    folder = Path(app.config["SETTINGS"].data_folder) / "mail"
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []
    return [str(message_from_bytes(file.read_bytes(), policy=default).get_content()) for file in files]


def slip(administrator: FlaskClient, person_id: uuid.UUID) -> str:
    """Print an invitation; the code on it."""
    page = administrator.get(f"{ADMIN}/{person_id}")
    response = send(administrator, page, to=f"{ADMIN}/{person_id}/invitation", way="slip")
    assert response.status_code == 200
    found = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", text(response))
    assert found
    return found[0]


def accept(client: FlaskClient, code: str, password: str = NEW, again: str | None = None, page="invitation"):
    shown = client.get(f"/staff/pl/{page}")
    return send(client, shown, code=code, password=password, password_again=password if again is None else again)


# --- invitations ---


def test_a_slip_holds_all_one_needs_and_opens_the_account_once(administrator, client, storage, handler_id, app):
    with storage.writing() as session:
        session.get_one(Person, handler_id).password_hash = ""
    code = slip(administrator, handler_id)
    response = accept(client, code.lower().replace("-", " "))
    assert response.headers["Location"] == "/staff/pl/account/second-factor"
    assert "Drugi składnik" in text(client.get(response.headers["Location"]))
    assert client.get("/staff/pl/queue").status_code == 200
    assert tags(storage)[-3:] == ["office:invitation:make", "office:invitation:accept", "office:session:open"]
    refused = accept(app.test_client(), code)
    assert refused.status_code == 422
    assert "Ten kod nie działa" in errors_beside(refused)["code"]


def test_the_slip_names_person_login_address_and_last_moment(administrator, handler_id):
    page = administrator.get(f"{ADMIN}/{handler_id}")
    response = send(administrator, page, to=f"{ADMIN}/{handler_id}/invitation", way="slip")
    words = text(response)
    for needed in ("Próba (handler)", "handler", f"{ADDRESS}/staff/pl/invitation", "28 listopada 2026"):
        assert needed in words
    assert "<svg" in response.text
    assert response.headers["Cache-Control"] == "no-store"


def test_an_invitation_by_mail_reaches_the_person(administrator, client, app, storage, clock, with_mail):
    page = administrator.get(f"{ADMIN}/{with_mail}")
    sent = send(administrator, page, to=f"{ADMIN}/{with_mail}/invitation", way="mail")
    assert sent.status_code == 302
    (work,) = waiting(storage, clock, "office:mail:invitation")
    with app.app_context():
        mail_invitation(work)
    (letter,) = letters(app)
    code = one_time_code(SECRET, uuid.UUID(work.payload["invitation"]))
    assert f"{ADDRESS}/staff/pl/invitation#{code}" in letter
    assert spoken_code(code) in letter
    assert "login handler" in letter
    assert accept(client, code).status_code == 302
    with pytest.raises(Hopeless, match="code_over"), app.app_context():
        mail_invitation(work)


def test_without_an_address_only_the_slip_is_offered(administrator, storage, handler_id):
    page = administrator.get(f"{ADMIN}/{handler_id}")
    assert "Wyślij e-mailem" not in text(page)
    response = send(administrator, page, to=f"{ADMIN}/{handler_id}/invitation", way="mail")
    assert response.status_code == 422
    assert "nie ma adresu e-mail" in text(response)
    assert "office:invitation:make" not in tags(storage)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"password": "psy i koty"}, "password", "za krótkie"),
        ({"password": NEW, "again": "coś innego"}, "password_again", "różnią się"),
        ({"password": "Password!!2026!!"}, "password", "najczęściej używanych"),
        ({"password": ""}, "password", "Proszę wpisać nowe hasło"),
    ],
)
def test_a_refused_password_is_said_beside_it_and_the_code_stays(
    administrator, client, handler_id, typed, field, words
):
    code = slip(administrator, handler_id)
    response = accept(client, code, **typed)
    assert response.status_code == 422
    assert words in errors_beside(response)[field]
    assert fields(response)["code"] == code
    assert not typed["password"] or typed["password"] not in response.text
    assert accept(client, code).status_code == 302


def test_who_has_a_second_factor_signs_in_with_it_after_an_invitation(
    administrator, client, storage, clock, office, handler_id
):
    secured(storage, clock, office, Role.HANDLER)
    response = accept(client, slip(administrator, handler_id))
    assert response.headers["Location"] == "/staff/pl/sign-in"
    assert client.get("/staff/pl/queue").status_code == 302


def test_wrong_codes_are_throttled_by_device(client, app, administrator, handler_id, monkeypatch):
    monkeypatch.setattr("office.routes.one_time.DEVICE_TRIES", 4)
    code = slip(administrator, handler_id)
    statuses = {accept(client, "0000-0000-0000-0000").status_code for _ in range(4)}
    assert statuses == {422}
    assert accept(client, code).status_code == 429
    assert accept(app.test_client(), code).status_code == 302


# --- recoveries ---


def ask(client: FlaskClient, who: str):
    return send(client, client.get("/staff/pl/sign-in/forgotten"), who=who)


def carry_out(app: Flask, storage: Storage, clock: FixedClock) -> int:
    """What the worker does with everything that was asked; how many mails there are to send then."""
    with app.app_context():
        for work in waiting(storage, clock, "office:recovery:look_up"):
            look_up(work)
            look_up(work)  # the worker may come twice
    return len(waiting(storage, clock, "office:mail:recovery"))


@pytest.mark.parametrize("who", [" HANDLER ", MAIL.upper()])
def test_a_forgotten_password_is_replaced_by_mail(client, app, storage, clock, office, with_mail, who):
    secured(storage, clock, office, Role.HANDLER)
    assert ask(client, who).status_code == 200
    assert carry_out(app, storage, clock) == 1
    (work,) = waiting(storage, clock, "office:mail:recovery")
    with app.app_context():
        mail_recovery(work)
    found = re.search(r"/staff/pl/recovery#([0-9A-Z]{16})", letters(app)[0])
    assert found
    response = accept(client, found[1], page="recovery")
    assert response.headers["Location"] == "/staff/pl/sign-in"
    assert "Nowe hasło jest ustawione" in text(client.get("/staff/pl/sign-in"))
    assert "Nowe hasło jest ustawione" not in text(client.get("/staff/pl/sign-in"))
    assert enter(client, "handler", NEW).headers["Location"] == "/staff/pl/sign-in/code"
    assert accept(client, found[1], page="recovery").status_code == 422


def test_a_code_of_the_one_kind_is_none_of_the_other(client, administrator, handler_id):
    assert accept(client, slip(administrator, handler_id), page="recovery").status_code == 422


def test_the_answer_and_what_is_written_are_the_same_for_everybody(client, app, storage, clock, with_mail):
    said = {text(ask(client, who)) for who in ("handler", MAIL, "nobody", "nikt@nigdzie.example", "head")}
    assert len(said) == 1
    works = waiting(storage, clock, "office:recovery:look_up")
    assert {frozenset(work.payload) for work in works} == {frozenset({"asked", "language"})}
    assert {len(work.payload["asked"]) for work in works} == {64}
    assert "handler" not in str([work.payload for work in works])
    assert carry_out(app, storage, clock) == 2  # the handler asked twice; the head has no address


def test_nobody_without_a_password_or_closed_gets_a_recovery(client, app, storage, clock, with_mail):
    with storage.writing() as session:
        session.get_one(Person, with_mail).password_hash = ""
    ask(client, MAIL)
    assert carry_out(app, storage, clock) == 0
    assert "office:recovery:send" not in tags(storage)


def test_two_with_one_address_get_a_mail_each(client, app, storage, clock, office, with_mail):
    with storage.writing() as session:
        session.get_one(Person, office.member(Role.HEAD).person_id).email = MAIL
    ask(client, MAIL)
    assert carry_out(app, storage, clock) == 2
    with storage.reading() as session:
        codes = session.scalars(select(AccountCode)).all()
    assert {code.purpose for code in codes} == {Purpose.RECOVERY}
    assert {code.way for code in codes} == {Way.MAIL}
    assert len({code.person_id for code in codes}) == 2


def test_asking_is_throttled_by_account_and_for_all_together(client, monkeypatch):
    monkeypatch.setattr("office.routes.one_time.RECOVERIES", 9)
    assert [ask(client, "handler").status_code for _ in range(RECOVERY_TRIES + 1)] == [200] * RECOVERY_TRIES + [429]
    assert [ask(client, "nobody").status_code for _ in range(RECOVERY_TRIES + 1)] == [200] * RECOVERY_TRIES + [429]
    rest = [ask(client, f"nobody{number}").status_code for number in range(9 - 2 * RECOVERY_TRIES + 1)]
    assert rest == [200] * (len(rest) - 1) + [429]
    response = ask(client, "somebody else")
    assert errors_above(response) == ["Za dużo nieudanych prób. Proszę spróbować ponownie za 15 min."]


def test_a_recovery_that_is_over_is_not_mailed(client, app, storage, clock, with_mail):
    ask(client, MAIL)
    carry_out(app, storage, clock)
    (work,) = waiting(storage, clock, "office:mail:recovery")
    clock.advance(hours=1)
    with pytest.raises(Hopeless, match="code_over"), app.app_context():
        mail_recovery(work)
    with pytest.raises(Hopeless, match="code_over"), app.app_context():
        mail_recovery(Work(work.row_id, {"code": str(uuid.uuid4())}, storage, clock))
    assert letters(app) == []


def test_the_house_knows_how_to_carry_out_what_is_asked(app: Flask, storage: Storage, clock: FixedClock):
    for kind in ("office:recovery:look_up", "office:mail:invitation", "office:mail:recovery"):
        assert kind in app.extensions["effects"]
        with storage.writing() as session:
            enqueue(session, clock, kind, {})


def test_no_code_stands_in_the_record_the_log_or_an_address(
    administrator, client, storage, handler_id, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    code = slip(administrator, handler_id)
    response = accept(client, code)
    for secret in (code, code.replace("-", ""), NEW):
        assert secret not in caplog.text
        assert secret not in record(storage)
        assert secret not in response.headers["Location"]


def test_a_new_password_ends_the_sessions_that_were_open(administrator, signed_in, client, storage, handler_id):
    before = signed_in(Role.HANDLER)
    assert before.get("/staff/pl/queue").status_code == 200
    accept(client, slip(administrator, handler_id))
    assert before.get("/staff/pl/queue").status_code == 302
    with storage.reading() as session:
        stored = session.get_one(Person, handler_id).password_hash
    assert is_right(stored, NEW)
    assert not is_right(stored, PASSWORD)
