"""The dashboard of the office and of a department: what stands on it when there is much, little or nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from analytics.measures.period import Month
from kernel.clock import warsaw
from kernel.permissions import Role
from storage.session import Storage
from tests.analytics.filling import complaint, respond, settled
from tests.cast import FoundedOffice

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
STAFF = "/staff/pl"
BOARD = "/results/dashboard"
OCTOBER = f"{BOARD}?month=2026-10"
Counting = Callable[[], AbstractContextManager[list[str]]]

UNKNOWN = "c0511671-b9dc-ac24-49be-852228eeea78"
KEPT_PAGE = 20
"""Statements of a page whose report is kept: who asks, what may have changed, the names on the page."""

SignedIn = Callable[..., FlaskClient]


def text_of(client: FlaskClient, address: str) -> str:
    response = client.get(STAFF + address)
    assert response.status_code == 200, address
    return " ".join(response.get_data(as_text=True).replace("\u2060", "").replace("\u00a0", " ").split())


def links_of(text: str) -> list[str]:
    return [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', text)]


@pytest.mark.parametrize("role", [Role.QUALITY_OFFICER, Role.AUDITOR, Role.MANAGEMENT])
def test_whoever_reads_the_whole_office_sees_six_figures_and_its_departments(
    signed_in: SignedIn, filled: FoundedOffice, role: Role
):
    text = text_of(signed_in(role), OCTOBER)
    assert "<h1>Pulpit: październik 2026</h1>" in text
    assert text.count('<article class="figure">') == 6
    assert "66,7<small> %</small>" in text
    assert filled.home.name in text
    assert filled.next_door.name in text


def test_a_head_lands_on_the_page_of_the_own_department(signed_in: SignedIn, filled: FoundedOffice):
    head = signed_in(Role.HEAD)
    answer = head.get(f"{STAFF}{OCTOBER}")
    assert answer.status_code == 302
    assert f"department={filled.home.id}" in answer.headers["Location"]
    text = text_of(head, f"{OCTOBER}&department={filled.home.id}")
    assert f"<h1>{filled.home.name}: październik 2026</h1>" in text
    assert filled.next_door.name not in text


def test_other_roles_and_strangers_see_no_dashboard(signed_in: SignedIn, client: FlaskClient):
    assert "sign-in" in client.get(STAFF + BOARD).headers["Location"]
    reader = signed_in(Role.CLERK)
    assert reader.get(STAFF + BOARD).status_code == 403
    assert reader.post(STAFF + BOARD).status_code == 405


@pytest.mark.parametrize(
    "query", ["month=2027-05", "month=jutro", "department=all", f"department={UNKNOWN}", "as_of=2027-01-01T10:00"]
)
def test_what_cannot_be_asked_is_not_there(signed_in: SignedIn, filled: FoundedOffice, query: str):
    assert signed_in(Role.AUDITOR).get(f"{STAFF}{BOARD}?{query}").status_code in (404, 422)


def test_every_figure_of_cases_leads_to_as_many_cases_as_it_counts(signed_in: SignedIn, filled: FoundedOffice):
    reader = signed_in(Role.AUDITOR)
    text = text_of(reader, OCTOBER)
    links = re.findall(r'href="(/staff/pl/results/cases[^"]+)">(\d+)(?: spraw\w*)?</a>', text)
    assert len(links) == 7
    for href, number in links:
        listed = text_of(reader, href.removeprefix(STAFF).replace("&amp;", "&"))
        assert f'<span role="status">{number} spraw' in listed, href


def test_figures_of_answers_lead_to_the_page_that_hides_what_must_be_hidden(signed_in: SignedIn, filled: FoundedOffice):
    reader = signed_in(Role.AUDITOR)
    found = [one for one in links_of(text_of(reader, OCTOBER)) if "period=2026-10" in one]
    assert found
    assert all(reader.get(one).status_code == 200 for one in found)


def test_an_empty_office_is_told_what_will_stand_here(signed_in: SignedIn, office: FoundedOffice):
    text = text_of(signed_in(Role.AUDITOR), BOARD)
    assert "Tu pojawią się wyniki" in text
    assert "figure" not in text.replace("figures", "")


def test_one_case_is_shown_with_its_small_base(signed_in: SignedIn, storage: Storage, office: FoundedOffice):
    with storage.writing() as session:
        session.add(settled(1, dt.date(2026, 10, 5), dt.date(2026, 10, 2), department_id=office.home.id))
    text = text_of(signed_in(Role.AUDITOR), OCTOBER)
    assert "100,0<small> %</small>" in text
    assert "20,7–100,0 % · n = 1" in text
    assert "Mała podstawa" in text
    assert "brak odpowiedzi" in text


def test_one_answer_is_hidden_and_said_to_be(signed_in: SignedIn, storage: Storage, office: FoundedOffice):
    with storage.writing() as session:
        respond(session, warsaw(2026, 10, 7, 12), [5], office.home.id)
    text = text_of(signed_in(Role.AUDITOR), OCTOBER)
    assert "mniej niż 5 odpowiedzi" in text
    assert "Tu pojawią się wyniki" not in text
    assert "100,0" not in text


def test_a_department_below_the_smallest_base_is_named_and_not_told(
    signed_in: SignedIn, storage: Storage, office: FoundedOffice
):
    with storage.writing() as session:
        respond(session, warsaw(2026, 10, 7, 12), [5] * 30, office.home.id)
        respond(session, warsaw(2026, 10, 7, 12), [1] * 3, office.next_door.id)
    reader = signed_in(Role.AUDITOR)
    text = text_of(reader, OCTOBER)
    assert "mniej niż 5 odpowiedzi" in text
    assert "ukryte, chroni małą grupę" in text
    assert "mniej niż 5 odpowiedzi" in text_of(reader, f"{OCTOBER}&department={office.next_door.id}")


def test_a_month_that_is_not_over_says_so_and_shows_counts(
    signed_in: SignedIn, storage: Storage, office: FoundedOffice
):
    with storage.writing() as session:
        session.add(complaint(1, received_on=dt.date(2026, 11, 3), due_on=dt.date(2026, 12, 3)))
        session.add(complaint(2, received_on=dt.date(2026, 10, 30), due_on=dt.date(2026, 11, 30)))
        respond(session, warsaw(2026, 11, 7, 12), [5] * 30, office.home.id)
    text = text_of(signed_in(Role.AUDITOR), f"{BOARD}?month=2026-11")
    assert "Ten miesiąc jeszcze trwa" in text
    assert "Pokaż ostatni cały miesiąc: październik 2026" in text
    assert "miesiąc trwa; przed ostatnim dniem: 1" in text
    assert "miesiąc jeszcze trwa" in text
    assert "period=2026-11" not in text


def test_the_lasting_address_shows_the_same_when_entries_come(
    signed_in: SignedIn, filled: FoundedOffice, storage: Storage
):
    reader = signed_in(Role.AUDITOR)
    text = text_of(reader, f"{BOARD}?month=2026-11")
    (lasting,) = (one for one in links_of(text) if "as_of=" in one and "dashboard" in one and "month=2026-11" in one)
    then = text_of(reader, lasting.removeprefix(STAFF))
    assert "Stan na" in then
    assert lasting in links_of(then)


def test_a_month_that_is_a_signal_says_so_by_its_rule_and_leads_to_its_control_chart(
    signed_in: SignedIn, storage: Storage, office: FoundedOffice
):
    with storage.writing() as session:
        for back in range(24):
            at = Month(2026, 10).plus(-back)
            good = 5 if back == 0 else 90 + back % 3
            respond(session, warsaw(at.year, at.number, 7, 12), [5] * good + [1] * (100 - good), office.home.id)
    text = text_of(signed_in(Role.AUDITOR), OCTOBER)
    assert "Do wyjaśnienia: poza granicami" in text
    assert "results/control?measure=csat&amp;month=2026-10" in text


def test_too_few_months_claim_no_signal(signed_in: SignedIn, filled: FoundedOffice):
    text = text_of(signed_in(Role.AUDITOR), OCTOBER)
    assert "Za mało miesięcy, by orzekać" in text
    assert "poza granicami" not in text


def test_the_page_costs_as_many_statements_however_many_cases_there_are(
    signed_in: SignedIn, filled: FoundedOffice, storage: Storage, statements: Counting
):
    reader, counted = signed_in(Role.AUDITOR), []
    for more in (0, 40):
        with storage.writing() as session:
            for number in range(100, 100 + more):
                session.add(settled(number, dt.date(2026, 10, 5), dt.date(2026, 10, 2), department_id=filled.home.id))
        with statements() as seen:
            assert reader.get(STAFF + OCTOBER).status_code == 200
        with statements() as again:
            assert reader.get(STAFF + OCTOBER).status_code == 200
        counted.append((len(seen), len(again)))
    assert counted[0] == counted[1]
    assert counted[1][1] <= KEPT_PAGE, again


@pytest.mark.parametrize("page", ["/results?month=2026-10", "/results/span?from=2026-09&to=2026-10"])
def test_figures_of_answers_lead_to_their_page_from_the_tables_too(
    signed_in: SignedIn, filled: FoundedOffice, page: str
):
    reader = signed_in(Role.AUDITOR)
    text = text_of(reader, page)
    found = [href for href in links_of(text) if "results/answers?period=2026-10" in href]
    assert found
    assert reader.get(found[0]).status_code == 200
    assert "period=2026-11" not in text


def test_names_an_address_of_ours_never_has_break_no_way_to_the_own_dashboard(
    signed_in: SignedIn, office: FoundedOffice
):
    client = signed_in(Role.HEAD)
    for odd in ("endpoint=x", "_method=DELETE", "_scheme=ftp", "_external=1", "_anchor=a"):
        response = client.get(f"{STAFF}{BOARD}?month=2026-10&{odd}")
        assert response.status_code == 302
        assert response.location == f"{STAFF}{BOARD}?month=2026-10&department={office.home.id}"


def test_a_list_of_cases_leads_back_to_the_figures_it_came_from(signed_in: SignedIn, office: FoundedOffice):
    reader = signed_in(Role.HEAD)
    of_month = text_of(reader, "/results/cases?measure=on_time&month=2026-09&population=skarga&channel=email")
    assert re.search(r'href="/staff/pl/results/dashboard\?month=2026-09&amp;population=skarga[^"]*"', of_month)
    of_span = text_of(reader, "/results/cases?measure=on_time&from=2026-07&to=2026-09")
    assert 'href="/staff/pl/results/span?from=2026-07&amp;to=2026-09' in of_span
