"""The staff's pages of the register, four verses each: it works, wrong method, strangers, the under-privileged."""

from __future__ import annotations

import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from complaints.actions import FeedbackTyped, leave_feedback
from complaints.models import Complaint
from kernel.clock import FixedClock, warsaw
from kernel.permissions import RESIDENT, Grant, Role
from office.actions import grant_role
from office.models import Person
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, Reply, approved, received
from tests.complaints.staff_pages import DRAFTED, REPLY, SENT, STEPS, Enter, at, case, entries, fresh
from tests.filling import errors_above, fields, send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

__all__ = ["case", "fresh"]


# --- it works ---


def test_a_head_assigns_a_case(signed_in: Enter, storage: Storage, office: FoundedOffice, fresh: uuid.UUID):
    head, handler = signed_in(Role.HEAD), office.member(Role.HANDLER).person_id
    before = entries(storage)
    response = send(head, head.get(at(fresh, "assign")), handler=str(handler))
    assert (response.status_code, response.headers["Location"]) == (302, at(fresh))
    shown = text(head.get(at(fresh)))
    assert "Przydzielona: Próba (handler)" in shown
    assert "Wyjaśnianie" in shown
    assert entries(storage) == before + 1


def test_a_clerk_notes_something(signed_in: Enter, storage: Storage, case: uuid.UUID):
    clerk = signed_in(Role.CLERK)
    before = entries(storage)
    assert send(clerk, clerk.get(at(case, "note")), text="Pani dzwoniła <b>dwa</b> razy.").status_code == 302
    page = clerk.get(at(case))
    assert "Pani dzwoniła <b>dwa</b> razy." in text(page)
    assert "<b>dwa</b>" not in page.text
    assert entries(storage) == before + 1


def test_a_handler_writes_the_head_approves_the_handler_sends_and_the_verdict_stays_on_the_page(
    signed_in: Enter, storage: Storage, case: uuid.UUID
):
    handler, head = signed_in(Role.HANDLER), signed_in(Role.HEAD)
    before = entries(storage)
    assert send(handler, handler.get(at(case, "draft")), **DRAFTED).status_code == 302
    assert "Do akceptacji" in text(handler.get(at(case)))
    page = head.get(at(case, "approve"))
    assert "Uruchomimy drugie stanowisko." in text(page)
    assert send(head, page).status_code == 302
    assert send(handler, handler.get(at(case, "settle")), **SENT).status_code == 302
    page = handler.get(at(case))
    shown = text(page)
    assert "w terminie" in shown
    assert "zasadna" in shown
    assert "Uruchomimy drugie stanowisko." in shown
    assert "Napisz odpowiedź" not in shown
    assert entries(storage) == before + 3


