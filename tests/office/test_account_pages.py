"""The administrator's pages about accounts: four verses each, and what they change."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from complaints.models import Complaint
from kernel.permissions import Role
from office.models import Person
from office.queries.accounts import has_second_factor
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import errors_beside, fields, send, text
from tests.office.accounts import secured, tags

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
LIST = "/staff/pl/administration/accounts"
PAGES = ["", "/second-factor", "/leaving", "/return"]
POSTS = ["/invitation", "/sessions"]


@pytest.fixture
def administrator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def person(office: FoundedOffice) -> str:
    return f"{LIST}/{office.member(Role.HANDLER).person_id}"


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_open_to_administrators_only(administrator, signed_in, client, person, page):
    assert administrator.get(person + page).status_code == 200
    assert "/sign-in" in client.get(person + page).headers["Location"]
    assert signed_in(Role.HEAD).get(person + page).status_code == 403
    assert administrator.get(f"{LIST}/{uuid.uuid4()}{page}").status_code == 404
    assert administrator.put(person + page).status_code == 405


@pytest.mark.parametrize("page", POSTS)
def test_the_buttons_work_for_administrators_only(administrator, signed_in, client, person, page):
    assert administrator.get(person + page).status_code == 405
    assert client.post(person + page).status_code == 401
    assert signed_in(Role.HEAD).post(person + page).status_code == 403
    assert administrator.post(person + page).headers["Location"] == person


def test_the_list_tells_how_each_account_stands(administrator, signed_in, client, storage, clock, office):
    secured(storage, clock, office, Role.HEAD)
    with storage.writing() as session:
        session.get_one(Person, office.member(Role.AUDITOR).person_id).password_hash = ""
        session.get_one(Person, office.member(Role.CLERK).person_id).is_active = False
    words = text(administrator.get(LIST))
    for needed in ("czynne", "bez hasła i zaproszenia", "zamknięte", "włączony", "brak", "nigdy", "dziś"):
        assert needed in words
    assert "/sign-in" in client.get(LIST).headers["Location"]
    assert signed_in(Role.HEAD).get(LIST).status_code == 403
    assert administrator.post(LIST).status_code == 405
    assert "Konta" in text(administrator.get("/staff/pl/administration"))


def test_all_sessions_of_somebody_are_ended(administrator, signed_in, storage, person):
    handler = signed_in(Role.HANDLER)
    send(administrator, administrator.get(person), to=f"{person}/sessions")
    assert handler.get("/staff/pl/queue").status_code == 302
    assert tags(storage)[-1] == "office:session:revoke"
    assert "Zgubiony albo obcy komputer" not in text(administrator.get(person))


def test_a_lost_second_factor_is_taken_away_with_a_reason(administrator, storage, clock, office, person):
    secured(storage, clock, office, Role.HANDLER)
    page = administrator.get(f"{person}/second-factor")
    refused = send(administrator, page, reason=" ")
    assert refused.status_code == 422
    assert "reason" in errors_beside(refused)
    assert send(administrator, refused, reason="zgubiony telefon").headers["Location"] == person
    with storage.reading() as session:
        assert not has_second_factor(session, office.member(Role.HANDLER).person_id)


def test_nobody_takes_the_own_second_factor_away(administrator, storage, clock, office):
    secured(storage, clock, office, Role.ADMINISTRATOR)
    own = f"{LIST}/{office.member(Role.ADMINISTRATOR).person_id}"
    assert "Wyłącz drugi składnik" not in text(administrator.get(own))
    response = send(administrator, administrator.get(f"{own}/second-factor"), reason="zgubiony telefon")
    assert response.status_code == 403
    assert "tylko inny administrator" in text(response)


# --- leaving and coming back ---


def case_of(storage: Storage, complaint_id: uuid.UUID) -> Complaint:
    with storage.reading() as session:
        return session.get_one(Complaint, complaint_id)


def test_before_somebody_leaves_the_open_cases_are_counted(administrator, filed, person):
    page = administrator.get(f"{person}/leaving")
    assert "Urząd Stanu Cywilnego" in text(page)
    assert "Próba (head)" in text(page)
    assert "next_door" not in text(page)


def test_who_leaves_hands_the_cases_to_the_successor(administrator, signed_in, storage, office, filed, person):
    handler, head = signed_in(Role.HANDLER), office.member(Role.HEAD).person_id
    page = administrator.get(f"{person}/leaving")
    refused = send(administrator, page, reason="", successor=str(head))
    assert refused.status_code == 422
    assert fields(refused)["successor"] == str(head)
    done = send(administrator, refused, reason="koniec umowy")
    assert done.headers["Location"] == person
    assert case_of(storage, filed).handler_id == head
    assert handler.get("/staff/pl/queue").status_code == 302
    assert "zamknięte" in text(administrator.get(person))
    assert tags(storage)[-2:] == ["office:person:deactivate", "complaints:complaint:assign"]


def test_without_a_successor_the_cases_wait_for_the_head(administrator, signed_in, storage, filed, person):
    send(administrator, administrator.get(f"{person}/leaving"), reason="koniec umowy")
    case = case_of(storage, filed)
    assert (case.handler_id, case.state) == (None, "received")
    history = text(signed_in(Role.HEAD).get(f"/staff/pl/case/{filed}"))
    assert "Czeka na nowe przydzielenie" in history


def test_a_successor_from_nowhere_is_refused_at_the_form(administrator, storage, office, filed, person):
    stranger = office.member(Role.HANDLER, next_door=True).person_id
    page = administrator.get(f"{person}/leaving")
    assert send(administrator, page, reason="koniec umowy", successor=str(stranger)).status_code == 422
    assert case_of(storage, filed).handler_id == office.member(Role.HANDLER).person_id


def test_who_has_nothing_open_is_asked_for_no_successor(administrator, person):
    page = administrator.get(f"{person}/leaving")
    assert "Nie ma żadnej" in text(page)
    assert "successor" not in fields(page)
    assert send(administrator, page, reason="koniec umowy").status_code == 302


def test_the_last_administrator_stays(administrator, storage, office):
    own = f"{LIST}/{office.member(Role.ADMINISTRATOR).person_id}"
    response = send(administrator, administrator.get(f"{own}/leaving"), reason="koniec umowy")
    assert response.status_code == 422
    assert "To ostatni administrator" in text(response)
    assert "office:person:deactivate" not in tags(storage)


def test_two_administrators_at_once_see_what_the_other_did(administrator, signed_in, storage, person):
    page = administrator.get(f"{person}/leaving")
    other = signed_in(Role.ADMINISTRATOR)
    send(other, other.get(f"{person}/leaving"), reason="koniec umowy")
    stale = send(administrator, page, reason="koniec umowy, też")
    assert stale.status_code == 409
    assert fields(stale)["reason"] == "koniec umowy, też"
    assert send(administrator, stale).status_code == 422
    assert tags(storage).count("office:person:deactivate") == 1


def test_who_comes_back_needs_an_invitation(administrator, storage, person):
    send(administrator, administrator.get(f"{person}/leaving"), reason="koniec umowy")
    response = send(administrator, administrator.get(f"{person}/return"), reason="nowa umowa")
    assert response.headers["Location"] == person
    assert "bez hasła i zaproszenia" in text(administrator.get(person))
    assert tags(storage)[-1] == "office:person:reactivate"


def test_nobody_is_invited_to_a_closed_account(administrator, storage, person):
    page = administrator.get(person)
    send(administrator, administrator.get(f"{person}/leaving"), reason="koniec umowy")
    response = send(administrator, page, to=f"{person}/invitation", way="slip")
    assert response.status_code == 422
    assert "Konto tej osoby jest zamknięte" in text(response)
