"""Pages of results with little on them: nothing, one case, one answer, a small department, a running month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from kernel.clock import FixedClock, warsaw
from kernel.permissions import Role
from storage.session import Storage
from tests.analytics.filling import fill, respond, settled
from tests.cast import FoundedOffice, file_complaint

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
SignedIn = Callable[..., FlaskClient]
PAGES = (
    "", "/dashboard", "/charts", "/figures", "/span", "/against", "/departments", "/reduction", "/control", "/answers",
    "/coverage", "/annual", "/packs", "/late", "/changes", "/comments", "/themes", "/views", "/definitions",
)  # fmt: skip
ABOUT_MONTHS = ("/dashboard", "", "/charts")
RUNNING = "?month=2026-11"


@pytest.fixture
def reader(signed_in: SignedIn) -> FlaskClient:
    return signed_in(Role.QUALITY_OFFICER)


def page_of(reader: FlaskClient, address: str) -> str:
    answer = reader.get(f"/staff/pl/results{address}")
    assert answer.status_code == 200, address
    return " ".join(answer.get_data(as_text=True).replace("\u2060", "").replace("\u00a0", " ").split())


def heights(page: str) -> list[int]:
    """How tall each chart is."""
    return [int(tall) for tall in re.findall(r'<img src="[^"]*" width="760" height="(\d+)"', page)]


def test_an_empty_office_is_told_so_once_on_every_page(reader: FlaskClient, office: FoundedOffice):
    for address in ABOUT_MONTHS:
        page = page_of(reader, address)
        assert "Tu pojawią się wyniki" in page
        assert "Trwający miesiąc: listopad 2026" in page
        assert heights(page) == []
    for address, said in (
        ("/span", "W tym okresie nie ma spraw ani odpowiedzi"),
        ("/figures", "W tym okresie nie ma spraw ani odpowiedzi"),
        ("/reduction", "W żadnym z tych okresów nie wpłynęła ani jedna sprawa"),
        ("/against", "Nie ma czego porównać"),
    ):
        page = page_of(reader, address)
        assert said in page, address
        assert (heights(page), "<table" in page) == ([], False), address
    assert "Za mało miesięcy, by orzekać" in page_of(reader, "/control")


def test_the_months_a_page_shows_stand_chosen_however_young_the_office_is(reader: FlaskClient, office: FoundedOffice):
    for address, shown in (
        ("/span", ("2025-11", "2026-10")),
        ("/against", ("2026-10", "2026-10", "2025-10", "2025-10")),
        ("/reduction", ("2026-07", "2026-09", "2025-07", "2025-09")),
        ("?month=2019-03", ("2019-03",)),
    ):
        chosen = re.findall(r'<option value="(\d{4}-\d\d)" selected>', page_of(reader, address))
        assert tuple(chosen) == shown, address


def test_one_case_of_the_running_month_is_a_step_away(
    reader: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        file_complaint(session, clock, office)
    assert f"dashboard{RUNNING}" in page_of(reader, "/dashboard")
    for address in ABOUT_MONTHS:
        page = page_of(reader, address + RUNNING)
        assert "Ten miesiąc jeszcze trwa" in page
        assert "Pokaż ostatni cały miesiąc: październik 2026" in page
        assert "Tu pojawią się wyniki" not in page
    assert "Za mało spraw" in page_of(reader, "/reduction?from=2026-11&to=2026-11&base_from=2026-10&base_to=2026-10")


def test_one_case_settled_is_told_with_its_small_base_and_charts_without_figures_are_sentences(
    reader: FlaskClient, storage: Storage, office: FoundedOffice
):
    with storage.writing() as session:
        session.add(settled(1, dt.date(2026, 10, 5), dt.date(2026, 10, 2), department_id=office.home.id))
    board = page_of(reader, "/dashboard")
    assert "Mała podstawa" in board
    assert "miesiąc trwa" not in board
    assert "w tym miesiącu nie ma wyniku" in board
    span = page_of(reader, "/span")
    assert "Tylko jeden miesiąc ma wynik, październik 2026" in span
    on_time, median, csat, _backlog = heights(span)
    assert csat < 150 < min(on_time, median), "a chart without a figure is a line of words, not empty axes"
    assert "W okresie październik 2026 nie wpłynęła ani jedna sprawa" in page_of(reader, "/charts")


def test_one_answer_is_hidden_and_told_so(reader: FlaskClient, storage: Storage, office: FoundedOffice):
    with storage.writing() as session:
        respond(session, warsaw(2026, 10, 14, 12), [5], office.home.id)
    assert "mniej niż 5 odpowiedzi" in page_of(reader, "/dashboard")
    assert "ukryte: za mało odpowiedzi" in page_of(reader, "/answers")
    assert max(heights(page_of(reader, "/span"))) < 150


@pytest.mark.parametrize("what", ["nothing", "case", "past", "answer", "small"])
def test_every_page_stands_with_little_on_it_now_in_the_running_month_and_earlier(
    reader: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice, what: str
):
    with storage.writing() as session:
        if what == "case":
            file_complaint(session, clock, office)
        elif what == "past":
            session.add(settled(1, dt.date(2026, 10, 5), dt.date(2026, 10, 2), department_id=office.home.id))
        elif what == "answer":
            respond(session, warsaw(2026, 10, 14, 12), [5], office.home.id)
        elif what == "small":
            fill(session, office)
            respond(session, warsaw(2026, 10, 14, 12), [1, 1], office.next_door.id, "q2")
    for address in PAGES:
        page = page_of(reader, address)
        assert "1e+06" not in page
        assert "None" not in page
    for address in (*ABOUT_MONTHS, "/control", "/late", "/publish"):
        page_of(reader, address + RUNNING)
    page_of(reader, "/figures?from=2026-11&to=2026-11")
    page_of(reader, f"/span?from=2026-11&to=2026-11&department={office.next_door.id}")