def test_a_case_settled_late_stays_late(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    clock.move_to(warsaw(2026, 12, 22, 9))
    handler = signed_in(Role.HANDLER)
    assert "1 dzień po terminie" in text(handler.get(at(case)))
    with storage.writing() as session:
        approved(session, clock, office, session.get_one(Complaint, case), Reply("zasadna"))
    late = {**SENT, "settled-d": "22", "settled-m": "12"}
    assert send(handler, handler.get(at(case, "settle")), **late).status_code == 302
    assert "po terminie" in text(handler.get(at(case)))
    clock.advance(days=400)
    handler = signed_in(Role.HANDLER)
    assert "po terminie" in text(handler.get(at(case)))


def test_a_clerk_registers_a_letter(signed_in: Enter, storage: Storage, office: FoundedOffice):
    clerk = signed_in(Role.CLERK)
    page = clerk.get("/staff/pl/register")
    letter = {
        "kind": "wniosek",
        "channel": "paper",
        "received-d": "16",
        "department": str(office.home.id),
        "subject": "Więcej ławek",
        "text": "Proszę o ławki.",
        **PERSONAL,
    }
    response = send(clerk, page, **letter)
    assert response.status_code == 302
    case = response.headers["Location"].rsplit("/", 1)[1]
    assert response.headers["Location"] == f"/staff/pl/registered/{case}"
    for where in (response.headers["Location"], at(uuid.UUID(case))):
        shown = text(clerk.get(where))
        for part in ("1/2026", "Wniosek", "Więcej ławek", "16 grudnia 2026", "16 listopada 2026"):
            assert part in shown
    assert send(clerk, page, **letter).headers["Location"] == response.headers["Location"]
    with storage.reading() as session:
        assert len(session.scalars(select(Complaint)).all()) == 1
    other = send(clerk, page, **{**letter, "text": "Proszę o dwie ławki."})
    assert other.status_code == 422
    assert "już wysłany" in errors_above(other)[0]


def test_a_letter_for_somebody_else_is_registered_and_left_alone(
    signed_in: Enter, storage: Storage, office: FoundedOffice
):
    clerk = signed_in(Role.CLERK)
    letter = {"department": str(office.next_door.id), "subject": "Dowód", "text": "Za długo.", **PERSONAL}
    response = send(clerk, clerk.get("/staff/pl/register"), **letter)
    assert response.status_code == 302
    shown = text(clerk.get(response.headers["Location"]))
    assert "1/2026" in shown
    assert "Dowód" not in shown
    assert clerk.get(response.headers["Location"].replace("registered", "case")).status_code == 404
    assert signed_in(Role.HEAD).get(response.headers["Location"]).status_code == 404


def test_opinions_are_read_by_those_of_the_department(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        for name, department in (("Nasza", office.home.id), ("Cudza", office.next_door.id), ("Niczyja", None)):
            leave_feedback(session, clock, RESIDENT, FeedbackTyped(name, "Treść.", department))
    ours = text(signed_in(Role.HEAD).get("/staff/pl/feedback"))
    assert "Nasza" in ours
    assert "Cudza" not in ours
    assert "Niczyja" not in ours
    everything = text(signed_in(Role.QUALITY_OFFICER).get("/staff/pl/feedback?page=99"))
    assert all(name in everything for name in ("Nasza", "Cudza", "Niczyja"))


def test_a_letter_of_the_first_half_hour_of_the_day_was_received_that_day(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    clock.move_to(warsaw(2026, 11, 22, 0, 30))
    with storage.writing() as session:
        case = received(session, clock, office).id
    assert "Data wpływu" not in text(signed_in(Role.HEAD).get(at(case)))


# --- wrong method ---


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("page", ["queue", "feedback", "case"])
def test_what_is_read_takes_no_other_method(signed_in: Enter, case: uuid.UUID, page: str, method: str):
    address = at(case) if page == "case" else f"/staff/pl/{page}"
    assert signed_in(Role.HEAD).open(address, method=method).status_code == 405


@pytest.mark.parametrize("page", ["register", *STEPS])
def test_what_is_sent_takes_post_alone(signed_in: Enter, case: uuid.UUID, page: str):
    address = at(case, page) if page in STEPS else f"/staff/pl/{page}"
    head = signed_in(Role.HEAD)
    assert head.put(address).status_code == head.delete(address).status_code == 405


# --- strangers ---


@pytest.mark.parametrize("step", ["", *STEPS])
def test_a_case_next_door_is_not_there(signed_in: Enter, storage: Storage, case: uuid.UUID, step: str):
    before = entries(storage)
    for role in (Role.HEAD, Role.HANDLER, Role.CLERK):
        neighbour = signed_in(role, next_door=True)
        may_try = not step or role in STEPS[step]
        before = entries(storage)
        assert neighbour.get(at(case, step)).status_code == (404 if may_try else 403), role
        if step:
            status = neighbour.post(at(case, step), data=DRAFTED).status_code
            assert status == (404 if may_try else 403), role
        assert entries(storage) == before
    unknown = signed_in(Role.HEAD).get(at(uuid.uuid4(), step))
    assert unknown.status_code == 404


@pytest.mark.parametrize("step", ["", *STEPS])
def test_somebody_not_signed_in_is_asked_to_and_keeps_what_was_typed(client: FlaskClient, case: uuid.UUID, step: str):
    response = client.get(at(case, step))
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/staff/pl/sign-in?next=")
    if step:
        sent = client.post(at(case, step), data=DRAFTED)
        assert sent.status_code == 401
        assert "Uruchomimy drugie stanowisko." in sent.text
        assert fields(sent)["text"].replace("\r\n", "\n") == REPLY


def test_administrators_see_no_cases(signed_in: Enter, case: uuid.UUID):
    administrator = signed_in(Role.ADMINISTRATOR)
    for address in ("/staff/pl/queue", at(case), "/staff/pl/feedback", "/staff/pl/register"):
        assert administrator.get(address).status_code == 403


# --- the under-privileged ---


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_each_step_is_open_exactly_to_those_who_may_take_it(
    signed_in: Enter, storage: Storage, case: uuid.UUID, role: Role
):
    client = signed_in(role)
    page = client.get(at(case))
    assert page.status_code == 200
    before = entries(storage)
    for step, able in STEPS.items():
        may = role in able
        assert (f'href="{at(case, step)}"' in page.text) == may
        assert client.get(at(case, step)).status_code == (200 if may else 403)
        if not may:
            assert client.post(at(case, step), data=DRAFTED).status_code == 403
    assert entries(storage) == before


def test_whoever_reads_everywhere_but_works_at_home_steps_only_at_home(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        person = session.get_one(Person, office.member(Role.HEAD).person_id)
        assert grant_role(session, clock, RESIDENT, person=person, role=Role.AUDITOR) == Grant(Role.AUDITOR)
        foreign = received(session, clock, office, department_id=office.next_door.id).id
    head = signed_in(Role.HEAD)
    page = head.get(at(foreign))
    assert page.status_code == 200
    assert PERSONAL["name"] not in page.text
    for step in STEPS:
        assert f'href="{at(foreign, step)}"' not in page.text
        assert head.get(at(foreign, step)).status_code == 403
        assert head.post(at(foreign, step), data=DRAFTED).status_code == 403


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MANAGEMENT, Role.QUALITY_OFFICER])
def test_who_judges_figures_never_learns_who_complained(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID, role: Role
):
    client = signed_in(role)
    pages = [client.get(at(case)), client.get("/staff/pl/queue?state=all"), client.get("/staff/pl/queue?q=Źdźbło")]
    if role is Role.QUALITY_OFFICER:
        pages.append(client.get(at(case, "note")))
    for page in pages:
        assert page.status_code == 200
        for secret in PERSONAL.values():
            assert secret not in page.text
    assert "są dla tej roli zakryte" in text(pages[0])
    assert PERSONAL["name"] in signed_in(Role.HANDLER).get(at(case)).text


def test_a_head_can_give_a_case_to_nobody_outside_the_own_department(
    signed_in: Enter, storage: Storage, office: FoundedOffice, fresh: uuid.UUID
):
    head = signed_in(Role.HEAD)
    page = head.get(at(fresh, "assign"))
    assert str(office.next_door.id) not in page.text
    neighbour = str(office.member(Role.HANDLER, next_door=True).person_id)
    before = entries(storage)
    for typed in (
        {"handler": neighbour},
        {"handler": neighbour, "department": str(office.next_door.id)},
        {"handler": neighbour, "department": ""},
        {"handler": neighbour, "department": "unknown"},
        {"handler": "", "department": str(office.home.id)},
        {"handler": "x"},
    ):
        assert send(head, page, **typed).status_code == 422, typed
    assert entries(storage) == before
