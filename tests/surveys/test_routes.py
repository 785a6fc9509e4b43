"""The survey's page: it works without scripts, keeps what was chosen, stores once, weighs little."""

from __future__ import annotations

import gzip
import re

import pytest
from sqlalchemy import select

from surveys.models import Answer, Response
from surveys.rules.kinds import NOT_APPLICABLE
from tests.surveys.filling import ALL, HIDDEN, opened


def stored(storage):
    with storage.reading() as session:
        return session.scalars(select(Response)).all()


@pytest.mark.parametrize(
    ("lang", "question", "face"),
    [
        ("pl", "Jak ocenia Pani/Pan dzisiejszą obsługę?", "Bardzo dobrze"),
        ("en", "How do you rate today&#39;s service?", "Very good"),
        ("uk", "Як Ви оцінюєте сьогоднішнє обслуговування?", "Дуже добре"),
    ],
)
def test_all_seven_questions_stand_on_one_page_in_each_language(client, lang, question, face):
    page = client.get(f"/{lang}/rate").get_data(as_text=True).replace("\u00a0", " ")
    assert question in page
    assert face in page
    assert len(set(re.findall(r'name="(q\d)"', page))) == 7


def test_a_filled_survey_is_stored_and_thanked_for(client, storage):
    answer = client.post("/pl/rate", data={**opened(client), **ALL})
    assert (answer.status_code, answer.location) == (303, "/pl/rated")
    assert "Dziękujemy" in client.get(answer.location).get_data(as_text=True)
    (row,) = stored(storage)
    assert (row.mode, row.language, row.department_id, row.source) == ("web", "pl", None, None)
    with storage.reading() as session:
        codes = dict(session.execute(select(Answer.question, Answer.code)).all())
    assert codes["q5"] == NOT_APPLICABLE


def test_a_chosen_department_is_stored(client, storage, office):
    client.post("/pl/rate", data={**opened(client), "q1": "5", "department": str(office.next_door.id)})
    assert stored(storage)[0].department_id == office.next_door.id


def test_the_code_of_a_desk_says_what_is_rated(client, storage, office):
    address = f"/en/rate/{office.desk.token}"
    assert "Urząd Stanu Cywilnego" in client.get(address).get_data(as_text=True).replace("\u00a0", " ")
    answer = client.post(address, data={**opened(client, address), "q1": "2", "department": str(office.next_door.id)})
    assert answer.location == f"/en/rated/{office.desk.token}"
    assert client.get(answer.location).status_code == 200
    (row,) = stored(storage)
    assert (row.mode, row.language) == ("qr", "en")
    assert (row.department_id, row.service_id, row.desk_id) == (office.home.id, office.service.id, office.desk.id)


def test_without_the_first_answer_the_page_comes_back_filled_and_says_what_is_missing(client, storage):
    answer = client.post("/pl/rate", data={**opened(client), "q3": "2"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#q1-0"' in page
    assert re.search(r'name="q3" value="2"[^>]*checked', page)
    assert stored(storage) == []


def test_a_form_left_open_too_long_comes_back_filled_and_can_be_sent_again(client, storage):
    sent = {**opened(client), "csrf_token": "expired", "q1": "3"}
    answer = client.post("/pl/rate", data=sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert re.search(r'name="q1" value="3"[^>]*checked', page)
    assert sent["submission_id"] in page
    assert stored(storage) == []
    fresh = dict(HIDDEN.findall(page))["csrf_token"]
    assert client.post("/pl/rate", data={**sent, "csrf_token": fresh}).status_code == 303


def test_changing_the_language_keeps_what_was_chosen_and_stores_nothing(client, storage):
    sent = {**opened(client), "q1": "4", "at": "3", "switch": "uk"}
    page = client.post("/uk/rate", data=sent).get_data(as_text=True)
    assert '<html lang="uk">' in page
    assert re.search(r'name="q1" value="4"[^>]*checked', page)
    assert re.search(r'name="at"[^>]*value="3"', page)
    assert sent["submission_id"] in page
    assert stored(storage) == []


def test_sending_twice_stores_once(client, storage):
    sent = {**opened(client), **ALL}
    assert [client.post("/pl/rate", data=sent).status_code for _ in range(2)] == [303, 303]
    assert len(stored(storage)) == 1


def test_sending_again_with_other_answers_is_explained_and_overwrites_nothing(client, storage):
    sent = opened(client)
    client.post("/pl/rate", data={**sent, "q1": "5"})
    answer = client.post("/pl/rate", data={**sent, "q1": "1"})
    assert answer.status_code == 409
    assert "już zapisana" in answer.get_data(as_text=True).replace("\u00a0", " ")
    with storage.reading() as session:
        assert session.scalars(select(Answer.value)).all() == [5]


@pytest.mark.parametrize("answers", [{"q1": "9"}, {"q1": "5", "q2": "maybe"}, {"q1": "5", "department": "none"}])
def test_answers_that_were_not_offered_are_refused(client, storage, answers):
    assert client.post("/pl/rate", data={**opened(client), **answers}).status_code == 422
    assert stored(storage) == []


@pytest.mark.parametrize("spoilt", [{"submission_id": "x"}, {"version_id": "x"}, {"version_id": ""}])
def test_a_form_with_spoilt_ids_is_still_an_answer(client, storage, spoilt):
    assert client.post("/pl/rate", data={**opened(client), "q1": "5", **spoilt}).status_code == 303
    assert len(stored(storage)) == 1


def test_other_methods_and_unknown_codes_are_refused(client):
    assert client.put("/pl/rate").status_code == 405
    assert client.post("/pl/rated").status_code == 405
    assert client.get("/pl/rate/there-is-no-such-desk").status_code == 404
    assert client.post("/pl/rate/there-is-no-such-desk", data={"q1": "5"}).status_code == 404


def test_the_only_cookie_holds_the_form_token(client):
    answer = client.get("/pl/rate")
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    assert cookies[0].startswith("form=")
    with client.session_transaction("/pl/rate") as cookie:
        assert set(cookie) == {"csrf_token"}


@pytest.mark.parametrize("with_code", [False, True])
def test_statements_of_form_and_submission_stay_within_budget(client, office, statements, with_code):
    address = f"/pl/rate/{office.desk.token}" if with_code else "/pl/rate"
    sent = opened(client, address)
    with statements() as seen:
        client.get(address)
    assert len(seen) <= 5, seen
    with statements() as seen:
        client.post(address, data={**sent, **ALL})
    assert len(seen) <= 8, seen


@pytest.mark.parametrize("address", ["/pl/rate", "/uk/rate", "/pl/rated"])
def test_the_page_takes_at_most_five_requests_and_forty_kilobytes(client, address):
    page = client.get(address)
    loads = re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="(/[^"]*)"', page.get_data(as_text=True))
    sizes = [len(client.get(each, headers={"Accept-Encoding": "gzip"}).data) for each in loads]
    assert 1 + len(sizes) <= 5
    assert len(gzip.compress(page.data)) + sum(sizes) <= 40 * 1024
