"""Pages of the results: what they show, who may see them, and that every figure leads to as many cases as it counts."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from analytics.reports.case_list import LISTED
from analytics.reports.export import COLUMNS
from complaints.models import Complaint
from kernel.permissions import Permission, Role
from storage.session import Storage
from tests.analytics.filling import complaint, respond
from tests.cast import FoundedOffice

STAFF = "/staff/pl"
PAGES = ("/results", "/results/span", "/results/reduction", "/results/definitions", "/results/cases?measure=received")
ADDRESSES = (*PAGES, "/results.csv", "/results/charts/month/csat.wide.light.svg")
SignedIn = Callable[..., FlaskClient]
OCTOBER = "month=2026-10"
NONE = "population=complaints;department=none"


def text_of(client: FlaskClient, address: str) -> str:
    response = client.get(STAFF + address)
    assert response.status_code == 200, address
    return " ".join(response.get_data(as_text=True).replace("\u2060", "").replace("\u00a0", " ").split())


def rows_of(client: FlaskClient, address: str) -> list[dict[str, str]]:
    response = client.get(STAFF + address)
    assert response.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))


def figure(rows: list[dict[str, str]], measure: str, dimensions: str = "population=complaints") -> dict[str, str]:
    return next(row for row in rows if row["measure"] == measure and row["dimensions"] == dimensions)


# --- the four verses ---


@pytest.mark.parametrize("role", [Role.HEAD, Role.QUALITY_OFFICER, Role.AUDITOR, Role.MANAGEMENT])
def test_who_may_read_results_reads_them(signed_in: SignedIn, filled: FoundedOffice, role: Role) -> None:
    reader = signed_in(role)
    assert [reader.get(STAFF + address).status_code for address in ADDRESSES] == [200] * len(ADDRESSES)


def test_results_answer_reading_only(signed_in: SignedIn) -> None:
    reader = signed_in(Role.AUDITOR)
    assert [reader.post(STAFF + address).status_code for address in ADDRESSES] == [405] * len(ADDRESSES)


def test_strangers_are_sent_to_the_sign_in(client: FlaskClient) -> None:
    for address in ADDRESSES:
        response = client.get(STAFF + address)
        assert response.status_code == 302
        assert "sign-in" in response.headers["Location"]


@pytest.mark.parametrize("role", [Role.CLERK, Role.HANDLER, Role.ADMINISTRATOR])
def test_other_roles_are_refused(signed_in: SignedIn, role: Role) -> None:
    assert signed_in(role).get(f"{STAFF}/results").status_code == 403


# --- the month ---


def test_the_month_shows_its_figures(signed_in: SignedIn, filled: FoundedOffice) -> None:
    text = text_of(signed_in(Role.AUDITOR), f"/results?{OCTOBER}")
    assert "<h1>Wyniki: październik 2026</h1>" in text
    assert "85,0<small> %</small>" in text
    assert "64,0–94,8 % · n = 20" in text
    assert "66,7<small> %</small>" in text  # 4 of 6 on time; the one that left is beside
    assert "po terminie 2" in text
    assert "1 sprawa z ostatnim dniem w tym miesiącu odeszła przed jego upływem" in text


def test_the_running_month_has_counts_and_no_share(signed_in: SignedIn, filled: FoundedOffice) -> None:
    text = text_of(signed_in(Role.AUDITOR), "/results?month=2026-11")
    assert "0<small> z 0</small>" in text
    assert "miesiąc trwa; przed ostatnim dniem: 1" in text


NOWHERE = (
    "/results?month=2026-12",
    "/results?month=październik",
    "/results?population=opinion",
    "/results?compare=never",
    "/results?department=everything",
    "/results/cases?measure=csat",
    "/results?month=1900-05",
    "/results?month=2041-01",
    "/results/reduction?from=1900-01&to=1900-03&base_from=1900-01&base_to=1900-03",
    "/results/reduction?base_from=1990-12",
    "/results/span?from=1900-01&to=1900-03",
    "/results.csv?month=1900-01",
    "/results/cases?measure=received&month=1900-01",
    "/results/charts/month/nothing.wide.light.svg",
    "/results/charts/year/csat.wide.light.svg",
    "/results/charts/month/csat.huge.light.svg",
    "/results/charts/month/csat.wide.sepia.svg",
)


def test_what_cannot_be_is_not_there(signed_in: SignedIn) -> None:
    reader = signed_in(Role.AUDITOR)
    assert [reader.get(STAFF + address).status_code for address in NOWHERE] == [404] * len(NOWHERE)


def test_populations_do_not_mix(signed_in: SignedIn, filled: FoundedOffice) -> None:
    client = signed_in(Role.AUDITOR)
    n = {}
    for population in ("complaints", "skarga", "wniosek", "sprawa"):
        rows = rows_of(client, f"/results.csv?{OCTOBER}&population={population}")
        n[population] = figure(rows, "on_time", f"population={population}")["n"]
    assert n == {"complaints": "6", "skarga": "5", "wniosek": "1", "sprawa": "0"}


def test_a_new_settlement_moves_the_figure_at_once(
    signed_in: SignedIn, filled: FoundedOffice, storage: Storage
) -> None:
    client = signed_in(Role.AUDITOR)
    before = figure(rows_of(client, "/results.csv?month=2026-11"), "settled")["n"]
    with storage.writing() as session:
        case = session.query(Complaint).filter_by(number=8).one()
        case.settled_on, case.state, case.row_version = dt.date(2026, 11, 20), "settled", 2
    after = figure(rows_of(client, "/results.csv?month=2026-11"), "settled")["n"]
    assert (before, after) == ("0", "1")


def test_the_oldest_month_that_may_be_asked_for_opens(signed_in: SignedIn, filled: FoundedOffice) -> None:
    reader = signed_in(Role.AUDITOR)
    for address in ("/results?month=1991-01", "/results/span?from=1991-01&to=1991-03", "/results/reduction?to=1991-02"):
        assert reader.get(STAFF + address).status_code == 200


def test_names_an_address_does_not_know_are_left_out_of_its_pages(
    signed_in: SignedIn, office: FoundedOffice, storage: Storage
) -> None:
    with storage.writing() as session:
        session.add_all([complaint(number) for number in range(1, 61)])
    address = "/results/cases?measure=received&month=2026-09&endpoint=x&_external=1&_anchor=a&lang=uk&values=2"
    text = text_of(signed_in(Role.AUDITOR), address)
    links = re.findall(r'href="(/staff/pl/results/cases[^"]*page=2[^"]*)"', text)
    assert links
    assert not any(name in link for link in links for name in ("endpoint", "_external", "#a", "values"))


# --- whose results ---


def test_a_head_sees_the_own_department_only(signed_in: SignedIn, filled: FoundedOffice) -> None:
    head, next_door = signed_in(Role.HEAD), filled.next_door
    rows = rows_of(head, f"/results.csv?{OCTOBER}")
    assert figure(rows, "on_time")["n"] == "4"
    assert figure(rows, "csat")["n"] == "11"
    assert not any(next_door.code in row["dimensions"] for row in rows)
    assert next_door.name not in text_of(head, f"/results?{OCTOBER}")
    for address in ("/results", "/results.csv", "/results/cases?measure=on_time&"):
        assert head.get(f"{STAFF}{address}?department={next_door.id}".replace("&?", "&")).status_code == 404


def test_a_link_to_a_case_stands_only_where_it_may_be_opened(
    signed_in: SignedIn, filled: FoundedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/results/cases?measure=on_time&{OCTOBER}"
    assert text_of(signed_in(Role.AUDITOR), address).count("/staff/pl/case/") == 6
    from kernel.permissions import ROLE_PERMISSIONS

    only_results = frozenset({Permission.DESK, Permission.RESULTS_READ})
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.AUDITOR, only_results)
    text = text_of(signed_in(Role.AUDITOR), address)
    assert "/staff/pl/case/" not in text
    assert "6 spraw" in text


def test_results_of_one_reader_are_never_kept_for_another(signed_in: SignedIn, filled: FoundedOffice) -> None:
    everything = figure(rows_of(signed_in(Role.AUDITOR), f"/results.csv?{OCTOBER}"), "on_time")["n"]
    own = figure(rows_of(signed_in(Role.HEAD), f"/results.csv?{OCTOBER}"), "on_time")["n"]
    other = figure(rows_of(signed_in(Role.HEAD, next_door=True), f"/results.csv?{OCTOBER}"), "on_time")["n"]
    assert (everything, own, other) == ("6", "4", "2")


# --- the cases behind a figure ---


@pytest.mark.parametrize("department", ["", "home"])
def test_every_figure_leads_to_as_many_cases_as_it_counts(
    signed_in: SignedIn, filled: FoundedOffice, department: str
) -> None:
    client = signed_in(Role.AUDITOR)
    chosen = f"&department={filled.home.id}" if department else ""
    rows = rows_of(client, f"/results.csv?{OCTOBER}{chosen}")
    dimensions = "population=complaints" + (f";department={filled.home.code}" if department else "")
    cases = [row for row in rows if row["measure"] in LISTED and row["dimensions"] == dimensions]
    assert len(cases) > 8
    for row in cases:
        text = text_of(client, f"/results/cases?measure={row['measure']}&{OCTOBER}{chosen}")
        assert f"> {row['n']} " in text.replace('role="status">', "> "), row["measure"]


def test_what_belongs_to_no_department_has_its_own_lists(
    signed_in: SignedIn, filled: FoundedOffice, storage: Storage
) -> None:
    with storage.writing() as session:
        session.add(complaint(9, received_on=dt.date(2026, 10, 2), due_on=dt.date(2026, 10, 20)))
    client = signed_in(Role.AUDITOR)
    page = text_of(client, f"/results?{OCTOBER}").replace("&amp;", "&")
    links = set(re.findall(r'href="(/staff/pl/results/cases[^"]*department=none[^"]*)"', page))
    assert len(links) == 4
    for link in links:
        text = text_of(client, link.removeprefix(STAFF))
        assert "1 sprawa" in text
        assert "bez wydziału" in text
    assert figure(rows_of(client, f"/results.csv?{OCTOBER}&department=none"), "on_time", NONE)["n"] == "1"
    assert "bez wydziału" in text_of(client, f"/results?{OCTOBER}&department=none")
    assert client.get(f"{STAFF}/results/reduction?department=none").status_code == 200
    assert signed_in(Role.HEAD).get(f"{STAFF}/results?department=none").status_code == 404


def test_long_lists_have_pages_and_lose_nothing(signed_in: SignedIn, office: FoundedOffice, storage: Storage) -> None:
    with storage.writing() as session:
        session.add_all([complaint(number) for number in range(1, 121)])
    client, found = signed_in(Role.AUDITOR), set()
    for page in (1, 2, 3):
        found |= set(
            re.findall(
                r"/case/([0-9a-f-]{36})", text_of(client, f"/results/cases?measure=received&month=2026-09&page={page}")
            )
        )
    assert len(found) == 120
    assert "101–120 z 120" in text_of(client, "/results/cases?measure=received&month=2026-09&page=999")


def test_impossible_cases_are_listed_by_themselves(
    signed_in: SignedIn, office: FoundedOffice, storage: Storage
) -> None:
    with storage.writing() as session:
        day = dt.date(2026, 10, 1)
        session.add(complaint(1, kind="sprawa", received_on=dt.date(2026, 10, 9), settled_on=day, state="settled"))
    client = signed_in(Role.AUDITOR)
    assert "1 sprawa ma koniec przed wpływem" in text_of(client, f"/results?{OCTOBER}&population=sprawa")
    listed = text_of(client, f"/results/cases?measure=negative&{OCTOBER}&population=sprawa")
    assert "Sprawy zakończone przed wpływem" in listed
    assert "1 sprawa" in listed


# --- small bases ---


def test_fewer_than_five_answers_are_shown_nowhere(
    signed_in: SignedIn, filled: FoundedOffice, storage: Storage
) -> None:
    with storage.writing() as session:
        respond(session, dt.datetime(2026, 9, 10, 12, tzinfo=dt.UTC), [5, 5, 1], filled.home.id)
        respond(session, dt.datetime(2026, 9, 10, 12, tzinfo=dt.UTC), [4] * 30, filled.next_door.id)
    client = signed_in(Role.AUDITOR)
    rows = rows_of(client, "/results.csv?month=2026-09")
    for code in (filled.home.code, filled.next_door.code):
        row = figure(rows, "csat", f"population=complaints;department={code}")
        assert (row["n"], row["value"], row["low"], row["suppressed"]) == ("", "", "", "true")
    assert figure(rows, "csat")["n"] == "33"
    for department in (filled.home, filled.next_door):
        chosen = rows_of(client, f"/results.csv?month=2026-09&department={department.id}")
        dimensions = f"population=complaints;department={department.code}"
        assert figure(chosen, "csat", dimensions)["suppressed"] == "true"
        assert figure(chosen, "answers", f"{dimensions};question=q1")["suppressed"] == "true"
    text = text_of(client, "/results?month=2026-09")
    assert "mniej niż 5 odpowiedzi" in text
    assert "ukryte, chroni małą grupę" in text


MODES = "Odpowiedzi według sposobu zebrania"


def modes_of(client: FlaskClient, address: str) -> dict[str, list[str]]:
    table = text_of(client, address).partition(MODES)[2].partition("</table>")[0]
    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="num">([^<]*)</td><td class="num">([^<]*)</td>', table)
    return {row[0]: list(row[1:]) for row in rows}


def test_the_ways_of_collecting_give_no_withheld_count_away(
    signed_in: SignedIn, filled: FoundedOffice, storage: Storage
) -> None:
    at = dt.datetime(2026, 9, 10, 12, tzinfo=dt.UTC)
    with storage.writing() as session:
        respond(session, at, [5, 5, 1], filled.home.id)
        respond(session, at, [4] * 30, filled.next_door.id, mode="web")
    client = signed_in(Role.AUDITOR)
    for department in (filled.home, filled.next_door):
        assert MODES not in text_of(client, f"/results?month=2026-09&department={department.id}")
    assert modes_of(client, "/results?month=2026-09") == {
        "kod QR przy stanowisku": ["ukryte", "0"],
        "strona internetowa": ["ukryte", "0"],
    }


def test_small_counts_of_a_way_of_collecting_are_hidden_with_the_next(
    signed_in: SignedIn, filled: FoundedOffice, storage: Storage
) -> None:
    at = dt.datetime(2026, 9, 10, 12, tzinfo=dt.UTC)
    with storage.writing() as session:
        for mode, count, flags in (("web", 30, ""), ("paper", 12, ""), ("qr", 3, ""), ("web", 2, "too_fast")):
            respond(session, at, [5] * count, filled.home.id, mode=mode, flags=flags)
    client = signed_in(Role.AUDITOR)
    assert modes_of(client, f"/results?month=2026-09&department={filled.home.id}") == {
        "kod QR przy stanowisku": ["ukryte", "0"],
        "papier": ["ukryte", "0"],
        "strona internetowa": ["30", "ukryte"],
    }


def test_a_small_base_is_marked_wherever_its_figure_stands(signed_in: SignedIn, filled: FoundedOffice) -> None:
    client = signed_in(Role.AUDITOR)
    page = text_of(client, f"/results?{OCTOBER}")
    assert page.count("85,0 % (mała podstawa)") >= 2  # questions, months
    assert "90,9 % (mała podstawa)" in page  # the department
    assert "66,7 % (mała podstawa)" in page
    assert "66,7 % (mała podstawa)" in text_of(client, "/results/span?from=2026-09&to=2026-10")
    assert re.search(r'alt="Kropki z przedziałami[^"]*mała podstawa', page)
    marks = {row["measure"]: row["small_base"] for row in rows_of(client, f"/results.csv?{OCTOBER}")}
    assert (marks["csat"], marks["on_time"], marks["backlog"]) == ("true", "true", "false")


# --- charts and files ---


@pytest.mark.parametrize("view", ["month", "span", "reduction"])
def test_every_picture_of_a_page_is_there(signed_in: SignedIn, filled: FoundedOffice, view: str) -> None:
    client = signed_in(Role.AUDITOR)
    address = "/results" if view == "month" else f"/results/{view}"
    page = client.get(STAFF + address).get_data(as_text=True)
    pictures = {found.replace("&amp;", "&") for found in re.findall(r'(?:src|srcset)="([^"]+\.svg[^"]*)"', page)}
    assert len(pictures) >= 4
    for picture in pictures:
        response = client.get(picture)
        assert response.status_code == 200, picture
        assert response.mimetype == "image/svg+xml"
        assert "private" in response.headers["Cache-Control"]
        assert b"style=" not in response.data
        ET.fromstring(response.data)
    for image in re.findall(r"<img[^>]*>", page):
        assert re.search(r'alt="[^"]{20,}"', image), image


def test_the_file_has_the_long_form_s_columns(signed_in: SignedIn, filled: FoundedOffice) -> None:
    response = signed_in(Role.AUDITOR).get(f"{STAFF}/results.csv?{OCTOBER}")
    assert response.headers["Content-Disposition"] == 'attachment; filename="wyniki-2026-10.csv"'
    assert response.get_data(as_text=True).splitlines()[0] == ",".join(COLUMNS)


def test_months_of_the_span_s_file_are_the_months_pages(signed_in: SignedIn, filled: FoundedOffice) -> None:
    client = signed_in(Role.AUDITOR)
    span = rows_of(client, "/results.csv?from=2026-09&to=2026-11")
    for month in ("2026-09", "2026-10", "2026-11"):
        alone = rows_of(client, f"/results.csv?month={month}")
        for key in ("received", "settled", "on_time", "csat"):
            of_span = next(row for row in span if row["month"] == month and row["measure"] == key)
            assert of_span == figure(alone, key)


def test_the_reduction_s_words_follow_the_interval(
    signed_in: SignedIn, office: FoundedOffice, storage: Storage
) -> None:
    with storage.writing() as session:
        for number in range(1, 31):
            slow, fast = dt.date(2025, 6, 1), dt.date(2026, 6, 1)
            took = dt.timedelta(days=20 + number % 5)
            facts = {"state": "settled", "outcome": "zasadna", "department_id": office.home.id}
            session.add(complaint(number, year=2025, received_on=slow, settled_on=slow + took, **facts))
            session.add(complaint(number, received_on=fast, settled_on=fast + took - dt.timedelta(days=9), **facts))
    client = signed_in(Role.AUDITOR)
    both = "from=2026-06&to=2026-06&base_from=2025-06&base_to=2025-06"
    text = text_of(client, f"/results/reduction?{both}")
    assert "Krócej o 9 dni (od 7,5 do 10,5)" in text
    assert "krócej o 9 dni (od" in text[text.index("Przy tym samym układzie spraw") :]
    assert "Nie oszacowano: potrzeba 12 pełnych miesięcy" in text_of(
        client, f"/results/reduction?{both}&change=2026-01"
    )
    assert client.get(f"{STAFF}/results/reduction?{both}&change=2099-01").status_code == 404
    assert "Różnica median samych spraw załatwionych, w dniach: −9" in text
    row = rows_of(client, f"/results.csv?{both}")[0]
    assert (row["n"], row["base_n"], row["difference"], row["demonstrated"]) == ("30", "30", "-9", "true")
    assert re.search(r'href="/staff/pl/results.csv[^"]*base_to=2025-06', text)
    same = text_of(client, "/results/reduction?from=2026-06&to=2026-06&base_from=2026-06&base_to=2026-06")
    assert "Brak wykazanej zmiany" in same
    assert "Za mało spraw" in text_of(
        client, "/results/reduction?from=2026-06&to=2026-06&base_from=2025-01&base_to=2025-01"
    )
    assert "nie wpłynęła ani jedna sprawa" in text_of(
        client, "/results/reduction?from=2026-01&to=2026-01&base_from=2025-01&base_to=2025-01"
    )


def test_a_year_around_a_change_is_drawn_and_told(signed_in: SignedIn, office: FoundedOffice, storage: Storage) -> None:
    with storage.writing() as session:
        for number in range(24 * 6):
            month = number // 6
            came = dt.date(2024 + (9 + month) // 12, (9 + month) % 12 + 1, 1)
            took = dt.timedelta(days=(25 if month < 12 else 12) + number % 5)
            facts = {"state": "settled", "outcome": "zasadna", "department_id": office.home.id}
            row = complaint(number + 1, year=came.year, received_on=came, settled_on=came + took, **facts)
            session.add(row)
    client = signed_in(Role.AUDITOR)
    both = "from=2026-06&to=2026-06&base_from=2025-06&base_to=2025-06&change=2025-10"
    text = text_of(client, f"/results/reduction?{both}")
    assert "Od razu, w miesiącu zmiany:" in text
    assert re.search(r"Od\s+razu: krócej\s+o\s+1[234]", text), "the words of the chart"
    [picture] = set(re.findall(r'src="([^"]+interrupted.wide.light.svg[^"]*)"', text))
    assert client.get(picture.replace("&amp;", "&")).status_code == 200
    level = next(row for row in rows_of(client, f"/results.csv?{both}") if row["method"] == "interrupted_level")
    assert (level["demonstrated"], level["unit"]) == ("true", "days")
    assert float(level["difference"]) == pytest.approx(-13, abs=1)


def test_definitions_name_every_measure_with_its_source(signed_in: SignedIn) -> None:
    from analytics.measures.registry import MEASURES

    text = text_of(signed_in(Role.AUDITOR), "/results/definitions")
    assert len({measure.key for measure in MEASURES}) == len(MEASURES)
    for measure in MEASURES:
        assert f'id="{measure.key}"' in text
        assert measure.source


def test_pages_open_in_every_language(signed_in: SignedIn, filled: FoundedOffice) -> None:
    reader = signed_in(Role.AUDITOR)
    for lang in ("pl", "en", "uk"):
        for address in PAGES:
            assert reader.get(f"/staff/{lang}{address}").status_code == 200


# --- the command line ---


def test_the_command_prints_what_the_page_shows(app: Flask, filled: FoundedOffice) -> None:
    done = app.test_cli_runner().invoke(args=["results", "month", "2026-10"])
    assert done.exit_code == 0, done.output
    line = next(line for line in done.output.splitlines() if line.startswith("Zadowolenie z obsługi"))
    assert "85,0" in line
    assert "n = 20" in line


def test_the_command_s_file_is_the_page_s_file(app: Flask, signed_in: SignedIn, filled: FoundedOffice) -> None:
    done = app.test_cli_runner().invoke(args=["results", "month", "2026-10", "--csv"])
    page = signed_in(Role.AUDITOR).get(f"{STAFF}/results.csv?{OCTOBER}").get_data(as_text=True)
    assert done.output.replace("\r\n", "\n") == page.replace("\r\n", "\n")
    own = app.test_cli_runner().invoke(args=["results", "month", "2026-10", "--csv", "--department", filled.home.code])
    assert f"department={filled.home.code}" in own.output


def test_the_command_refuses_what_cannot_be(app: Flask, office: FoundedOffice) -> None:
    for arguments in (["2026-13"], ["2026-10", "--department", "NIC"], ["2026-10", "--population", "x"]):
        assert app.test_cli_runner().invoke(args=["results", "month", *arguments]).exit_code == 2
