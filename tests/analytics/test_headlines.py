"""The six figures of a month for the head's page: those of the dashboard, of the reader's departments, hidden alike."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from kernel.clock import FixedClock
from kernel.permissions import Role
from tests.cast import FoundedOffice
from tests.journeys.test_complaint_journey import sign_in

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
PLACE = "/staff/pl/results/headlines?month=2026-10"
SignedIn = Callable[..., FlaskClient]


def figures_of(client: FlaskClient, place: str = PLACE) -> list[dict[str, str]]:
    answer = client.get(place, follow_redirects=True)
    assert answer.status_code == 200
    return list(answer.get_json()["figures"])


def test_they_are_those_of_the_dashboard_and_lead_to_their_cases(signed_in: SignedIn, filled: FoundedOffice):
    head = signed_in(Role.HEAD)
    own = f"department={filled.home.id}"
    board = head.get(f"/staff/pl/results/dashboard?month=2026-10&{own}").get_data(as_text=True)
    found = figures_of(head)
    assert len(found) == 6
    assert found == figures_of(head, f"{PLACE}&{own}")
    for figure in found:
        assert figure["value"].split()[0] in board.replace("\u2060", ""), figure
        assert own in figure["href"]
        assert head.get(figure["href"]).status_code == 200
    assert any("/results/cases?measure=on_time" in figure["href"] for figure in found)


def test_a_hidden_figure_says_so_and_no_number(signed_in: SignedIn, filled: FoundedOffice):
    hidden = figures_of(signed_in(Role.HEAD), f"{PLACE[:-2]}09&department={filled.home.id}")[0]
    assert not any(sign.isdigit() for sign in hidden["note"])


def test_strangers_and_others_get_none(signed_in: SignedIn, client: FlaskClient, filled: FoundedOffice):
    assert "sign-in" in client.get(PLACE).headers["Location"]
    assert signed_in(Role.CLERK).get(PLACE).status_code == 403
    assert signed_in(Role.HEAD).get(f"{PLACE}&department={filled.next_door.id}").status_code == 404
    assert signed_in(Role.HEAD).post(PLACE).status_code == 405


def test_the_head_sees_them_on_the_page_of_the_department(
    page: Page, clock: FixedClock, office: FoundedOffice, filled: FoundedOffice
):
    sign_in(page, office.member(Role.HEAD).login)
    page.goto("/staff/pl/department")
    tiles = page.get_by_role("navigation", name="Wskaźniki ubiegłego miesiąca").get_by_role("link")
    expect(tiles).to_have_count(6)
    tiles.nth(1).click()
    expect(page.locator("h1")).to_be_visible()
    assert "/results/" in page.url


def test_no_chart_of_a_head_is_drawn_from_the_name_of_another_department(
    signed_in: SignedIn, filled: FoundedOffice, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("analytics.drawings.picture", lambda chart, *_how: repr((chart.data, chart.alt)).encode())
    head, seen = signed_in(Role.HEAD), 0
    for page in ("charts", "month", "compare"):
        answer = head.get(f"/staff/pl/results/{page}?month=2026-10&department={filled.home.id}")
        for address in set(re.findall(r'(?:src|srcset)="([^" ]+\.svg[^" ]*)', answer.get_data(as_text=True))):
            said = head.get(address.replace("&amp;", "&")).get_data(as_text=True)
            assert filled.next_door.name not in said, address
            seen += 1
    assert seen > 5
