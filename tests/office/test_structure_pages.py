"""Pages of departments, services, desks, people, roles, absences and deputies: they work, and every slip is said."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from complaints.models import Complaint
from kernel.permissions import Role
from office.actions import enter_absence
from office.models import Absence, Department, Deputy, Desk, Person, RoleAssignment, Service
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import errors_above, errors_beside, send, text
from tests.program import ADDRESS

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

ROOT = "/staff/pl/administration"
"""Where the administrator's pages are."""


@pytest.fixture
def administrator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def head(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.HEAD)


def one(storage: Storage, query: Any) -> Any:
    with storage.reading() as session:
        return session.scalars(query).one()


def home_of(office: FoundedOffice) -> str:
    return f"{ROOT}/departments/{office.home.id}"


# --- departments ---


def test_a_department_is_opened_and_stands_on_the_list(administrator, storage):
    page = administrator.get(f"{ROOT}/departments/add")
    answer = send(administrator, page, "step", code="SO", name="Wydział Spraw Obywatelskich")
    assert answer.location == f"{ROOT}/departments"
    shown = text(administrator.get(f"{ROOT}/departments"))
    assert "Wydział Spraw Obywatelskich" in shown
    assert "Otwarto wydział." in shown or administrator.get(ROOT).status_code == 200
    assert one(storage, select(Department.valid_from_on).where(Department.code == "SO")) == dt.date(2026, 11, 21)


def test_a_taken_code_and_an_empty_name_are_said_beside_their_fields(administrator):
    page = administrator.get(f"{ROOT}/departments/add")
    answer = send(administrator, page, "step", code="USC", name="Drugi")
    assert answer.status_code == 422
    assert "Kod USC ma już inny wydział" in errors_beside(answer)["code"]
    answer = send(administrator, page, "step", code="NN", name=" ")
    assert set(errors_beside(answer)) == {"name"}


def test_a_renamed_department_shows_both_names(administrator, office):
    page = administrator.get(f"{home_of(office)}/rename")
    answer = send(administrator, page, "step", name="Biuro Stanu Cywilnego", reason="Uchwała 7")
    assert answer.location == home_of(office)
    shown = text(administrator.get(home_of(office)))
    for words in ("Biuro Stanu Cywilnego", "Urząd Stanu Cywilnego", "Uchwała 7", "Zmieniono nazwę"):
        assert words in shown


def test_a_rename_from_an_old_page_is_refused_with_the_text_kept(administrator, office):
    page = administrator.get(f"{home_of(office)}/rename")
    send(administrator, page, "step", name="Biuro Pierwsze", reason="Uchwała 7")
    answer = send(administrator, page, "step", name="Biuro Drugie", reason="Uchwała 8")
    assert answer.status_code == 409
    assert "Biuro Drugie" in answer.text
    assert "Biuro Pierwsze" in text(answer)


def test_closing_is_shown_before_it_is_done(administrator, office, storage, filed):
    path = f"{home_of(office)}/close"
    page = administrator.get(path)
    preview = send(administrator, page, "step", successor=str(office.next_door.id), reason="Zarządzenie 5")
    assert preview.status_code == 200
    shown = text(preview)
    for words in ("1 otwarta sprawa przejdzie", "3", "Zarządzenie 5", "Wydział Komunikacji", "nie można cofnąć"):
        assert words in shown
    assert one(storage, select(Department.valid_to_on).where(Department.code == "USC")) is None
    answer = send(administrator, preview, "step")
    assert answer.location == home_of(office)
    assert one(storage, select(Department.valid_to_on).where(Department.code == "USC")) == dt.date(2026, 11, 20)
    assert one(storage, select(Complaint.department_id)) == office.next_door.id
    after = text(administrator.get(home_of(office)))
    assert "Wydział Komunikacji" in after
    assert "Zamknij wydział" not in after
    assert "Urząd Stanu Cywilnego" in text(administrator.get(f"{ROOT}/departments/{office.next_door.id}"))


