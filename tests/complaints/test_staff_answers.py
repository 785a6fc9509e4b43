"""What staff typed is never lost: stale, incomplete, expired, refused, settled meanwhile."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from complaints.actions import Assignment, FeedbackTyped, assign, leave_feedback, note
from complaints.models import Complainant, Complaint, ComplaintNote
from kernel.clock import FixedClock
from kernel.permissions import RESIDENT, Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, Reply, answered, approved, assigned, length
from tests.complaints.staff_pages import DRAFTED, REPLY, SENT, STEPS, Enter, at, case, entries, fresh
from tests.filling import errors_above, errors_beside, fields, send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

__all__ = ["case", "fresh"]


# --- what is typed is never lost ---


def test_a_stale_save_is_refused_with_the_difference_shown_and_the_text_kept(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case, "draft"))
    head = office.member(Role.HEAD)
    with storage.writing() as session:
        complaint = session.get_one(Complaint, case)
        to = Assignment(head.person_id, office.home.id)
        assign(session, clock, head.actor, complaint, to, row_version=2)
        note(session, clock, head.actor, complaint, "Przejmuję tę sprawę.")
    before = entries(storage)
    response = send(handler, page, **DRAFTED)
    assert response.status_code == 409
    shown = text(response)
    assert "ktoś zmienił tę sprawę" in errors_above(response)[0]
    assert "Co się zmieniło w czasie pisania" in shown
    assert "Przydzielona: Próba (head)" in shown
    assert "Przejmuję tę sprawę." in shown
    assert "Wpłynęła i jest w rejestrze" not in shown
    kept = fields(response, "step")
    assert kept["text"].replace("\r\n", "\n") == REPLY
    assert (kept["outcome"], kept["signatory"]) == ("zasadna", "Anna Próbna")
    assert entries(storage) == before
    assert send(handler, response, "step").status_code == 302


@pytest.mark.parametrize(("role", "status"), [(Role.HANDLER, 403), (Role.HEAD, 404)])
def test_whose_case_is_gone_meanwhile_still_finds_the_words_on_the_page(
    signed_in: Enter, storage: Storage, case: uuid.UUID, role: Role, status: int
):
    client = signed_in(Role.HANDLER)
    page = client.get(at(case, "draft"))
    typed = {**fields(page, "step"), **DRAFTED}
    with storage.writing() as session:
        session.get_one(Complaint, case).department_id = None
    client = signed_in(role)
    before = entries(storage)
    response = client.post(at(case, "draft"), data={**typed, "password": "cztery konie w galopie"})
    assert response.status_code == status
    shown = text(response)
    assert "wpisany tekst czeka na tej stronie" in shown
    assert "Uruchomimy drugie stanowisko.\nKierownik" in response.text.replace("\r\n", "\n")
    assert "cztery konie" not in response.text
    assert typed["csrf_token"] not in response.text
    assert "zasadna" not in shown, "a code is nothing anybody typed"
    assert entries(storage) == before
    foreign = client.post(at(case, "draft"), data=typed, headers={"Sec-Fetch-Site": "cross-site"})
    assert "drugie stanowisko" not in foreign.text


def test_a_refused_step_names_the_article_of_the_step(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    with storage.writing() as session:
        approved(session, clock, office, session.get_one(Complaint, case), Reply("zasadna"))
    handler = signed_in(Role.HANDLER)
    response = send(handler, handler.get(at(case, "settle")), **{**SENT, "settled-d": "20"})
    assert response.status_code == 422
    assert "między dniem wpływu a dniem dzisiejszym" in text(response)
    assert "Podstawa: art. 237 § 3 KPA." in text(response)


def test_a_note_is_never_stale(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    clerk = signed_in(Role.CLERK)
    page = clerk.get(at(case, "note"))
    with storage.writing() as session:
        reply = Reply("zasadna", "Treść.", clock.today())
        answered(session, clock, office, session.get_one(Complaint, case), reply)
    assert send(clerk, page, text="Mimo to.").status_code == 302


@pytest.mark.parametrize("stamp", ["", "x", "-1", "9" * 5000, "٢"])
def test_a_form_without_its_version_is_stale_and_breaks_nothing(signed_in: Enter, case: uuid.UUID, stamp: str):
    handler = signed_in(Role.HANDLER)
    response = send(handler, handler.get(at(case, "draft")), row_version=stamp, seen=stamp, **DRAFTED)
    assert response.status_code == 409


def test_a_case_settled_meanwhile_is_not_settled_again_and_the_text_stays(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case, "draft"))
    with storage.writing() as session:
        reply = Reply("bezzasadna", "Byłam szybsza.", clock.today())
        answered(session, clock, office, session.get_one(Complaint, case), reply)
    response = send(handler, page, **DRAFTED)
    assert response.status_code == 409
    assert "ktoś zmienił tę sprawę" in errors_above(response)[0]
    assert "Wysłano zawiadomienie o załatwieniu: bezzasadna" in text(response)
    assert fields(response, "step")["text"].replace("\r\n", "\n") == REPLY
    again = send(handler, response, **DRAFTED)
    assert again.status_code == 422
    assert "w innym stanie" in errors_above(again)[0]
    assert fields(again, "step")["text"].replace("\r\n", "\n") == REPLY
    assert handler.get(at(case, "draft")).status_code == 422


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"outcome": ""}, {"outcome"}),
        ({"outcome": "uwzgledniony"}, {"outcome"}),
        ({"text": " "}, {"text"}),
        ({"text": "ż" * 20_001}, {"text"}),
        ({"signatory": ""}, {"signatory"}),
        ({"outcome": "bezzasadna"}, {"factual"}),
        ({"outcome": "bezzasadna", "factual": "Ustalono."}, {"legal"}),
        ({"outcome": "bezzasadna", "factual": "Ustalono.", "legal": "Art. 1."}, {"has_instruction"}),
        ({"text": "", "outcome": "x"}, {"text", "outcome"}),
    ],
)
def test_what_is_missing_in_a_reply_is_said_beside_the_field_and_above(
    signed_in: Enter, storage: Storage, case: uuid.UUID, typed: dict[str, str], wrong: set[str]
):
    handler = signed_in(Role.HANDLER)
    before = entries(storage)
    response = send(handler, handler.get(at(case, "draft")), **{**DRAFTED, **typed})
    assert response.status_code == 422
    assert set(errors_beside(response)) == wrong
    assert set(errors_above(response)) == set(errors_beside(response).values())
    kept = fields(response, "step")
    for name, value in {**DRAFTED, **typed}.items():
        if name != "outcome":
            assert kept[name].replace("\r\n", "\n") == value
    assert entries(storage) == before


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"settled-d": "", "settled-m": "", "settled-y": ""}, {"settled"}),
        ({"settled-d": "31"}, {"settled"}),
        ({"settled-d": "22"}, {"settled"}),
        ({"settled-m": "10"}, {"settled"}),
        ({"cause": " "}, {"cause"}),
        ({"settled-d": "x", "cause": "ż" * 4_001}, {"settled", "cause"}),
    ],
)
def test_what_is_missing_in_a_dispatch_is_said_beside_the_field_and_above(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID, typed, wrong
):
    with storage.writing() as session:
        approved(session, clock, office, session.get_one(Complaint, case), Reply("zasadna"))
    handler = signed_in(Role.HANDLER)
    before = entries(storage)
    response = send(handler, handler.get(at(case, "settle")), **{**SENT, **typed})
    assert response.status_code == 422
    assert set(errors_beside(response)) == wrong
    assert set(errors_above(response)) == set(errors_beside(response).values())
    kept = fields(response, "step")
    assert {name: kept[name] for name in typed if name != "cause"} == {k: v for k, v in typed.items() if k != "cause"}
    assert entries(storage) == before


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (
            {"subject": "", "text": "", "department": ""},
            {"subject", "text", "department"},
        ),
        ({"received-d": "22"}, {"received"}),
        ({"received-y": "2010"}, {"received"}),
        ({"received-d": "", "received-m": "", "received-y": ""}, {"received"}),
        ({"email": "x"}, {"email"}),
        ({"kind": "sprawa"}, {"kind"}),
        ({"channel": "phone"}, {"channel"}),
        ({"severity": "huge"}, {"severity"}),
        ({"about": "everybody"}, {"about"}),
        ({"councillor": "x"}, {"councillor"}),
        ({"kind": "petycja", "channel": "oral"}, {"channel"}),
        ({"kind": "ponaglenie", "channel": "counter"}, {"channel"}),
    ],
)
def test_what_is_missing_in_a_letter_is_said_beside_the_field_and_above(
    signed_in: Enter, storage: Storage, office: FoundedOffice, typed: dict[str, str], wrong: set[str]
):
    clerk = signed_in(Role.CLERK)
    letter = {"department": str(office.home.id), "subject": "Ławki", "text": "Proszę o ławki.", **PERSONAL}
    before = entries(storage)
    response = send(clerk, clerk.get("/staff/pl/register"), **{**letter, **typed})
    assert response.status_code == 422
    assert set(errors_beside(response)) == wrong
    kept = fields(response)
    for name, value in {**letter, **typed}.items():
        if name not in {"kind", "channel", "severity", "about", "councillor"} and value:
            assert kept[name] == value, name
    assert entries(storage) == before


@pytest.mark.parametrize("step", list(STEPS))
def test_an_expired_token_keeps_the_typed_text(signed_in: Enter, storage: Storage, case: uuid.UUID, step: str):
    head = signed_in(Role.HEAD)
    before = entries(storage)
    response = send(head, head.get(at(case, step)), "step", **{**DRAFTED, "csrf_token": "old"})
    assert response.status_code in {400, 422}
    assert "jeszcze jedno naciśnięcie" in text(response)
    if step != "assign":
        assert fields(response, "step")["text"].replace("\r\n", "\n") == REPLY
    assert entries(storage) == before


def test_a_letter_typed_for_a_whole_day_is_not_lost(signed_in: Enter, office: FoundedOffice):
    clerk = signed_in(Role.CLERK)
    letter = {"department": str(office.home.id), "subject": "Ławki", "text": "Proszę o ławki.", **PERSONAL}
    response = send(clerk, clerk.get("/staff/pl/register"), csrf_token="old", **letter)
    assert response.status_code in {400, 422}
    assert {**letter, **fields(response)} == fields(response)
    assert send(clerk, response).status_code == 302


def test_what_people_typed_is_text_on_every_staff_page(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    evil = '"><script>alert(1)</script>'
    typed = dict.fromkeys(("subject", "text", "name", "address", "email", "phone", "remedy_sought"), evil)
    with storage.writing() as session:
        case = assigned(session, clock, office, **typed)
        note(session, clock, office.actor(Role.HEAD), case, evil)
        reply = Reply("zasadna", evil, clock.today())
        answered(session, clock, office, case, reply)
        leave_feedback(session, clock, RESIDENT, FeedbackTyped(evil, evil, office.home.id))
    head = signed_in(Role.HEAD)
    for page in (at(case.id), at(case.id, "note"), f"/staff/pl/queue?state=all&q={evil}", "/staff/pl/feedback"):
        response = head.get(page)
        assert response.status_code == 200
        assert "<script>alert" not in response.text
        assert "alert(1)" in response.text


# --- what was erased or changed behind the program's back ---


def test_a_case_whose_personal_data_were_erased_still_opens(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    with storage.writing() as session:
        note(session, clock, office.actor(Role.HEAD), session.get_one(Complaint, case), "Do usunięcia.")
        session.flush()
        session.delete(session.get_one(Complainant, case))
        session.delete(session.scalars(select(ComplaintNote)).one())
    page = signed_in(Role.HANDLER).get(at(case))
    assert page.status_code == 200
    assert PERSONAL["name"] not in page.text
    assert "Do usunięcia" not in page.text
    assert "Notatka" in text(page)


def test_a_note_sent_twice_is_noted_once(signed_in: Enter, storage: Storage, case: uuid.UUID):
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case, "note"))
    with storage.reading() as session:
        before = length(session)
    for _time in range(2):
        assert send(handler, page, text="Rozmawiano z kierownikiem.").status_code == 302
    with storage.reading() as session:
        assert length(session) == before + 1
        assert [kept.text for kept in session.scalars(select(ComplaintNote))] == ["Rozmawiano z kierownikiem."]
