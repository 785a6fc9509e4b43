"""Filing without JavaScript: four steps, errors beside the field and above, and nothing typed is ever lost."""

from __future__ import annotations

import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from complaints import public_routes
from complaints.forms import LONGEST_TEXT
from complaints.models import Complainant, Complaint, Feedback
from complaints.queries.holding import Way, way_of
from kernel.clock import FixedClock
from ledger.verify import verify
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import document, errors_above, errors_beside, fields, send, text
from tests.forms import FILING, hidden

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
PAGE = "/pl/complaint"
FIRST = {
    "way": "skarga",
    "subject": "Kolejka <b>do</b> okienka",
    "happened-d": "19",
    "happened-m": "11",
    "happened-y": "2026",
}
SECOND = {"text": "Stałem trzy godziny.\nNikt nie wyszedł & nie powiedział.", "remedy": "Wyjaśnienia."}
THIRD = {
    "name": "Żaneta Próbna",
    "address": "ul. Próbna 2\n00-001 Próbowo",
    "email": "zaneta@example.pl",
    "phone": "600 100 200",
}
CODE = r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"
ALL = {**FIRST, **SECOND, **THIRD}


def step(response: TestResponse) -> int:
    return int(fields(response, "filing")["step"])


def on(client: FlaskClient, response: TestResponse, **typed: str) -> TestResponse:
    return send(client, response, "filing", **typed)


def to_step(client: FlaskClient, office: FoundedOffice, number: int, page: str = PAGE, **changes: str) -> TestResponse:
    """The page of a step, everything before it filled in."""
    response = client.get(page)
    for typed in ({**FIRST, "department": str(office.home.id)}, SECOND, THIRD)[: number - 1]:
        response = on(
            client, response, **{**typed, **{key: changes[key] for key in changes if key in {**ALL, "department": ""}}}
        )
        assert response.status_code == 200, errors_above(response)
    return response


def filed(client: FlaskClient, office: FoundedOffice, page: str = PAGE, **changes: str) -> TestResponse:
    return on(client, to_step(client, office, 4, page, **changes))


def count(storage: Storage, model: type) -> int:
    with storage.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def same(one: str, other: str) -> bool:
    return one.replace("\r\n", "\n") == other