def test_a_closing_that_cannot_be_says_why_at_once(administrator, office, filed):
    page = administrator.get(f"{home_of(office)}/close")
    answer = send(administrator, page, "step", reason="Zarządzenie 5")
    assert answer.status_code == 422
    assert "są otwarte sprawy (1)" in errors_beside(answer)["successor"]
    answer = send(administrator, page, "step", successor=str(office.next_door.id), last__d="21", reason="Z")
    assert "najpóźniej wczoraj" in errors_beside(answer)["last"]
    assert "21 listopada 2026" in errors_beside(answer)["last"]


# --- services and desks ---


def test_a_service_gets_its_standard(administrator, office, storage):
    page = administrator.get(f"{ROOT}/services/add")
    typed = {
        "name": "Akt małżeństwa",
        "department_id": str(office.home.id),
        "standard": "wydajemy do 7 dni",
        "standard_number": "7",
        "standard_unit": "working_days",
        "legal_basis": "art. 45 ustawy",
    }
    assert send(administrator, page, "step", **typed).status_code == 302
    assert "7 dni robocze" in text(administrator.get(f"{ROOT}/services"))
    service = one(storage, select(Service).where(Service.name == "Akt małżeństwa"))
    assert (service.standard_number, service.standard_unit) == (7, "working_days")
    edit = administrator.get(f"{ROOT}/services/{service.id}")
    answer = send(administrator, edit, "step", standard_number="5")
    assert "Brak powodu" in errors_beside(answer)["reason"]
    answer = send(administrator, edit, "step", standard_number="wiele", reason="Zmiana")
    assert answer.status_code == 422
    assert send(administrator, edit, "step", standard_number="5", reason="Zmiana").status_code == 302


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"standard_number": "5"}, "standard_unit"),
        ({"standard_unit": "hours"}, "standard_number"),
        ({"standard_number": "0", "standard_unit": "hours"}, "standard_number"),
        ({"department_id": ""}, "department_id"),
        ({"name": ""}, "name"),
    ],
)
def test_slips_in_a_service_stand_beside_the_field(administrator, office, typed, field):
    page = administrator.get(f"{ROOT}/services/add")
    given = {"name": "Usługa", "department_id": str(office.home.id), **typed}
    answer = send(administrator, page, "step", **given)
    assert answer.status_code == 422
    assert set(errors_beside(answer)) == {field}


def test_a_desk_shows_the_address_of_its_survey_and_gets_a_new_one(administrator, client, office, storage):
    page = administrator.get(f"{ROOT}/desks/{office.desk.id}")
    assert f"{ADDRESS}/r/{office.desk.token}" in text(page)
    token_page = administrator.get(f"{ROOT}/desks/{office.desk.id}/token")
    assert "Brak powodu" in errors_beside(send(administrator, token_page, "step", reason=""))["reason"]
    assert send(administrator, token_page, "step", reason="Naklejka zginęła").status_code == 302
    fresh = one(storage, select(Desk.token))
    assert fresh != office.desk.token
    assert client.get(f"/pl/rate/{office.desk.token}").status_code == 404
    assert client.get(f"/pl/rate/{fresh}").status_code == 200


def test_a_desk_is_set_up_and_ended(administrator, office, storage, clock, client):
    page = administrator.get(f"{ROOT}/desks/add")
    typed = {"name": "Okienko 9", "department_id": str(office.next_door.id), "service_id": str(office.service.id)}
    assert (
        "Tej usługi ten wydział nie prowadzi" in errors_beside(send(administrator, page, "step", **typed))["service_id"]
    )
    assert send(administrator, page, "step", **{**typed, "service_id": ""}).status_code == 302
    desk = one(storage, select(Desk).where(Desk.name == "Okienko 9"))
    end = administrator.get(f"{ROOT}/desks/{desk.id}/end")
    assert send(administrator, end, "step", reason="Remont").status_code == 302
    assert client.get(f"/pl/rate/{desk.token}").status_code == 200
    clock.advance(days=1)
    assert client.get(f"/pl/rate/{desk.token}").status_code == 404


# --- people and roles ---


def test_people_are_searched_and_shown_with_their_roles(administrator):
    shown = text(administrator.get(f"{ROOT}/people?q=next_door"))
    assert "next_door_head" in shown
    assert "kierowanie wydziałem (Wydział Komunikacji)" in shown
    assert "quality_officer" not in shown
    assert "Nie ma takiej osoby" in text(administrator.get(f"{ROOT}/people?q=zzz"))


