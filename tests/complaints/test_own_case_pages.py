"""A resident looks at one's own case: number and code open it, nothing else does, and guessing soon has to wait."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaints.actions import Assignment, assign, note, receive
from complaints.models import Complaint
from kernel.clock import FixedClock
from kernel.ids import access_code, spoken_code
from kernel.permissions import RESIDENT, Role
from office.rules import TRIES, WINDOW
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, Reply, answered, filing
from tests.filling import document, errors_above, fields, send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
PAGE = "/pl/case"
CODE = access_code("secret", uuid.UUID(int=7))


@pytest.fixture
def case(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    """A skarga of a resident who holds the code."""
    with storage.writing() as session:
        return receive(session, clock, RESIDENT, filing(office, code=CODE)).complaint_id


def look(client: FlaskClient, number: str = "1/2026", code: str = CODE) -> TestResponse:
    return send(client, client.get(PAGE), "check", number=number, code=code)


def handled(storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID, *, settled: bool) -> None:
    with storage.writing() as session:
        complaint = session.get_one(Complaint, case)
        to = Assignment(office.member(Role.HANDLER).person_id, office.home.id)
        assign(session, clock, office.actor(Role.HEAD), complaint, to, row_version=1)
        note(session, clock, office.actor(Role.HANDLER), complaint, "Tylko dla nas.")
        if settled:
            reply = Reply("czesciowo_zasadna", "Drugie stanowisko <b>działa</b>.", clock.today())
            answered(session, clock, office, complaint, reply)


@pytest.mark.parametrize("code", [CODE, spoken_code(CODE), spoken_code(CODE).lower(), f" {CODE} "])
@pytest.mark.parametrize("number", ["1/2026", " 1 / 2026 ", "0001/2026"])
def test_number_and_code_open_the_case_however_they_are_typed(
    client: FlaskClient, case: uuid.UUID, number: str, code: str
):
    response = look(client, number, code)
    assert response.status_code == 200
    assert "Kolejka do stanowiska" in text(response)
    assert "poniedziałek, 21 grudnia 2026" in text(response)


@pytest.mark.parametrize(("number", "code"), [("1/2026", "000000000000"), ("2/2026", CODE), ("1/2025", CODE)])
def test_a_wrong_number_and_a_wrong_code_are_answered_alike(
    client: FlaskClient, case: uuid.UUID, number: str, code: str
):
    response = look(client, number, code)
    assert response.status_code == 422
    assert errors_above(response) == ["Nie ma sprawy o takim numerze i kodzie. Proszę porównać oba z potwierdzeniem."]
    assert fields(response, "check")["number"] == number
    assert "Kolejka" not in response.text


@pytest.mark.parametrize("number", ["x", "1", "214-2026", "1/26"])
def test_a_number_of_another_shape_is_said_beside_it_and_counts_for_nobody(
    client: FlaskClient, case: uuid.UUID, number: str
):
    for _time in range(TRIES + 1):
        response = look(client, number, CODE)
        assert response.status_code == 422
        assert "na przykład 214/2026" in errors_above(response)[0]
        assert fields(response, "check")["number"] == number


def test_empty_fields_are_said_beside_them(client: FlaskClient):
    assert len(errors_above(look(client, "", ""))) == 2


def test_guessing_has_to_wait_but_locks_nobody_out(client: FlaskClient, case: uuid.UUID, clock: FixedClock):
    """The same case typed in another manner is the same case."""
    for number in range(TRIES):
        typed = ("1/2026", "01/2026", " 1/2026", "1 /2026", "0001 / 2026")[number % 5]
        assert look(client, typed, "000000000000").status_code == 422
    response = look(client, "1/2026", "000000000001")
    assert response.status_code == 429
    assert look(client).status_code == 200
    assert errors_above(response) == ["Za dużo nieudanych prób dla tej sprawy. Proszę spróbować ponownie za 15 min."]
    assert look(client, "2/2026").status_code == 422
    clock.move_to(clock.now() + WINDOW)
    assert look(client, "1/2026", "000000000001").status_code == 422


def test_the_page_follows_the_case_step_by_step(
    client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    assert "Sprawa czeka na wyznaczenie osoby" in text(look(client))
    handled(storage, clock, office, case, settled=False)
    waiting = text(look(client))
    assert "Wyjaśniamy, co się stało" in waiting
    assert "Jeszcze jej nie ma" in waiting


def test_the_reply_stands_on_the_page_and_internal_notes_do_not(
    client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    handled(storage, clock, office, case, settled=True)
    response = look(client)
    shown = text(response)
    assert "Sprawa jest załatwiona" in shown
    assert "częściowo zasadna" in shown
    assert "Drugie stanowisko <b>działa</b>." in shown
    assert "<b>działa" not in response.text
    assert "Tylko dla nas" not in response.text


def test_the_page_shows_nobody_s_personal_data(client: FlaskClient, case: uuid.UUID):
    """Whoever finds a receipt learns what the case is about, but not who filed it."""
    response = look(client)
    for secret in (*PERSONAL.values(), "Czekanie trwało"):
        assert secret not in response.text


def test_a_case_not_settled_in_time_is_told_as_such(client: FlaskClient, case: uuid.UUID, clock: FixedClock):
    clock.advance(days=31)
    assert clock.today() == dt.date(2026, 12, 22)
    shown = text(look(client))
    assert "Nie zdążyliśmy z odpowiedzią" in shown


def test_the_case_in_another_language_needs_no_second_typing(client: FlaskClient, case: uuid.UUID):
    switched = send(client, look(client), "check", to="/en/case", switch="en")
    assert switched.status_code == 200
    assert document(switched).get("lang") == "en"
    assert "Kolejka do stanowiska" in text(switched)


def test_an_expired_token_keeps_number_and_code(client: FlaskClient, case: uuid.UUID):
    response = send(client, client.get(PAGE), "check", number="1/2026", code=CODE, csrf_token="old")
    assert response.status_code == 400
    assert fields(response, "check")["code"] == CODE
    assert send(client, response, "check").status_code == 200


def test_a_case_cannot_be_asked_for_in_an_address(client: FlaskClient, case: uuid.UUID):
    response = client.get(PAGE, query_string={"number": "1/2026", "code": CODE})
    assert "Kolejka" not in response.text
    assert fields(response, "check")["number"] == ""
    assert client.put(PAGE).status_code == 405