def test_four_steps_lead_to_a_receipt_with_number_code_and_last_day(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    assert [step(to_step(client, office, number)) for number in (1, 2, 3, 4)] == [1, 2, 3, 4]
    receipt = filed(client, office)
    assert receipt.status_code == 200
    shown = text(receipt)
    assert "Skarga jest złożona" in shown
    assert "1/2026" in shown
    assert "poniedziałek, 21 grudnia 2026" in shown
    assert re.search(CODE, shown)
    assert 'class="qr-code"' in receipt.text
    with storage.reading() as session:
        case = session.scalars(select(Complaint)).one()
        person = session.get_one(Complainant, case.id)
        assert verify(session).is_whole
    assert (case.kind, case.channel, case.language, case.department_id) == ("skarga", "web", "pl", office.home.id)
    assert (case.subject, case.remedy_sought) == ("Kolejka <b>do</b> okienka", "Wyjaśnienia.")
    assert str(case.happened_on) == "2026-11-19"
    assert (person.name, person.email) == ("Żaneta Próbna", "zaneta@example.pl")


def test_the_last_step_shows_everything_for_checking(client: FlaskClient, office: FoundedOffice):
    page = to_step(client, office, 4)
    shown = text(page)
    for part in ("Skarga", "Urząd Stanu Cywilnego", "19 listopada 2026", "Stałem trzy godziny.", *THIRD.values()):
        assert " ".join(part.split()) in shown
    assert "Nic nie zostało jeszcze wysłane" in shown


def test_what_people_type_is_text_and_never_markup(client: FlaskClient, office: FoundedOffice):
    evil = '"><script>alert(1)</script>'
    page = to_step(client, office, 4, subject=evil, text=evil, remedy=evil, name=evil, address=evil, phone=evil)
    receipt = on(client, page)
    for response in (page, receipt):
        assert "<script>alert" not in response.text
    assert "alert(1)" in receipt.text


@pytest.mark.parametrize(
    ("number", "typed", "wrong"),
    [
        (1, {"way": "", "department": "", "subject": ""}, {"way", "department", "subject"}),
        (1, {"way": "wniosek", "department": "unknown", "subject": "x" * 121}, {"subject"}),
        (1, {"happened-d": "31", "happened-m": "2"}, {"happened"}),
        (1, {"happened-d": "22", "happened-y": "2026"}, {"happened"}),
        (1, {"way": "sprawa"}, {"way"}),
        (1, {"department": "0b0e7c8e-4f3a-4c0e-9d52-3f1b6a2c7d10"}, {"department"}),
        (2, {"text": "  "}, {"text"}),
        (2, {"text": "ż" * (LONGEST_TEXT + 1)}, {"text"}),
        (2, {"text": "x", "remedy": "ż" * 1001}, {"remedy"}),
        (3, {"name": "", "address": ""}, {"name", "address"}),
        (3, {"email": "to nie adres"}, {"email"}),
        (3, {"email": "ktos@"}, {"email"}),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_above_and_nothing_typed_is_lost(
    client: FlaskClient, storage: Storage, office: FoundedOffice, number: int, typed: dict[str, str], wrong: set[str]
):
    given = ({**FIRST, "department": str(office.home.id)}, SECOND, THIRD)[number - 1]
    before = to_step(client, office, number)
    response = on(client, before, **{**given, **typed})
    assert response.status_code == 422
    assert step(response) == number
    assert set(errors_beside(response)) == wrong
    assert len(errors_above(response)) == len(wrong)
    assert all(sentence in errors_beside(response).values() for sentence in errors_above(response))
    sent, kept = {**fields(before, "filing"), **given, **typed}, fields(response, "filing")
    impossible = {"csrf_token"} | ({"way", "department"} & wrong)  # a choice that is none cannot be shown again
    lost = {name for name, value in sent.items() if value.strip() and not same(kept.get(name, ""), value)}
    assert lost <= impossible
    assert document(response).find("head/title").text.startswith("Błąd:")  # type: ignore[union-attr]
    assert count(storage, Complaint) == 0


def test_lines_count_once_however_the_browser_sends_them(client: FlaskClient, office: FoundedOffice):
    lines = "\r\n".join(["x" * 39] * 100)
    assert len(lines) > LONGEST_TEXT - 3
    assert step(on(client, to_step(client, office, 2), text=lines)) == 3


def test_one_can_go_back_change_and_go_on_without_losing_a_word(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    response = to_step(client, office, 4)
    before = fields(response, "filing")
    for number in (3, 2, 1):
        response = on(client, response, back=str(number))
        assert step(response) == number
    response = on(client, response, subject="Inny temat")
    for _ in (3, 4):
        response = on(client, response)
    after = fields(response, "filing")
    assert after == {**before, "subject": "Inny temat", "csrf_token": after["csrf_token"]}
    assert "1/2026" in text(on(client, response))


def test_back_works_with_mistakes_on_the_page(client: FlaskClient, office: FoundedOffice):
    response = on(client, to_step(client, office, 3), name="", email="x", back="2")
    assert (response.status_code, step(response)) == (200, 2)
    assert errors_above(response) == []
    assert fields(response, "filing")["email"] == "x"


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_changing_the_language_keeps_every_word_and_the_step(client: FlaskClient, office: FoundedOffice, number: int):
    page = to_step(client, office, number)
    switched = on(client, page, to="/uk/complaint", switch="uk")
    assert (switched.status_code, step(switched)) == (200, number)
    assert document(switched).get("lang") == "uk"
    before, after = fields(page, "filing"), fields(switched, "filing")
    assert {**before, "csrf_token": ""} == {**after, "csrf_token": ""}
    assert errors_above(switched) == []


def test_typed_words_survive_the_switch_before_they_are_sent(client: FlaskClient, office: FoundedOffice):
    switched = on(client, client.get(PAGE), to="/en/complaint", switch="en", subject="Half a sen")
    assert fields(switched, "filing")["subject"] == "Half a sen"


def test_an_expired_token_brings_back_the_filled_form(client: FlaskClient, storage: Storage, office: FoundedOffice):
    page = to_step(client, office, 4)
    response = on(client, page, csrf_token="expired")
    assert (response.status_code, step(response)) == (400, 4)
    assert "jeszcze jedno naciśnięcie" in text(response)
    before, after = fields(page, "filing"), fields(response, "filing")
    assert {**before, "csrf_token": ""} == {**after, "csrf_token": ""}
    assert count(storage, Complaint) == 0
    assert "1/2026" in text(on(client, response))


def test_without_cookies_the_form_comes_back_filled_too(client: FlaskClient, office: FoundedOffice):
    page = to_step(client, office, 2)
    client.delete_cookie("form")
    response = on(client, page, **SECOND)
    assert response.status_code == 400
    assert same(fields(response, "filing")["text"], SECOND["text"])


def test_the_same_form_sent_twice_is_one_case_with_the_same_receipt(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    page = to_step(client, office, 4)
    first, second = on(client, page), on(client, page)
    assert text(first) == text(second)
    assert count(storage, Complaint) == 1


def test_a_form_sent_again_with_other_words_says_so_and_loses_none(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    page = to_step(client, office, 4)
    on(client, page)
    response = on(client, page, text="To jeszcze nie wszystko.")
    assert (response.status_code, step(response)) == (422, 4)
    assert "już wysłany" in errors_above(response)[0]
    assert fields(response, "filing")["text"] == "To jeszcze nie wszystko."
    assert count(storage, Complaint) == 1
    assert "2/2026" in text(on(client, response))


def test_of_two_forms_that_arrive_at_once_the_second_is_looked_at_again(
    client: FlaskClient, storage: Storage, office: FoundedOffice, monkeypatch: pytest.MonkeyPatch
):
    page = to_step(client, office, 4)
    first = on(client, page)

    def sent_at_once(**typed: str) -> TestResponse:
        seen = iter([Way.FREE])  # the first was not there yet when this one looked
        monkeypatch.setattr(public_routes, "way_of", lambda *asked: next(seen, None) or way_of(*asked))
        return on(client, page, **typed)

    assert text(sent_at_once()) == text(first)
    other = sent_at_once(text="To jeszcze nie wszystko.")
    assert (other.status_code, step(other)) == (422, 4)
    assert "już wysłany" in errors_above(other)[0]
    assert fields(other, "filing")["text"] == "To jeszcze nie wszystko."
    assert count(storage, Complaint) == 1


def test_the_receipt_comes_in_another_language_without_filing_again(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    receipt = filed(client, office)
    code = re.findall(CODE, text(receipt))
    again = send(client, receipt, "again", to="/en/complaint/receipt", switch="en")
    assert again.status_code == 200
    assert document(again).get("lang") == "en"
    assert re.findall(CODE, text(again)) == code
    assert count(storage, Complaint) == 1


@pytest.mark.parametrize("given", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_without_the_form_it_came_from_there_is_no_receipt(client: FlaskClient, office: FoundedOffice, given: str):
    receipt = filed(client, office)
    for response in (
        client.get("/pl/complaint/receipt"),
        send(client, receipt, "again", submission_id=given),
        send(client, receipt, "again", csrf_token="old"),
    ):
        assert (response.status_code, response.headers["Location"]) == (302, "/pl/case")


def test_an_opinion_takes_three_steps_and_asks_no_name(client: FlaskClient, storage: Storage, office: FoundedOffice):
    response = on(client, client.get(PAGE), **{**FIRST, "way": "feedback", "department": "unknown"})
    assert step(response) == 2
    response = on(client, response, text="Było bardzo miło.")
    assert step(response) == 4
    shown = text(response)
    assert "Imię" not in shown
    assert "Anonimowa opinia" in shown
    sent = on(client, response)
    assert (sent.status_code, sent.headers["Location"]) == (302, "/pl/complaint/thanks")
    assert on(client, response).status_code == 302
    assert (count(storage, Feedback), count(storage, Complaint)) == (1, 0)


def test_whoever_typed_a_name_and_then_chose_an_opinion_stays_anonymous(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    response = on(client, to_step(client, office, 4), back="1")
    response = on(client, response, way="feedback")
    response = on(client, on(client, response))
    assert response.status_code == 302
    with storage.reading() as session:
        kept = session.scalars(select(Feedback)).one()
        assert session.scalars(select(Complainant)).all() == []
    assert "Próbna" not in f"{kept.subject} {kept.text}"


def test_a_step_cannot_be_jumped_over(client: FlaskClient, storage: Storage, office: FoundedOffice):
    response = on(client, client.get(PAGE), step="4", **FIRST, department="unknown")
    assert (response.status_code, step(response)) == (422, 2)
    response = on(client, client.get(PAGE), step="4")
    assert (response.status_code, step(response)) == (422, 1)
    assert count(storage, Complaint) == 0


@pytest.mark.parametrize("odd", ["", "x", "0", "-3", "99", "9" * 5000])
def test_odd_steps_begin_or_end_somewhere_sensible(client: FlaskClient, office: FoundedOffice, odd: str):
    page = client.get(PAGE)
    assert on(client, page, step=odd).status_code == 422
    assert on(client, page, back=odd).status_code in {200, 422}


def test_an_odd_id_of_the_form_files_nothing_twice_and_breaks_nothing(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    response = on(client, to_step(client, office, 4), submission_id="x")
    assert response.status_code in {200, 302, 422}
    assert count(storage, Complaint) <= 1


@pytest.mark.parametrize("way", ["skarga", "wniosek", "feedback"])
def test_a_link_may_choose_the_way_and_nothing_else(client: FlaskClient, way: str):
    given = fields(client.get(PAGE, query_string={"way": way, "subject": "x"}), "filing")
    assert given["way"] == way
    assert given["subject"] == ""
    assert "way" not in fields(client.get(f"{PAGE}?way=sprawa"), "filing")


def test_nothing_that_was_typed_or_given_stands_in_an_address(client: FlaskClient, office: FoundedOffice):
    receipt = filed(client, office)
    code = re.findall(CODE, text(receipt))[0]
    for address in re.findall(r'(?:href|action|formaction|src)="([^"]*)"', receipt.text):
        assert "2026" not in address
        assert code not in address
        assert code.replace("-", "") not in address
        assert "?" not in address or "way=" in address


def test_today_is_a_day_that_has_come_even_right_after_midnight(
    client: FlaskClient, clock: FixedClock, office: FoundedOffice
):
    clock.advance(hours=14, minutes=30)  # half past midnight on the 22nd in Warsaw, the 21st in UTC
    response = on(client, client.get(PAGE), **{**FIRST, "happened-d": "22", "department": "unknown"})
    assert step(response) == 2


def test_a_file_sent_in_a_field_for_text_is_left_aside(client: FlaskClient, office: FoundedOffice):
    typed = {**fields(client.get(PAGE), "filing"), **FIRST, "department": "unknown"}
    picture = (io.BytesIO(b"\x89PNG"), "picture.png")
    response = client.post(
        PAGE, data={**typed, "picture": picture, "text": picture}, content_type="multipart/form-data"
    )
    assert (response.status_code, step(response)) == (200, 2)


@pytest.mark.parametrize(("chosen", "status"), [("unknown", 200), ("home", 200), ("nonsense", 422), ("", 422)])
def test_a_chosen_department_is_checked_and_who_knows_none_asks_for_none(
    client: FlaskClient, office: FoundedOffice, statements, chosen: str, status: int
):
    page = client.get(PAGE).get_data(as_text=True)
    department = str(office.home.id) if chosen == "home" else chosen
    with statements() as seen:
        answer = client.post(PAGE, data={**hidden(page), **FILING, "department": department})
    assert answer.status_code == status
    assert any("FROM department" in sql for sql in seen) == (chosen != "unknown")


def test_another_method_is_refused(client: FlaskClient):
    assert client.put(PAGE).status_code == 405
    assert client.post("/pl/complaint/thanks").status_code == 405
    assert client.delete("/pl/complaint/receipt").status_code == 405