def test_a_person_is_added_without_a_password_and_corrected(administrator, office, storage):
    page = administrator.get(f"{ROOT}/people/add")
    typed = {
        "display_name": "Anna Próbna",
        "login": "Anna.Probna",
        "role": "handler",
        "department": str(office.home.id),
    }
    answer = send(administrator, page, "step", **typed)
    person = one(storage, select(Person).where(Person.login == "anna.probna"))
    assert answer.location == f"{ROOT}/people/{person.id}"
    assert person.password_hash == ""
    assert "jeszcze bez hasła" in text(administrator.get(answer.location))
    taken = send(administrator, page, "step", **typed)
    assert "Ten login jest zajęty" in errors_beside(taken)["login"]
    edit = administrator.get(answer.location)
    assert send(administrator, edit, "step", display_name="Anna Nowa", email="anna@example.pl").status_code == 302
    stale = send(administrator, edit, "step", display_name="Anna Inna")
    assert stale.status_code == 409
    assert "Anna Inna" in stale.text
    assert "E-mail" in text(send(administrator, edit, "step", email="bez małpy"))


def test_an_auditor_who_handles_is_warned_about(administrator, office):
    path = f"{ROOT}/people/{office.member(Role.HANDLER).person_id}"
    page = administrator.get(f"{path}/grant")
    refused = send(administrator, page, "step", role="auditor", department=str(office.home.id), reason="Zakres")
    assert "dla całego urzędu" in errors_beside(refused)["department"]
    assert send(administrator, page, "step", role="auditor", department="", reason="Zakres").status_code == 302
    assert "prowadzi sprawy i jednocześnie je audytuje" in text(administrator.get(path))
    assert "prowadzi i audytuje" in text(administrator.get(f"{ROOT}/people"))


def test_a_role_is_taken_and_the_administrators_own_is_not(administrator, office, storage):
    def path_of(role: Role) -> str:
        person = office.member(role).person_id
        role_id = one(storage, select(RoleAssignment.id).where(RoleAssignment.person_id == person))
        return f"{ROOT}/people/{person}/roles/{role_id}"

    page = administrator.get(path_of(Role.CLERK))
    assert "Brak powodu" in errors_beside(send(administrator, page, "step"))["reason"]
    assert send(administrator, page, "step", reason="Koniec umowy").status_code == 302
    person = office.member(Role.CLERK).person_id
    assert one(storage, select(RoleAssignment.to_on).where(RoleAssignment.person_id == person)) == dt.date(2026, 11, 21)
    own = send(administrator, administrator.get(path_of(Role.ADMINISTRATOR)), "step", reason="Odchodzę")
    assert own.status_code == 422
    assert "własna rola administratora" in errors_above(own)[0]


# --- absences and deputies ---


def test_a_head_enters_an_absence_and_a_deputy_of_the_own_department(head, office, storage, signed_in):
    page = head.get("/staff/pl/absences/add")
    away = office.member(Role.HANDLER).person_id
    assert "next_door" not in text(page)
    nobody = send(head, page, "step", until__d="30", until__m="11", until__y="2026")
    assert "Nie wybrano osoby" in errors_beside(nobody)["person"]
    typed = {"person": str(away), "until__d": "30", "until__m": "11", "until__y": "2026"}
    assert send(head, page, "step", **typed).location == "/staff/pl/absences"
    deputy_page = head.get("/staff/pl/absences/deputies/add")
    typed |= {"deputy": str(office.member(Role.CLERK).person_id)}
    assert send(head, deputy_page, "step", **typed).status_code == 302
    deputy = one(storage, select(Deputy))
    assert deputy.department_id == office.home.id
    shown = text(head.get("/staff/pl/absences"))
    assert "Próba (handler)" in shown
    assert "Próba (clerk)" in shown
    acting = signed_in(Role.CLERK).get("/staff/pl/queue").get_data(as_text=True)
    assert "w zastępstwie: Próba (handler)" in acting.replace("\u00a0", " ")


