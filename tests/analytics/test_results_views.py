"""Pages of results one named for oneself: found again, renamed, deleted, seen by nobody else."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from analytics.actions.views import MOST_VIEWS, NameTaken, TooManyViews, save_results_view
from analytics.models import ResultsView
from analytics.views import CHOICES, LONGEST_CHOICE, written_query
from kernel.errors import Forbidden
from kernel.permissions import SYSTEM, Role
from ledger.queries import head
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.forms import hidden

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
VIEWS = "/staff/pl/results/views"
SignedIn = Callable[..., FlaskClient]


def saved(client: FlaskClient, name: str, query: str):
    page = client.get(f"{VIEWS}?{query}")
    assert page.status_code == 200
    fields = {key: html.unescape(value) for key, value in hidden(page.text).items()}
    return client.post(VIEWS, data=fields | {"name": name})


def change(client: FlaskClient, what: str, **typed: str):
    page = client.get(VIEWS)
    address = re.search(rf'action="({VIEWS}/[^"]*/{what})"', page.text)
    token = re.search(r'name="csrf_token" value="([^"]*)"', page.text)
    assert address
    assert token
    return client.post(address[1], data={"csrf_token": token[1], **typed})


def test_an_address_keeps_its_choices_and_nothing_else(backend: str):
    assert written_query("month=2026-10&lang=xx&evil=%3Cb%3E&population=skarga") == "month=2026-10&population=skarga"
    longest = written_query("&".join(f"{name}={'a' * 200}" for name in CHOICES))
    assert len(longest) <= 2000
    assert LONGEST_CHOICE < 200


def test_a_named_page_stands_on_the_dashboard_and_leaves_no_entry(
    signed_in: SignedIn, storage: Storage, office: FoundedOffice
):
    client = signed_in(Role.AUDITOR)
    with storage.reading() as session:
        before = head(session)
    answer = saved(client, "Skargi, lato", "page=span&from=2026-06&to=2026-08&population=skarga")
    assert answer.status_code == 302
    board = client.get("/staff/pl/results/dashboard")
    href = re.search(r'class="chip" href="([^"]*)">Skargi, lato<', board.text)
    assert href
    shown = client.get(html.unescape(href[1]))
    assert "czerwiec 2026" in shown.get_data(as_text=True).replace("\u00a0", " ")
    with storage.reading() as session:
        assert head(session) == before
    assert "Skargi, lato" not in signed_in(Role.QUALITY_OFFICER).get("/staff/pl/results/dashboard").text


def test_a_view_is_renamed_and_deleted(signed_in: SignedIn, storage: Storage, office: FoundedOffice):
    client = signed_in(Role.AUDITOR)
    saved(client, "Miesiąc", "page=month&month=2026-10")
    assert change(client, "rename", name="Październik").status_code == 302
    assert "Październik" in client.get(VIEWS).text
    assert change(client, "rename", name="").status_code == 422
    assert change(client, "delete").status_code == 302
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(ResultsView)) == 0


def test_a_name_is_needed_and_stands_once(signed_in: SignedIn, office: FoundedOffice):
    client = signed_in(Role.AUDITOR)
    nameless = saved(client, " ", "page=month")
    assert nameless.status_code == 422
    assert "Brak nazwy" in nameless.text
    assert saved(client, "Moje", "page=month").status_code == 302
    again = saved(client, "MOJE", "page=span&from=2026-06&to=2026-08")
    assert again.status_code == 422
    assert "Jest już widok o tej nazwie" in again.text.replace("\u00a0", " ")
    assert 'value="MOJE"' in again.text
    assert "from=2026-06" in html.unescape(again.text)


def test_the_rules_of_views(storage: Storage, clock, office: FoundedOffice):
    actor = office.actor(Role.AUDITOR)
    with storage.writing() as session:
        for number in range(MOST_VIEWS):
            save_results_view(session, clock, actor, f"Widok {number}", "month", "")
        with pytest.raises(TooManyViews):
            save_results_view(session, clock, actor, "Jeszcze jeden", "month", "")
        with pytest.raises(Forbidden):
            save_results_view(session, clock, SYSTEM, "Program", "month", "")
        save_results_view(session, clock, office.actor(Role.HEAD), "Widok 1", "month", "")
        with pytest.raises(NameTaken):
            save_results_view(session, clock, office.actor(Role.HEAD), "WIDOK 1", "month", "")


def test_nobody_changes_the_view_of_another(signed_in: SignedIn, storage: Storage, clock, office: FoundedOffice):
    with storage.writing() as session:
        other = save_results_view(session, clock, office.actor(Role.HEAD), "Cudzy", "month", "").id
    client = signed_in(Role.AUDITOR)
    saved(client, "Mój", "page=month")
    token = re.search(r'name="csrf_token" value="([^"]*)"', client.get(VIEWS).text)
    assert token
    assert client.post(f"{VIEWS}/{other}/delete", data={"csrf_token": token[1]}).status_code == 404
