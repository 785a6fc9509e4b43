"""The staff's pages of the register, four verses each: it works, wrong method, strangers, the under-privileged."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from complaints.actions import Assignment, FeedbackTyped, assign, leave_feedback, note
from complaints.models import Complainant, Complaint, ComplaintNote
from kernel.clock import FixedClock, warsaw
from kernel.permissions import RESIDENT, Grant, Role
from ledger.verify import verify
from office.actions import grant_role
from office.models import Person
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, Reply, answered, approved, assigned, length, received
from tests.filling import errors_above, errors_beside, fields, send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
Enter = Callable[..., FlaskClient]
REPLY = "Przepraszamy. Uruchomimy drugie stanowisko.\nKierownik"
DRAFTED = {"outcome": "zasadna", "text": REPLY, "signatory": "Anna Próbna", "post": "inspektor"}
SENT = {"settled-d": "21", "settled-m": "11", "settled-y": "2026", "cause": "Za mało stanowisk."}
STEPS = {
    "assign": {Role.HEAD},
    "note": {Role.CLERK, Role.HANDLER, Role.HEAD, Role.QUALITY_OFFICER},
    "draft": {Role.HANDLER, Role.HEAD},
}


@pytest.fixture
def case(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    """A skarga of the home department, given to the handler there."""
    with storage.writing() as session:
        return assigned(session, clock, office).id


@pytest.fixture
def fresh(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    """A skarga of the home department that nobody handles yet."""
    with storage.writing() as session:
        return received(session, clock, office).id


def at(case: uuid.UUID, step: str = "") -> str:
    return f"/staff/pl/case/{case}" + (f"/{step}" if step else "")


def entries(storage: Storage) -> int:
    with storage.reading() as session:
        assert verify(session).is_whole
        return length(session)


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