def test_an_absence_is_shortened_and_withdrawn_and_a_deputy_ended(administrator, office, storage):
    person = str(office.member(Role.HEAD).person_id)
    page = administrator.get("/staff/pl/absences/add")
    for first, last in (("21", "30"), ("28", "29")):
        typed = {"since__d": first, "since__m": "12", "since__y": "2026", "until__d": last, "until__m": "12"}
        answer = send(administrator, page, "step", person=person, until__y="2026", **typed)
    assert "Dni nie mogą się nakładać" in errors_beside(answer)["since"]
    absence = one(storage, select(Absence))
    path = f"/staff/pl/absences/{absence.id}"
    shorten = administrator.get(f"{path}/shorten")
    assert send(administrator, shorten, "step", last__d="24", last__m="12").status_code == 302
    assert send(administrator, shorten, "step", last__d="23", last__m="12").status_code == 409
    assert send(administrator, administrator.get(f"{path}/withdraw"), "step").status_code == 302
    deputy = administrator.get("/staff/pl/absences/deputies/add")
    to = {"person": person, "deputy": str(office.member(Role.CLERK).person_id)}
    assert send(administrator, deputy, "step", until__d="30", until__m="11", until__y="2026", **to).status_code == 302
    ending = administrator.get(f"/staff/pl/absences/deputies/{one(storage, select(Deputy.id))}/end")
    assert send(administrator, ending, "step", reason="Pomyłka").status_code == 302
    assert "Nikt nie ma teraz zastępcy" in text(administrator.get("/staff/pl/absences"))


def test_who_waits_stands_above_the_queue_and_beside_the_name(head, office, storage, clock, filed):
    with storage.writing() as session:
        handler = session.get_one(Person, office.member(Role.HANDLER).person_id)
        enter_absence(
            session, clock, office.actor(Role.HEAD), handler, from_on=clock.today(), to_on=dt.date(2026, 11, 30)
        )
    shown = text(head.get("/staff/pl/queue"))
    assert "Sprawy osób, które są dziś nieobecne" in shown
    assert "30.11: 1 sprawa" in shown
    assign = head.get(f"/staff/pl/case/{filed}/assign")
    assert "Próba (handler) (nieobecność do 30.11.2026)" in text(assign)
    refused = send(head, assign, "step")
    assert "ma wpisaną nieobecność do 30 listopada 2026" in errors_beside(refused)["handler"]
    assert send(head, refused, "step", may_wait="y").status_code == 302


# --- who may not ---

PAGES = (
    "departments",
    "departments/add",
    "services",
    "services/add",
    "desks",
    "desks/add",
    "people",
    "people/add",
)


@pytest.mark.parametrize("page", PAGES)
def test_administration_is_for_the_administrator_alone(administrator, head, client, office, page):
    assert administrator.get(f"{ROOT}/{page}").status_code == 200
    assert head.get(f"{ROOT}/{page}").status_code == 403
    assert client.get(f"{ROOT}/{page}").status_code == 302
    assert administrator.delete(f"{ROOT}/{page}").status_code == 405


def test_what_is_not_there_is_not_found(administrator, office):
    nothing = uuid.uuid4()
    for path in (
        f"departments/{nothing}",
        f"departments/{nothing}/rename",
        f"departments/{nothing}/close",
        f"services/{nothing}",
        f"desks/{nothing}/token",
        f"people/{nothing}",
        f"people/{nothing}/grant",
        f"people/{office.member(Role.CLERK).person_id}/roles/{nothing}",
    ):
        assert administrator.get(f"{ROOT}/{path}").status_code == 404, path


def test_absences_of_the_department_next_door_are_none_of_a_heads_business(signed_in, head, office, storage, clock):
    with storage.writing() as session:
        handler = session.get_one(Person, office.member(Role.HANDLER).person_id)
        admin = office.actor(Role.ADMINISTRATOR)
        absence = enter_absence(session, clock, admin, handler, from_on=clock.today(), to_on=dt.date(2026, 11, 30))
    stranger = signed_in(Role.HEAD, next_door=True)
    for step in ("shorten", "withdraw"):
        assert stranger.get(f"/staff/pl/absences/{absence.id}/{step}").status_code == 404
        assert head.get(f"/staff/pl/absences/{absence.id}/{step}").status_code == 200
    assert "Próba (handler)" not in text(stranger.get("/staff/pl/absences"))
    assert signed_in(Role.AUDITOR).get("/staff/pl/absences").status_code == 403
