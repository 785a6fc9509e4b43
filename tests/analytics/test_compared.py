"""Departments side by side: where each lies by hand, in the alphabet's order, hidden ones named."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from analytics.compared_words import place
from analytics.measures.declaration import Population
from analytics.measures.slices import Slice
from analytics.methods.funnel import Place
from analytics.reports.choice import Choice
from analytics.reports.compared import comparable, compared_report
from kernel.clock import warsaw
from kernel.permissions import EVERYWHERE, Role
from storage.session import Storage
from tests.analytics.filling import respond, settled
from tests.analytics.test_dashboard import STAFF, SignedIn, text_of
from tests.cast import FoundedOffice

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
PAGE = "/results/departments"
OCTOBER = Slice.parse("2026-10")


@pytest.fixture
def unlike(storage: Storage, office: FoundedOffice) -> FoundedOffice:
    """October 2026: one department 60 of 60 on time, the other 20 of 40; 30 good answers against 3."""
    due, late = dt.date(2026, 10, 20), dt.date(2026, 10, 25)
    with storage.writing() as session:
        for number in range(1, 61):
            session.add(settled(number, due, due, department_id=office.home.id))
        for number in range(61, 101):
            session.add(settled(number, due, due if number <= 80 else late, department_id=office.next_door.id))
        respond(session, warsaw(2026, 10, 7, 12), [5] * 30, office.home.id)
        respond(session, warsaw(2026, 10, 7, 12), [1] * 3, office.next_door.id)
    return office


def test_only_shares_are_compared_and_of_imported_cases_only_theirs(backend: str):
    assert {"on_time", "justified", "csat"} <= set(comparable(Population.COMPLAINTS))
    assert "median_days" not in comparable(Population.COMPLAINTS)
    assert "justified" not in comparable(Population.SPRAWA)


def test_each_department_lies_where_the_funnel_says(app: Flask, storage: Storage, clock, unlike: FoundedOffice):
    with storage.reading() as session:
        report = compared_report(session, clock, EVERYWHERE, Choice(), "on_time", OCTOBER)
    parts = {part.name: part for part in report.parts}
    assert report.centre == 0.8
    assert (parts[unlike.home.name].result.numerator, parts[unlike.home.name].result.n) == (60, 60)
    assert parts[unlike.home.name].place is Place.FAR_ABOVE
    assert parts[unlike.next_door.name].place is Place.FAR_BELOW
    with app.test_request_context("/staff/pl/"):
        assert place(parts[unlike.home.name]).word == "Lepiej niż razem"
        assert place(parts[unlike.next_door.name]).word == "Do wyjaśnienia"


def test_the_page_stands_in_the_alphabet_s_order_and_leads_to_the_cases(signed_in: SignedIn, unlike: FoundedOffice):
    reader = signed_in(Role.AUDITOR)
    text = text_of(reader, f"{PAGE}?measure=on_time&period=2026-10")
    names = sorted([unlike.home.name, unlike.next_door.name])
    body = text.partition("<tbody>")[2]
    assert body.index(names[0]) < body.index(names[1])
    assert f"measure=on_time&amp;month=2026-10&amp;population=complaints&amp;department={unlike.home.id}" in text
    assert "2 wydziały leżą poza granicami 95 %." in text
    assert "poza granicami 99,8 %<" in text
    assert reader.get(f"{STAFF}/results/charts/compared/funnel.wide.light.svg?period=2026-10").status_code == 200


def test_a_hidden_department_is_named_and_its_answers_are_not_told(signed_in: SignedIn, unlike: FoundedOffice):
    text = text_of(signed_in(Role.AUDITOR), f"{PAGE}?measure=csat&period=2026-10")
    assert unlike.next_door.name in text
    assert "mniej niż 5 odpowiedzi" in text
    assert "Bez wyniku" in text
    assert "mniej niż dwa wydziały" in text


def test_an_empty_office_has_nothing_to_compare(signed_in: SignedIn, office: FoundedOffice):
    assert "Nie ma czego porównać" in text_of(signed_in(Role.AUDITOR), PAGE)


@pytest.mark.parametrize("query", ["measure=median_days", "measure=x", "period=2027-05", "period=now"])
def test_what_cannot_be_compared_is_not_there(signed_in: SignedIn, office: FoundedOffice, query: str):
    assert signed_in(Role.AUDITOR).get(f"{STAFF}{PAGE}?{query}").status_code == 404


def test_who_may_compare_departments(signed_in: SignedIn, client: FlaskClient, unlike: FoundedOffice):
    assert "sign-in" in client.get(STAFF + PAGE).headers["Location"]
    assert signed_in(Role.CLERK).get(STAFF + PAGE).status_code == 403
    head = signed_in(Role.HEAD)
    assert head.post(STAFF + PAGE).status_code == 405
    assert unlike.next_door.name not in text_of(head, f"{PAGE}?period=2026-10")
