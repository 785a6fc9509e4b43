"""Pages as of a moment, of a published month and of what changed since."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from analytics.actions import publish_month
from analytics.measures.period import Month
from analytics.reports.as_of import local_text
from complaints.models import Complaint
from kernel.clock import FixedClock, warsaw
from kernel.permissions import SYSTEM, Role
from storage.session import Storage
from surveys.actions import seal_responses
from tests.analytics.filling import respond
from tests.cast import FoundedOffice, file_complaint
from tests.complaints.handling import Reply, answered, assigned
from tests.forms import hidden

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
SignedIn = Callable[..., FlaskClient]
CHART = "/results/charts/month/on-time.wide.light.svg"
OCTOBER = Month(2026, 10)
THEN = "2026-11-21T10:00"


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(f"/staff/pl{address}")
    assert response.status_code == status, address
    return " ".join(response.get_data(as_text=True).replace("\u2060", "").replace("\u00a0", " ").split())


@pytest.fixture
def late_case(app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice) -> Storage:
    """October is published on 21 November; on the 25th a skarga of 5 October is registered, and it is late."""
    with app.app_context(), storage.writing() as session:
        respond(session, warsaw(2026, 10, 14, 12), [5] * 9, office.home.id)
        known_id = assigned(session, clock, office, received_on=dt.date(2026, 10, 2)).id
        publish_month(session, clock, office.actor(Role.QUALITY_OFFICER), OCTOBER)
    clock.advance(days=4)
    with storage.writing() as session:
        assigned(session, clock, office, received_on=dt.date(2026, 10, 5))
        settled = session.get_one(Complaint, known_id)
        answered(session, clock, office, settled, Reply("zasadna", settled_on=dt.date(2026, 10, 30)))
    return storage


def test_a_month_is_shown_as_of_a_moment_with_a_banner_and_a_way_back(late_case: Storage, signed_in: SignedIn):
    client = signed_in(Role.QUALITY_OFFICER)
    now = text_of(client, "/results?month=2026-10")
    then = text_of(client, f"/results?month=2026-10&as_of={THEN}")
    assert "Stan na 21 listopada 2026, 10:00 (wpis nr" in then
    assert "Stan na 21 listopada" not in now
    assert "Pokaż stan obecny" in then
    assert f'value="{THEN}"' in then
    assert "as_of=2026-11-21T10" in then  # pictures, lists and the file keep it
    rows_now = client.get("/staff/pl/results.csv?month=2026-10").get_data(as_text=True)
    answer = client.get(f"/staff/pl/results.csv?month=2026-10&as_of={THEN}")
    assert "-wpis-" in answer.headers["Content-Disposition"]
    received = [
        next(line for line in rows.splitlines() if ",received," in line)
        for rows in (rows_now, answer.get_data(as_text=True))
    ]
    assert [line.split(",")[5] for line in received] == ["2", "1"]


def test_the_list_behind_a_figure_shows_cases_as_they_were_known(late_case: Storage, signed_in: SignedIn):
    client = signed_in(Role.QUALITY_OFFICER)
    address = "/results/cases?measure=received&month=2026-10"
    assert text_of(client, address).count("30.10.2026") == 1
    then = text_of(client, f"{address}&as_of={THEN}")
    assert "30.10.2026" not in then
    assert "1 sprawa" in then


@pytest.mark.parametrize("view", ["/results/span", "/results/reduction", CHART])
def test_the_other_views_take_a_moment_too(late_case: Storage, signed_in: SignedIn, view: str):
    client = signed_in(Role.AUDITOR)
    response = client.get(f"/staff/pl{view}?as_of={THEN}")
    assert response.status_code == 200
    if not view.endswith("svg"):
        assert "wpis nr" in response.get_data(as_text=True)


@pytest.mark.parametrize("moment", ["2099-01-01T00:00", "1999-01-01T00:00", "wczoraj", "2026-11-21"])
def test_a_moment_outside_the_record_is_refused_beside_its_field(late_case: Storage, signed_in: SignedIn, moment: str):
    shown = text_of(signed_in(Role.AUDITOR), f"/results?month=2026-10&as_of={moment}", 422)
    assert f'value="{moment}"' in shown
    assert 'name="month" value="2026-10"' in shown


def test_the_page_of_a_month_says_that_it_is_published_and_that_figures_differ_now(
    late_case: Storage, signed_in: SignedIn, office: FoundedOffice
):
    shown = text_of(signed_in(Role.QUALITY_OFFICER), "/results?month=2026-10")
    assert "wydanie 1" in shown
    assert office.member(Role.QUALITY_OFFICER).actor.name in shown
    assert "dziś innych" in shown
    assert "Nowe wydanie" in shown
    assert "Nowe wydanie" not in text_of(signed_in(Role.AUDITOR), "/results?month=2026-10")
    assert "wydanie" not in text_of(signed_in(Role.AUDITOR), "/results?month=2026-09")


def test_what_changed_is_told_case_by_case_with_the_entries(late_case: Storage, signed_in: SignedIn):
    shown = text_of(signed_in(Role.AUDITOR), "/results/changes?month=2026-10")
    assert "od wydania 1" in shown
    assert "Wtedy nie było jej w rejestrze." in shown
    assert "Dzień załatwienia:</span> brak → 30 października 2026" in shown
    assert "Wynik:</span> brak → zasadna" in shown
    assert "Skutek od: 30 października 2026." in shown
    moment = text_of(signed_in(Role.AUDITOR), f"/results/changes?month=2026-10&as_of={THEN}")
    assert "Wtedy nie było jej w rejestrze." in moment
    assert "Ten miesiąc nie jest opublikowany" in text_of(signed_in(Role.AUDITOR), "/results/changes?month=2026-09")
    text_of(signed_in(Role.AUDITOR), "/results/changes?month=2026-10&edition=9", 404)


def test_who_sees_one_department_sees_its_changes_only(late_case: Storage, signed_in: SignedIn):
    own = text_of(signed_in(Role.HEAD), "/results/changes?month=2026-10")
    assert "Wtedy nie było jej w rejestrze." in own
    strange = text_of(signed_in(Role.HEAD, next_door=True), "/results/changes?month=2026-10")
    assert "Nic się nie zmieniło" in strange


def test_nothing_changed_is_said(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in: SignedIn
):
    with app.app_context(), storage.writing() as session:
        publish_month(session, clock, office.actor(Role.QUALITY_OFFICER), OCTOBER)
    assert "Nic się nie zmieniło" in text_of(signed_in(Role.AUDITOR), "/results/changes?month=2026-10")
    assert "Dzisiejsze liczby są takie same." in text_of(signed_in(Role.AUDITOR), "/results?month=2026-10")


def test_a_quality_officer_publishes_on_the_page_and_again_only_with_a_reason(
    office: FoundedOffice, signed_in: SignedIn
):
    client, address = signed_in(Role.QUALITY_OFFICER), "/staff/pl/results/publish?month=2026-10"
    sent = hidden(client.get(address).get_data(as_text=True))
    assert client.post(address, data=sent).status_code == 302
    stale = client.post(address, data={**sent, "reason": "Drugi raz."})
    assert stale.status_code == 409
    assert "Ktoś opublikował" in stale.get_data(as_text=True)
    again = hidden(client.get(address).get_data(as_text=True))
    refused = client.post(address, data={**again, "reason": " "})
    assert (refused.status_code, "dlaczego potrzebne" in refused.get_data(as_text=True)) == (422, True)
    assert client.post(address, data={**again, "reason": "Późny wpis."}).status_code == 302
    shown = text_of(client, "/results/publish?month=2026-10")
    assert "Wydanie 2" in shown
    assert "Późny wpis." in shown


def test_a_month_that_is_not_over_offers_no_publishing(office: FoundedOffice, signed_in: SignedIn):
    client = signed_in(Role.QUALITY_OFFICER)
    assert "jeszcze trwa" in text_of(client, "/results/publish?month=2026-11")
    assert "Opublikuj miesiąc" not in text_of(client, "/results?month=2026-11")
    assert "Opublikuj miesiąc" in text_of(client, "/results?month=2026-09")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.HEAD, Role.CLERK])
def test_others_do_not_publish(office: FoundedOffice, signed_in: SignedIn, role: Role):
    client = signed_in(role)
    assert client.get("/staff/pl/results/publish?month=2026-10").status_code == 403
    assert client.post("/staff/pl/results/publish?month=2026-10").status_code == 403
    assert client.put("/staff/pl/results/publish").status_code == 405
    assert client.post("/staff/pl/results/changes").status_code == 405


def test_strangers_sign_in_first(office: FoundedOffice, client: FlaskClient):
    for address in ("publish", "changes"):
        assert client.get(f"/staff/pl/results/{address}").status_code == 302


def test_what_was_written_down_later_is_listed_with_both_its_days(late_case: Storage, signed_in: SignedIn, app: Flask):
    shown = text_of(signed_in(Role.AUDITOR), "/results/late?month=2026-10")
    assert "Po końcu miesiąca" in shown
    assert "05.10.2026" in shown  # registered on 25 November
    assert "30.10.2026" in shown  # sent, and told on 25 November
    assert "Nic nie zapisano później" in text_of(signed_in(Role.AUDITOR), "/results/late?month=2026-09")
    assert "Nic nie zapisano później" in text_of(signed_in(Role.HEAD, next_door=True), "/results/late?month=2026-10")
    runner = app.test_cli_runner()
    told = runner.invoke(args=["results", "late", "2026-10"]).output
    assert "effective 2026-10-05, recorded 2026-11-25 10:00:00, 51 days later, after the month" in told
    assert "nothing of 2026-09" in runner.invoke(args=["results", "late", "2026-09"]).output
    changed = runner.invoke(args=["results", "changes", "2026-10"]).output
    assert "settled_day: none -> 2026-10-30" in changed
    assert "received [population=complaints]: 1, n = 1 -> 2, n = 2" in changed
    assert ", recorded since" in changed


def test_late_is_read_with_results_only(office: FoundedOffice, signed_in: SignedIn, client: FlaskClient):
    assert signed_in(Role.CLERK).get("/staff/pl/results/late").status_code == 403
    assert signed_in(Role.AUDITOR).post("/staff/pl/results/late").status_code == 405
    assert client.get("/staff/pl/results/late").status_code == 302


def test_the_annual_report_takes_a_moment_in_its_lists_and_files_too(late_case: Storage, signed_in: SignedIn):
    client = signed_in(Role.AUDITOR)
    shown = text_of(client, f"/results/annual?year=2026&as_of={THEN}")
    assert "Stan na 21 listopada 2026, 10:00 (wpis nr" in shown
    listed = f"/results/annual/cases?year=2026&as_of={THEN}&table=t2&row=total&column=skarga"
    assert "1 sprawa" in text_of(client, listed)
    assert "2 sprawy" in text_of(client, listed.replace(f"&as_of={THEN}", ""))
    book = client.get(f"/staff/pl/results/annual.xlsx?year=2026&as_of={THEN}")
    assert "-wpis-" in book.headers["Content-Disposition"]
    text_of(client, f"/results/annual?year=2026&as_of={THEN}&table=".replace(THEN, "2099-01-01T00:00"), 422)


def test_answers_are_shown_as_of_a_moment_unless_some_came_later(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in: SignedIn
):
    with storage.writing() as session:
        respond(session, warsaw(2026, 9, 14, 12), [5] * 40, office.home.id)
        respond(session, warsaw(2026, 10, 14, 12), [5] * 30, office.home.id)
        while seal_responses(session, clock, SYSTEM):
            pass
    then = local_text(clock.now())
    clock.advance(minutes=10)
    with storage.writing() as session:
        respond(session, warsaw(2026, 10, 14, 12), [1] * 20, office.home.id)
        while seal_responses(session, clock, SYSTEM):
            pass
    client = signed_in(Role.QUALITY_OFFICER)
    september = text_of(client, f"/results/answers?period=2026-09&as_of={then}")
    assert "100,0 %" in september
    assert f"Stan na 21 listopada 2026, {then[11:].lstrip('0')}" in september
    assert "period=2026-09&amp;questionnaire=satys7&amp;by=department&amp;as_of=" in september, "files keep the moment"
    for period, why in (("2026-10", "Po tej chwili przyszły jeszcze odpowiedzi"), ("2026", "Po tej chwili"),
                        ("2026-Q3", "")):  # fmt: skip
        page = text_of(client, f"/results/answers?period={period}&as_of={then}")
        assert why in page
        assert ("100,0 %" in page) != bool(why)
        told = client.get(f"/staff/pl/results/answers.csv?period={period}&as_of={then}").get_data(as_text=True)
        assert (",q1," in told) != bool(why)
    assert "60,0 %" in text_of(client, "/results/answers?period=2026-10")
    assert f"results/answers?period=2026-09&amp;by=department&amp;as_of={then}" in text_of(
        client, f"/results/against?from=2026-09&to=2026-09&base_from=2025-09&base_to=2025-09&as_of={then}"
    )
    assert "Nie ma jeszcze" not in text_of(client, "/results/answers?period=2026-10&as_of=2099-01-01T00:00", 422)


@pytest.mark.parametrize(
    "page",
    ["", "/span", "/reduction", "/control", "/answers", "/dashboard", "/against", "/charts", "/figures"],
)
def test_a_page_of_results_has_an_address_that_stays(
    office: FoundedOffice, storage: Storage, clock: FixedClock, signed_in: SignedIn, page: str
):
    with storage.writing() as session:
        respond(session, warsaw(2026, 10, 14, 12), [5] * 30, office.home.id)
        while seal_responses(session, clock, SYSTEM):
            pass
    client = signed_in(Role.MANAGEMENT)
    shown = client.get(f"/staff/pl/results{page}").get_data(as_text=True)
    address = lasting_in(shown)
    assert ("as_of", "2026-11-21T10:00") in parse_qsl(urlsplit(address).query)
    again = lasting_in(client.get(address).get_data(as_text=True))
    assert set(parse_qsl(urlsplit(again).query)) == set(parse_qsl(urlsplit(address).query)), "it leads to itself"


@pytest.mark.parametrize("page", ["/charts?month=2026-11", "/figures?from=2026-10&to=2026-11&channel=paper"])
def test_charts_and_all_figures_stay_the_same_under_their_lasting_address_and_move_on_under_their_own(
    office: FoundedOffice, storage: Storage, clock: FixedClock, signed_in: SignedIn, page: str
):
    with storage.writing() as session:
        file_complaint(session, clock, office)
    client = signed_in(Role.MANAGEMENT)
    own = f"/staff/pl/results{page}"
    address = lasting_in(client.get(own).text)
    assert all(choice in parse_qsl(urlsplit(address).query) for choice in parse_qsl(urlsplit(own).query))
    before, now = tables_of(client.get(address).text), tables_of(client.get(own).text)
    assert before == now
    clock.advance(minutes=20)
    with storage.writing() as session:
        file_complaint(session, clock, office)
    assert tables_of(client.get(address).text) == before
    assert tables_of(client.get(own).text) != now


def tables_of(page: str) -> list[str]:
    """The words of the tables of a page, without the addresses behind them."""
    return re.findall(r">([^<>]*[^<>\s][^<>]*)<", "".join(re.findall(r"<table.*?</table>", page, re.S)))


def lasting_in(page: str) -> str:
    [address] = re.findall(r'href="([^"]+)">Stały adres tej strony', page)
    return html.unescape(address)
